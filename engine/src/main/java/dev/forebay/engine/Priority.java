package dev.forebay.engine;

import dev.forebay.log.record.Header;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How urgent a message is, from {@value #LOWEST} to {@value #HIGHEST}, where its queue is ordered
 * {@link Ordering#BY_PRIORITY}; elsewhere it is kept and means nothing. Written as one digit in the
 * header {@value #HEADER}. The numbers are those of JMS, and so is the {@link #USUAL} one of a
 * message without the header.
 */
public final class Priority {
    /** The header in which a sender gives a message its priority. */
    public static final String HEADER = "forebay-priority";

    public static final int LOWEST = 0;
    public static final int HIGHEST = 9;

    /** Of messages that say nothing. */
    public static final int USUAL = 4;

    private Priority() {}

    /**
     * The header that gives this priority.
     *
     * @throws IllegalArgumentException when it is not within the range
     */
    public static Header header(int priority) {
        if (priority < LOWEST || priority > HIGHEST) {
            throw new IllegalArgumentException("a priority of " + priority);
        }
        String digit = Integer.toString(priority);
        return new Header(HEADER, ByteBuffer.wrap(digit.getBytes(StandardCharsets.US_ASCII)));
    }

    /** The priority that these headers give. */
    public static int of(List<Header> headers) {
        for (int i = 0; i < headers.size(); i++) {
            if (headers.get(i).name().equals(HEADER)) {
                return of(headers.get(i));
            }
        }
        return USUAL;
    }

    /** The priority of such a header; the usual one when it does not hold one digit. */
    public static int of(Header header) {
        return isValid(header) ? digit(header) : USUAL;
    }

    /** Whether such a header holds one digit. */
    public static boolean isValid(Header header) {
        return header.value().remaining() == 1
                && digit(header) >= LOWEST
                && digit(header) <= HIGHEST;
    }

    private static int digit(Header header) {
        return header.value().get(header.value().position()) - '0';
    }
}

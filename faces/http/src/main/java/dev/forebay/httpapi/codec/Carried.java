package dev.forebay.httpapi.codec;

import dev.forebay.log.record.Header;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The headers in which a message carries what not every protocol can say (docs/mapping.md), and how
 * their values are written.
 */
final class Carried {
    /** Headers that begin with it are Forebay's own and never a client's. */
    static final String PREFIX = "forebay-";

    /** Says that the body is JSON and was given as a value, not as a string. */
    static final String BODY_IS = "forebay-http-body";

    static final String JSON = "json";

    /** Types of headers as SQS has them, a line each: name, colon, type; String is left out. */
    static final String TYPES = "forebay-sqs-types";

    /** SQS' AWSTraceHeader. */
    static final String TRACE = "forebay-sqs-trace";

    static final String SOURCE = "forebay-dead-letter-source";
    static final String SUBSCRIPTION = "forebay-dead-letter-subscription";
    static final String REASON = "forebay-dead-letter-reason";
    static final String ATTEMPTS = "forebay-dead-letter-attempts";
    static final String FAILURES = "forebay-dead-letter-failures";
    static final String FIRST_LEASED = "forebay-dead-letter-first-leased";

    private Carried() {}

    static @Nullable Header find(List<Header> headers, String name) {
        for (int i = 0; i < headers.size(); i++) {
            if (headers.get(i).name().equals(name)) {
                return headers.get(i);
            }
        }
        return null;
    }

    static @Nullable String text(List<Header> headers, String name) {
        Header header = find(headers, name);
        return header == null
                ? null
                : StandardCharsets.UTF_8.decode(header.value().duplicate()).toString();
    }

    /** A whole number in digits; -1 when there is none. */
    static long number(List<Header> headers, String name) {
        String text = text(headers, name);
        try {
            return text == null ? -1 : Long.parseLong(text);
        } catch (NumberFormatException foreign) {
            return -1;
        }
    }

    static Header header(String name, String value) {
        return new Header(name, ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
    }

    /** The types that headers have beside String. */
    static Map<String, String> types(List<Header> headers) {
        String text = text(headers, TYPES);
        if (text == null) {
            return Map.of();
        }
        Map<String, String> types = new HashMap<>();
        text.lines()
                .forEach(line -> {
                    int colon = line.indexOf(':');
                    if (colon > 0) {
                        types.put(line.substring(0, colon), line.substring(colon + 1));
                    }
                });
        return types;
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return bytes;
    }
}

package dev.forebay.engine;

import dev.forebay.log.record.Header;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * To which trace a request belongs, as the W3C's Trace Context writes it. A message carries it in
 * headers of these names, whichever face it came through, and nothing here changes what its sender
 * gave it. Immutable.
 *
 * @param parent the value of {@value #PARENT}
 * @param state the value of {@value #STATE}; empty for none
 */
public record TraceContext(String parent, String state) {
    /** Names trace and span, and says whether they are recorded. */
    public static final String PARENT = "traceparent";

    /** What tracing systems add to it. */
    public static final String STATE = "tracestate";

    /** The header in which a sender may have told the same in the form of AWS X-Ray. */
    public static final String XRAY = "forebay-sqs-trace";

    /** What a tracing system may have somebody carry. */
    private static final int LONGEST_STATE = 512;

    private static final Pattern SHAPE =
            Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}(-.{0,64})?");
    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]*");

    /**
     * What a request says.
     *
     * @param state null for none; left out when it is too long or no text of ASCII
     * @return null where the parent is nothing that can be one
     */
    public static @Nullable TraceContext of(String parent, @Nullable String state) {
        if (!SHAPE.matcher(parent).matches()) {
            return null;
        }
        return new TraceContext(parent, state != null && isState(state) ? state : "");
    }

    private static boolean isState(String text) {
        return text.length() <= LONGEST_STATE && PRINTABLE.matcher(text).matches();
    }

    /** Whether a message of these headers has one. */
    public static boolean isCarried(List<Header> headers) {
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.get(i).name();
            if (name.equals(PARENT) || name.equals(XRAY)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The same send with this context in its headers, where it has none of its own and has room.
     *
     * @param most bytes of a message that its queue takes
     */
    public Send addTo(Send send, int most) {
        Message message = send.message();
        if (isCarried(message.headers())) {
            return send;
        }
        List<Header> headers = new ArrayList<>(message.headers());
        headers.add(header(PARENT, parent));
        if (!state.isEmpty()) {
            headers.add(header(STATE, state));
        }
        // A message that is as large as may be is sent as it is: nothing is refused for a trace.
        return size(message.body(), headers) > most
                ? send
                : new Send(
                        new Message(message.key(), headers, message.body()),
                        send.delayMillis(),
                        send.deduplicationId(),
                        send.expiryMillis());
    }

    private static long size(ByteBuffer body, List<Header> headers) {
        long size = body.remaining();
        for (Header header : headers) {
            size += header.name().length() + (long) header.value().remaining();
        }
        return size;
    }

    private static Header header(String name, String value) {
        return new Header(name, ByteBuffer.wrap(value.getBytes(StandardCharsets.US_ASCII)));
    }
}

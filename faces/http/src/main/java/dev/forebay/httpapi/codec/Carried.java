package dev.forebay.httpapi.codec;

import dev.forebay.engine.TraceContext;
import dev.forebay.log.record.Header;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
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

    /** JSON in a string of its text. */
    static final String JSON_TEXT = "json-text";

    /** SQS' AWSTraceHeader. */
    static final String TRACE = TraceContext.XRAY;

    /** The exchange and the routing key by which it came over AMQP. */
    static final String EXCHANGE = "forebay-amqp-exchange";

    static final String ROUTING_KEY = "forebay-amqp-routing-key";

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

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return bytes;
    }
}

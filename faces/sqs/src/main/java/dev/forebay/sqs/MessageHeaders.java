package dev.forebay.sqs;

import dev.forebay.engine.HeaderTypes;
import dev.forebay.engine.Message;
import dev.forebay.engine.Priority;
import dev.forebay.engine.RetryRule;
import dev.forebay.engine.Send;
import dev.forebay.engine.TraceContext;
import dev.forebay.log.record.Header;
import dev.forebay.sqs.codec.MessageAttribute;
import dev.forebay.sqs.codec.SqsRequest.SendEntry;
import dev.forebay.sqs.codec.Utf8;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Message attributes as headers of the engine's messages, and back. */
final class MessageHeaders {
    private static final String ENGINE = "forebay-";
    private static final String TRACE = TraceContext.XRAY;
    private static final String SENDER = "forebay-sqs-sender";
    private static final String PLAIN_TYPE = "String";
    private static final String BINARY_TYPE = "Binary";

    /** What SQS has no word for, and shows among the attributes. */
    private static final Set<String> SHOWN =
            Set.of(
                    Priority.HEADER,
                    Send.EXPIRY_HEADER,
                    "forebay-amqp-exchange",
                    "forebay-amqp-routing-key");

    private MessageHeaders() {}

    /**
     * What an entry says beside its body.
     *
     * @param user who sends it; empty while there are no users
     */
    static List<Header> headers(SendEntry entry, String user) {
        if (entry.attributes().isEmpty() && entry.systemAttributes().isEmpty() && user.isEmpty()) {
            return List.of();
        }
        List<Header> headers = new ArrayList<>(entry.attributes().size() + 3);
        HeaderTypes types = new HeaderTypes();
        if (!user.isEmpty()) {
            headers.add(new Header(SENDER, ByteBuffer.wrap(utf8(user))));
        }
        for (MessageAttribute attribute : entry.attributes()) {
            if (isKeptFromClients(attribute.name())) {
                continue;
            }
            headers.add(new Header(attribute.name(), ByteBuffer.wrap(attribute.value())));
            if (!attribute.type().equals(PLAIN_TYPE)) {
                types.add(attribute.name(), attribute.type());
            }
        }
        if (!types.isEmpty()) {
            headers.add(types.header());
        }
        for (MessageAttribute attribute : entry.systemAttributes()) {
            headers.add(new Header(TRACE, ByteBuffer.wrap(attribute.value())));
        }
        return headers;
    }

    /** Whether Forebay says it itself: nobody else says who he is, or what AMQP had said. */
    private static boolean isKeptFromClients(String name) {
        return name.startsWith(ENGINE)
                && !name.equals(RetryRule.HEADER)
                && !name.equals(Priority.HEADER);
    }

    /** The attributes of a message whose names are wanted. */
    static List<MessageAttribute> attributes(Message message, Predicate<String> wanted) {
        if (message.headers().isEmpty()) {
            return List.of();
        }
        Map<String, String> types = HeaderTypes.of(message.headers());
        List<MessageAttribute> attributes = new ArrayList<>();
        for (Header header : message.headers()) {
            String name = header.name();
            if ((!name.startsWith(ENGINE) || SHOWN.contains(name)) && wanted.test(name)) {
                String type = types.getOrDefault(name, PLAIN_TYPE);
                attributes.add(attribute(name, type, bytes(header.value())));
            }
        }
        return attributes;
    }

    /** As SQS can carry it: neither names nor texts have what XML cannot write. */
    private static MessageAttribute attribute(String name, String type, byte[] value) {
        MessageAttribute told = new MessageAttribute(Utf8.asXmlText(name), type, value);
        return told.binary() || Utf8.isXmlText(value, 0, value.length)
                ? told
                : new MessageAttribute(told.name(), BINARY_TYPE, value);
    }

    /** The user who sent a message; empty when nobody was known. */
    static Optional<String> sender(Message message) {
        return value(message, SENDER);
    }

    /** The AWSTraceHeader of a message. */
    static Optional<String> trace(Message message) {
        return value(message, TRACE);
    }

    private static Optional<String> value(Message message, String name) {
        for (Header header : message.headers()) {
            if (header.name().equals(name)) {
                return Optional.of(
                        StandardCharsets.UTF_8.decode(header.value().duplicate()).toString());
            }
        }
        return Optional.empty();
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(buffer.position(), bytes);
        return bytes;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

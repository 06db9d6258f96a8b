package dev.forebay.sqs;

import dev.forebay.engine.Message;
import dev.forebay.engine.Priority;
import dev.forebay.engine.RetryRule;
import dev.forebay.log.record.Header;
import dev.forebay.sqs.codec.MessageAttribute;
import dev.forebay.sqs.codec.SqsRequest.SendEntry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Message attributes as headers of the engine's messages, and back. */
final class MessageHeaders {
    private static final String ENGINE = "forebay-";
    private static final String TYPES = "forebay-sqs-types";
    private static final String TRACE = "forebay-sqs-trace";
    private static final String SENDER = "forebay-sqs-sender";
    private static final String PLAIN_TYPE = "String";

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
        StringBuilder types = new StringBuilder();
        if (!user.isEmpty()) {
            headers.add(new Header(SENDER, ByteBuffer.wrap(utf8(user))));
        }
        for (MessageAttribute attribute : entry.attributes()) {
            if (isKeptFromClients(attribute.name())) {
                continue;
            }
            headers.add(new Header(attribute.name(), ByteBuffer.wrap(attribute.value())));
            if (!attribute.type().equals(PLAIN_TYPE)) {
                types.append(attribute.name()).append(':').append(attribute.type()).append('\n');
            }
        }
        if (!types.isEmpty()) {
            headers.add(new Header(TYPES, ByteBuffer.wrap(utf8(types.toString()))));
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
        Map<String, String> types = types(message);
        List<MessageAttribute> attributes = new ArrayList<>();
        for (Header header : message.headers()) {
            String name = header.name();
            if (!name.startsWith(ENGINE) && wanted.test(name)) {
                String type = types.getOrDefault(name, PLAIN_TYPE);
                attributes.add(new MessageAttribute(name, type, bytes(header.value())));
            }
        }
        return attributes;
    }

    /** The user who sent a message; empty when nobody was known. */
    static Optional<String> sender(Message message) {
        return value(message, SENDER);
    }

    /** The AWSTraceHeader of a message. */
    static Optional<String> trace(Message message) {
        return value(message, TRACE);
    }

    private static Map<String, String> types(Message message) {
        Optional<String> text = value(message, TYPES);
        if (text.isEmpty()) {
            return Map.of();
        }
        Map<String, String> types = new HashMap<>();
        text.get()
                .lines()
                .forEach(line -> {
                    int colon = line.indexOf(':');
                    if (colon > 0) {
                        types.put(line.substring(0, colon), line.substring(colon + 1));
                    }
                });
        return types;
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

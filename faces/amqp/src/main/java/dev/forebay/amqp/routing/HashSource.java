package dev.forebay.amqp.routing;

import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.FieldValues;
import dev.forebay.amqp.codec.ReplyCode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a consistent-hash exchange hashes of a message. */
sealed interface HashSource {
    /** The text to hash; empty when the message has none. */
    String of(RoutedMessage message);

    /** The routing key. */
    record RoutingKey() implements HashSource {
        @Override
        public String of(RoutedMessage message) {
            return message.routingKey();
        }
    }

    /** A header, as text. */
    record Header(String name) implements HashSource {
        @Override
        public String of(RoutedMessage message) {
            return FieldValues.text(message.headers().get(name));
        }
    }

    /** A property. */
    enum Property implements HashSource {
        MESSAGE_ID {
            @Override
            public String of(RoutedMessage message) {
                return FieldValues.text(message.messageId());
            }
        },
        CORRELATION_ID {
            @Override
            public String of(RoutedMessage message) {
                return FieldValues.text(message.correlationId());
            }
        },
        TIMESTAMP {
            @Override
            public String of(RoutedMessage message) {
                return FieldValues.text(message.timestamp());
            }
        }
    }

    /**
     * Reads the arguments of an exchange.
     *
     * @throws AmqpFailure 406 when both kinds are given, or one that there is not
     */
    static HashSource of(Map<String, @Nullable Object> arguments) {
        Object header = arguments.get("hash-header");
        Object property = arguments.get("hash-property");
        if (header != null && property != null) {
            throw refused("hash-header and hash-property are mutually exclusive");
        }
        if (header != null) {
            if (!FieldValues.isText(header)) {
                throw refused("hash-header must be a string");
            }
            return new Header(FieldValues.text(header));
        }
        return property == null ? new RoutingKey() : property(FieldValues.text(property));
    }

    private static Property property(String name) {
        return switch (name) {
            case "message_id" -> Property.MESSAGE_ID;
            case "correlation_id" -> Property.CORRELATION_ID;
            case "timestamp" -> Property.TIMESTAMP;
            default -> throw refused("Unsupported property: " + name);
        };
    }

    private static AmqpFailure refused(String text) {
        return new AmqpFailure(ReplyCode.PRECONDITION_FAILED, text);
    }
}

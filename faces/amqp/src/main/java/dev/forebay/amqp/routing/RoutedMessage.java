package dev.forebay.amqp.routing;

import com.rabbitmq.client.AMQP;
import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.FieldValues;
import dev.forebay.amqp.codec.ReplyCode;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What exchanges look at in a message.
 *
 * @param routingKeys the one it was published with, then those in its headers CC and BCC; never
 *     empty
 * @param headers values as RabbitMQ's Java client reads them
 * @param timestamp in seconds
 */
public record RoutedMessage(
        List<String> routingKeys,
        Map<String, @Nullable Object> headers,
        @Nullable String messageId,
        @Nullable String correlationId,
        @Nullable Long timestamp) {
    private static final List<String> FURTHER_KEYS = List.of("CC", "BCC");

    /**
     * A message that is published.
     *
     * @throws AmqpFailure 406 when CC or BCC is no array
     */
    public static RoutedMessage published(String routingKey, AMQP.BasicProperties properties) {
        RoutedMessage message = of(routingKey, properties);
        FURTHER_KEYS.forEach(message::requireArray);
        return message;
    }

    /**
     * A message that is there already, perhaps from another face, whose headers CC and BCC mean
     * nothing here unless they are arrays.
     */
    public static RoutedMessage of(String routingKey, AMQP.BasicProperties properties) {
        Map<String, @Nullable Object> headers = FieldValues.table(properties.getHeaders());
        Date time = properties.getTimestamp();
        return new RoutedMessage(
                keys(routingKey, headers),
                headers,
                properties.getMessageId(),
                properties.getCorrelationId(),
                time == null ? null : FieldValues.seconds(time));
    }

    /** A message with nothing but headers. */
    public static RoutedMessage of(String routingKey, Map<String, @Nullable Object> headers) {
        return new RoutedMessage(keys(routingKey, headers), headers, null, null, null);
    }

    /** The key it was published with. */
    String routingKey() {
        return routingKeys.getFirst();
    }

    private void requireArray(String name) {
        if (headers.containsKey(name) && !(headers.get(name) instanceof List<?>)) {
            throw new AmqpFailure(
                    ReplyCode.PRECONDITION_FAILED, "the header " + name + " is no array");
        }
    }

    private static List<String> keys(String first, Map<String, @Nullable Object> headers) {
        if (headers.isEmpty() || (!headers.containsKey("CC") && !headers.containsKey("BCC"))) {
            return List.of(first);
        }
        List<String> keys = new ArrayList<>();
        keys.add(first);
        for (String name : FURTHER_KEYS) {
            if (headers.get(name) instanceof List<?> further) {
                addTexts(further, keys);
            }
        }
        return keys;
    }

    /** As with RabbitMQ, elements that are no strings are passed over. */
    private static void addTexts(List<?> further, List<String> keys) {
        for (Object key : further) {
            if (FieldValues.isText(key)) {
                keys.add(FieldValues.text(key));
            }
        }
    }
}

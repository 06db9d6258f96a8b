package dev.forebay.amqp.management;

import com.rabbitmq.client.AMQP.BasicProperties;
import dev.forebay.amqp.codec.FieldValues;
import dev.forebay.amqp.management.Row.Members;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The properties of a message as JSON has them, both ways. */
final class MessageProperties {
    private static final int MOST_OCTET = 255;

    private static final Set<String> KNOWN =
            Set.of(
                    "content_type",
                    "content_encoding",
                    "headers",
                    "delivery_mode",
                    "priority",
                    "correlation_id",
                    "reply_to",
                    "expiration",
                    "message_id",
                    "timestamp",
                    "type",
                    "user_id",
                    "app_id",
                    "cluster_id");

    private MessageProperties() {}

    /**
     * Reads properties.
     *
     * @throws ApiError 400 when one is of a wrong type, or there is none such
     */
    static BasicProperties read(Wish wish) {
        for (String name : wish.members().keySet()) {
            if (!KNOWN.contains(name)) {
                throw ApiError.badRequest("unknown property " + name);
            }
        }
        BasicProperties.Builder properties =
                new BasicProperties.Builder()
                        .contentType(text(wish, "content_type"))
                        .contentEncoding(text(wish, "content_encoding"))
                        .correlationId(text(wish, "correlation_id"))
                        .replyTo(text(wish, "reply_to"))
                        .expiration(text(wish, "expiration"))
                        .messageId(text(wish, "message_id"))
                        .type(text(wish, "type"))
                        .userId(text(wish, "user_id"))
                        .appId(text(wish, "app_id"))
                        .clusterId(text(wish, "cluster_id"))
                        .deliveryMode(octet(wish, "delivery_mode"))
                        .priority(octet(wish, "priority"));
        if (wish.has("timestamp")) {
            properties.timestamp(Date.from(Instant.ofEpochSecond(wish.number("timestamp", 0))));
        }
        if (wish.has("headers")) {
            properties.headers(headers(wish.object("headers").members()));
        }
        return properties.build();
    }

    @SuppressWarnings("NullAway") // the library takes and gives null as the type V
    private static Map<String, Object> headers(Map<String, @Nullable Object> table) {
        return new LinkedHashMap<>(table);
    }

    @SuppressWarnings("NullAway") // the library's word for a property that is not there
    private static String text(Wish wish, String name) {
        String text = wish.has(name) ? wish.text(name) : null;
        if (text != null && text.getBytes(StandardCharsets.UTF_8).length > MOST_OCTET) {
            throw ApiError.badRequest(name + " is longer than 255 bytes");
        }
        return text;
    }

    @SuppressWarnings("NullAway") // the library's word for a property that is not there
    private static Integer octet(Wish wish, String name) {
        if (!wish.has(name)) {
            return null;
        }
        if (!(wish.value(name) instanceof Long)) {
            throw ApiError.badRequest(name + " is not a whole number");
        }
        long number = wish.number(name, 0);
        if (number < 0 || number > MOST_OCTET) {
            throw ApiError.badRequest(name + " is not within 0 to 255");
        }
        return (int) number;
    }

    /** Those that there are. */
    static Map<String, @Nullable Object> shown(BasicProperties properties) {
        Members all = new Members();
        add(all, "content_type", properties.getContentType());
        add(all, "content_encoding", properties.getContentEncoding());
        if (properties.getHeaders() != null) {
            all.and("headers", Fields.shown(FieldValues.table(properties.getHeaders())));
        }
        add(all, "delivery_mode", properties.getDeliveryMode());
        add(all, "priority", properties.getPriority());
        add(all, "correlation_id", properties.getCorrelationId());
        add(all, "reply_to", properties.getReplyTo());
        add(all, "expiration", properties.getExpiration());
        add(all, "message_id", properties.getMessageId());
        if (properties.getTimestamp() != null) {
            all.and("timestamp", FieldValues.seconds(properties.getTimestamp()));
        }
        add(all, "type", properties.getType());
        add(all, "user_id", properties.getUserId());
        add(all, "app_id", properties.getAppId());
        add(all, "cluster_id", properties.getClusterId());
        return all.all();
    }

    private static void add(Members all, String name, @Nullable Object value) {
        if (value != null) {
            all.and(name, value);
        }
    }
}

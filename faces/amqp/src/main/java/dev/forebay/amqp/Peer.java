package dev.forebay.amqp;

import dev.forebay.amqp.codec.FieldValues;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a client says of itself.
 *
 * @param name for people
 * @param hearsOfCancelledConsumers wants basic.cancel when a queue goes
 * @param hearsOfAlarms wants connection.blocked and connection.unblocked
 * @param hearsOfRefusal wants connection.close when it may not come in, instead of silence
 * @param properties all that it says
 */
record Peer(
        String name,
        boolean hearsOfCancelledConsumers,
        boolean hearsOfAlarms,
        boolean hearsOfRefusal,
        Map<String, @Nullable Object> properties) {
    static Peer of(Map<String, @Nullable Object> properties) {
        Object capabilities = properties.get("capabilities");
        Map<?, ?> can = capabilities instanceof Map<?, ?> table ? table : Map.of();
        return new Peer(
                name(properties),
                Boolean.TRUE.equals(can.get("consumer_cancel_notify")),
                Boolean.TRUE.equals(can.get("connection.blocked")),
                Boolean.TRUE.equals(can.get("authentication_failure_close")),
                properties);
    }

    private static String name(Map<String, @Nullable Object> properties) {
        Object given = properties.get("connection_name");
        if (FieldValues.isText(given)) {
            return FieldValues.text(given);
        }
        return (FieldValues.text(properties.get("product"))
                        + " "
                        + FieldValues.text(properties.get("version")))
                .strip();
    }
}

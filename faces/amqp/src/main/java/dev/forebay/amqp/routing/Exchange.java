package dev.forebay.amqp.routing;

import dev.forebay.amqp.codec.FieldValues;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An exchange as it was declared.
 *
 * @param name unique in its virtual host; the default exchange, which has no name, is not one of
 *     these
 * @param internal whether only exchanges may publish to it
 * @param arguments as declared, with what policies add; values as RabbitMQ's Java client reads them
 */
public record Exchange(
        String name,
        String vhost,
        ExchangeType type,
        boolean durable,
        boolean autoDelete,
        boolean internal,
        Map<String, @Nullable Object> arguments) {
    private static final String ALTERNATE = "alternate-exchange";

    /** Where messages go that match no binding, or null. */
    public @Nullable String alternate() {
        Object name = arguments.get(ALTERNATE);
        return FieldValues.isText(name) ? FieldValues.text(name) : null;
    }
}

package dev.forebay.amqp.routing;

import dev.forebay.amqp.codec.FieldValues;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A way from an exchange to a queue or another exchange. Two bindings are the same when all four
 * parts are, arguments compared by value.
 *
 * @param source the exchange's name
 * @param arguments as given; values as RabbitMQ's Java client reads them
 */
public record Binding(
        String source,
        Destination destination,
        String routingKey,
        Map<String, @Nullable Object> arguments) {
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Binding that
                && source.equals(that.source)
                && destination.equals(that.destination)
                && routingKey.equals(that.routingKey)
                && FieldValues.matchableTable(arguments)
                        .equals(FieldValues.matchableTable(that.arguments));
    }

    @Override
    public int hashCode() {
        return Objects.hash(source, destination, routingKey, FieldValues.matchableTable(arguments));
    }
}

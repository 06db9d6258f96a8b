package dev.forebay.server.metrics;

import dev.forebay.amqp.Administration;
import dev.forebay.engine.QueueInfo;
import java.util.function.IntSupplier;
import java.util.function.ToIntFunction;

/**
 * Who uses the AMQP face, as a scrape asks. On the lane.
 *
 * @param connections that are open
 * @param channels of all of them
 * @param consumers of a queue
 */
public record AmqpUse(
        IntSupplier connections, IntSupplier channels, ToIntFunction<QueueInfo> consumers) {
    /** As the face itself tells. */
    public static AmqpUse of(Administration face) {
        return new AmqpUse(
                face::connectionCount,
                () ->
                        face.connections().stream()
                                .mapToInt(connection -> connection.channels().size())
                                .sum(),
                face::consumers);
    }
}

package dev.forebay.server.amqp.sim;

import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.core.Engine;
import java.util.List;

/** Looks at everything when nothing is under way. */
final class Quiet {
    private final World world;
    private final Engine engine;
    private final List<ClientConnection> connections;

    Quiet(World world, Engine engine, List<ClientConnection> connections) {
        this.world = world;
        this.engine = engine;
        this.connections = connections;
    }

    void check() {
        connections.forEach(ClientConnection::quiet);
        for (TrackedQueue queue : world.model.queues.values()) {
            if (!queue.gone) {
                checkExistence(queue);
            }
            if (!queue.gone) {
                queue.copies.forEach(copy -> copy.quiet(world.scheduler.now()));
                checkDeliveries(queue);
                checkFigures(queue);
            }
        }
        for (QueueInfo info : engine.all()) {
            TrackedQueue queue = world.model.queues.get(info.name());
            if (queue != null && queue.gone) {
                throw new SimulationFailure("queue: " + queue + " should be gone");
            }
        }
    }

    private void checkExistence(TrackedQueue queue) {
        boolean goes =
                queue.kind == TrackedQueue.Kind.PASSING
                        && queue.wasConsumed
                        && queue.consumers.isEmpty();
        boolean missing = engine.find(queue.name).isEmpty();
        if (missing && !goes && !queue.mayBeGone) {
            throw new SimulationFailure("queue: " + queue + " should be there");
        }
        queue.gone = goes || missing;
        queue.mayBeGone = false;
    }

    /** Who may have more gets what there is. */
    private void checkDeliveries(TrackedQueue queue) {
        boolean waits = queue.copies.stream().anyMatch(Copy::waits);
        if (waits && queue.kind != TrackedQueue.Kind.CARELESS && isServed(queue)) {
            throw new SimulationFailure(
                    "progress: "
                            + queue
                            + " has "
                            + queue.copies.stream().filter(Copy::waits).toList()
                            + " for "
                            + queue.consumers);
        }
    }

    private static boolean isServed(TrackedQueue queue) {
        if (queue.kind != TrackedQueue.Kind.SINGLE) {
            return queue.consumers.stream().anyMatch(Quiet::mayGetMore);
        }
        ClientConsumer active = queue.active;
        if (active != null && queue.consumers.contains(active) && !active.ending) {
            return mayGetMore(active);
        }
        return !queue.consumers.isEmpty() && queue.consumers.stream().allMatch(Quiet::mayGetMore);
    }

    private static boolean mayGetMore(ClientConsumer consumer) {
        return !consumer.ending && !consumer.isFull() && consumer.channel.mayGetMore();
    }

    private void checkFigures(TrackedQueue queue) {
        QueueStats stats = engine.stats(queue.name).orElseThrow();
        long held = connections.stream().mapToLong(one -> one.heldOf(queue)).sum();
        if (stats.leased() != held) {
            throw new SimulationFailure(
                    "leases: " + queue + " has " + stats.leased() + " while clients hold " + held);
        }
        long accounted =
                stats.ready()
                        + stats.delayed()
                        + stats.leased()
                        + stats.acked()
                        + stats.deadLettered()
                        + stats.expired()
                        + stats.dropped()
                        + stats.purged()
                        + stats.moved();
        if (stats.sent() != accounted) {
            throw new SimulationFailure("conservation: " + queue + ": " + stats);
        }
    }
}

package dev.forebay.amqp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who uses a queue through this face. On the lane. */
final class QueueUse {
    private final List<Consumer> consumers = new ArrayList<>();
    private @Nullable AmqpConnection owner;

    /** The connection that alone may use it, or null. */
    @Nullable AmqpConnection owner() {
        return owner;
    }

    void own(AmqpConnection connection) {
        owner = connection;
    }

    /** Oldest first. */
    List<Consumer> consumers() {
        return consumers;
    }

    boolean isHeldExclusively() {
        return !consumers.isEmpty() && consumers.getFirst().isExclusive();
    }

    boolean isIdle() {
        return consumers.isEmpty() && owner == null;
    }
}

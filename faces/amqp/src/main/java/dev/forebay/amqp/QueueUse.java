package dev.forebay.amqp;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who uses a queue through this face. On the lane. */
final class QueueUse {
    private final List<ChannelConsumer> consumers = new ArrayList<>();
    private @Nullable AmqpConnection owner;
    private @Nullable Consumer active;

    /** The connection that alone may use it, or null. */
    @Nullable AmqpConnection owner() {
        return owner;
    }

    void own(AmqpConnection connection) {
        owner = connection;
    }

    /** Oldest first. */
    List<ChannelConsumer> consumers() {
        return consumers;
    }

    void add(ChannelConsumer consumer) {
        consumers.add(consumer);
    }

    boolean remove(ChannelConsumer consumer) {
        if (active == consumer) {
            active = null;
        }
        return consumers.remove(consumer);
    }

    /**
     * Where one consumer alone is served: the one of the highest priority, the oldest among equals.
     * It stays that until it ends or gives way.
     */
    @Nullable Consumer active() {
        if (active == null) {
            active = first();
        }
        return active;
    }

    /**
     * A consumer of a higher priority takes over once the one before has settled what it holds, and
     * meanwhile none is served.
     */
    void giveWay() {
        Consumer now = active;
        Consumer next = first();
        if (now != null && next != null && next.priority() > now.priority()) {
            now.standBack();
            if (now.holdsNothing()) {
                active = next;
            }
        }
        askActive();
    }

    /** Whether one of a higher priority waits for this one. */
    boolean isAwaited(Consumer consumer) {
        Consumer next = first();
        return next != null && next.priority() > consumer.priority();
    }

    private @Nullable Consumer first() {
        Consumer first = null;
        for (ChannelConsumer each : consumers) {
            if (each instanceof Consumer one
                    && (first == null || one.priority() > first.priority())) {
                first = one;
            }
        }
        return first;
    }

    /** The consumer that alone is served may ask. */
    void askActive() {
        Consumer now = active();
        if (now != null) {
            now.ask();
        }
    }

    boolean isHeldExclusively() {
        return !consumers.isEmpty() && consumers.getFirst().isExclusive();
    }

    boolean isIdle() {
        return consumers.isEmpty() && owner == null;
    }
}

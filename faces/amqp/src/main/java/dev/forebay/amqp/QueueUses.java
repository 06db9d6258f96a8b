package dev.forebay.amqp;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who uses which queue through this face: by the queue's number, so never another's. On the lane.
 */
final class QueueUses {
    private static final QueueUse NONE = new QueueUse();

    private final Map<Integer, QueueUse> uses = new HashMap<>();

    /** To look at. */
    QueueUse of(int queue) {
        return uses.getOrDefault(queue, NONE);
    }

    void own(int queue, AmqpConnection connection) {
        uses.computeIfAbsent(queue, _ -> new QueueUse()).own(connection);
    }

    @Nullable AmqpConnection owner(int queue) {
        return of(queue).owner();
    }

    void add(ChannelConsumer consumer) {
        QueueUse use = uses.computeIfAbsent(consumer.queueId(), _ -> new QueueUse());
        use.add(consumer);
    }

    /** Whether it was the last consumer of the queue. */
    boolean remove(ChannelConsumer consumer) {
        QueueUse use = of(consumer.queueId());
        if (!use.remove(consumer)) {
            return false;
        }
        if (use.isIdle()) {
            uses.remove(consumer.queueId());
        }
        return use.consumers().isEmpty();
    }

    /** The queue is gone: tells those that consumed from it. */
    void gone(int queue) {
        QueueUse use = uses.remove(queue);
        if (use != null) {
            List.copyOf(use.consumers()).forEach(ChannelConsumer::queueGone);
        }
    }
}

package dev.forebay.amqp;

import dev.forebay.engine.Attendance;
import dev.forebay.engine.Caller;
import dev.forebay.engine.Subscriptions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who uses which queue through this face: by the queue's number, so never another's. On the lane.
 */
final class QueueUses {
    private static final QueueUse NONE = new QueueUse();

    private final Subscriptions subscriptions;
    private final Map<Integer, QueueUse> uses = new HashMap<>();
    private final Map<ChannelConsumer, Attendance> attending = new HashMap<>();

    QueueUses(Subscriptions subscriptions) {
        this.subscriptions = subscriptions;
    }

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

    /** From now on it consumes for this caller, also while it has no credit to ask with. */
    void add(ChannelConsumer consumer, Caller caller) {
        QueueUse use = uses.computeIfAbsent(consumer.queueId(), _ -> new QueueUse());
        use.add(consumer);
        attending.put(
                consumer,
                subscriptions.attend(caller, consumer.queue().name(), Subscriptions.WORK));
    }

    /** Whether it was the last consumer of the queue. */
    boolean remove(ChannelConsumer consumer) {
        QueueUse use = of(consumer.queueId());
        if (!use.remove(consumer)) {
            return false;
        }
        leave(consumer);
        if (use.isIdle()) {
            uses.remove(consumer.queueId());
        }
        return use.consumers().isEmpty();
    }

    private void leave(ChannelConsumer consumer) {
        Attendance attendance = attending.remove(consumer);
        if (attendance != null) {
            attendance.end();
        }
    }

    /** The queue is gone: tells those that consumed from it. */
    void gone(int queue) {
        QueueUse use = uses.remove(queue);
        if (use != null) {
            use.consumers().forEach(this::leave);
            List.copyOf(use.consumers()).forEach(ChannelConsumer::queueGone);
        }
    }
}

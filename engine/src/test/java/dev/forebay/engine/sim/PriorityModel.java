package dev.forebay.engine.sim;

import dev.forebay.engine.Ordering;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What goes first in a queue ordered by priority: nobody is given a message while one of a higher
 * priority, or an older one of the same, has surely been ready since before the receive was given.
 */
final class PriorityModel {
    private final Declared queues;
    private final Lapse lapse;

    /** When the last client of a queue went that had been about to be given messages, perhaps. */
    private final Map<String, Long> cancelled = new HashMap<>();

    PriorityModel(Declared queues, Lapse lapse) {
        this.queues = queues;
        this.lapse = lapse;
    }

    /** What a receive had leased, untold, when its client went was not there for others. */
    void cancelled(String queue, long now) {
        cancelled.put(queue, now);
    }

    void check(
            Collection<Tracked> messages,
            Tracked delivered,
            Wish wish,
            Set<Long> together,
            long now) {
        boolean ranked = queues.get(wish.queue()).ordering() == Ordering.BY_PRIORITY;
        long quietSince = cancelled.getOrDefault(wish.queue(), Long.MIN_VALUE);
        if (!ranked || lapse.isStalled() || quietSince >= wish.op().begin()) {
            return;
        }
        for (Tracked other : messages) {
            if (!together.contains(other.id)
                    && goesBefore(other, delivered, wish.queue())
                    && lapse.isSurelyReady(other, wish.queue(), wish.op().begin(), now)) {
                throw new SimulationFailure(
                        "priority: delivered " + delivered + " to " + wish + " before " + other);
            }
        }
    }

    private boolean goesBefore(Tracked other, Tracked delivered, String queue) {
        if (other.priority != delivered.priority) {
            return other.priority > delivered.priority;
        }
        boolean atHome =
                other.queue.equals(queue) && delivered.queue.equals(queue) && !lapse.everRedriven();
        return atHome
                && other.answer != null
                && delivered.answer != null
                && other.answer.offset() < delivered.answer.offset();
    }
}

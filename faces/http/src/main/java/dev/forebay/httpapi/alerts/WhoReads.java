package dev.forebay.httpapi.alerts;

import dev.forebay.engine.DeadLetterWays;
import dev.forebay.engine.HeldBack;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Subscriptions;
import dev.forebay.httpapi.alerts.QueueSight.Readers;
import java.util.List;

/**
 * Which queues have somebody who takes messages out, and which need nobody. Alerts and metrics ask
 * here, so that they agree. On the lane.
 */
public final class WhoReads {
    private final Queues queues;
    private final DeadLetterWays deadLetters;

    /** Whose dead letters go where is as it is now. */
    public WhoReads(Queues queues) {
        this.queues = queues;
        this.deadLetters = queues.deadLetterWays();
    }

    /** Whether others send their dead letters there. */
    public boolean takesDeadLetters(String queue) {
        return deadLetters.restAt(queue);
    }

    /** How many consumers a queue has. */
    public int consumers(String queue) {
        return queues.subscriptions()
                .consumers(queue, Subscriptions.WORK)
                .map(List::size)
                .orElse(0);
    }

    /** Who takes messages out of a queue with these figures. */
    public Readers of(String queue, QueueStats stats) {
        if (stats.leased() > 0 || consumers(queue) > 0) {
            return Readers.SOME;
        }
        return isStopped(stats) || takesDeadLetters(queue) ? Readers.NOT_NEEDED : Readers.NONE;
    }

    /** Whether messages are ready and nobody receives them, though somebody should. */
    public boolean misses(String queue, QueueStats stats) {
        return stats.ready() > 0 && of(queue, stats) == Readers.NONE;
    }

    /** Whether nothing is delivered, by somebody's wish or the breaker's. */
    public static boolean isStopped(QueueStats stats) {
        return stats.heldBack()
                .map(HeldBack::cause)
                .filter(cause -> cause == HeldBack.Cause.PAUSED || cause == HeldBack.Cause.BREAKER)
                .isPresent();
    }
}

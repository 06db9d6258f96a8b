package dev.forebay.sqs;

import dev.forebay.engine.EngineClock;
import dev.forebay.engine.QueueInfo;
import dev.forebay.sqs.codec.SqsError;
import dev.forebay.sqs.codec.SqsFailure;
import java.util.HashMap;
import java.util.Map;

/** SQS purges a queue once a minute; forgotten at a restart. On the engine's lane. */
final class RecentPurges {
    private static final long INTERVAL_MILLIS = 60_000;

    private final EngineClock clock;
    private final Map<Integer, Long> madeAt = new HashMap<>();

    RecentPurges(EngineClock clock) {
        this.clock = clock;
    }

    /** Throws PurgeQueueInProgress when one was made within the last minute. */
    void requireNone(QueueInfo queue) {
        long now = clock.now();
        madeAt.values().removeIf(at -> now - at >= INTERVAL_MILLIS);
        Long at = madeAt.get(queue.id());
        if (at != null) {
            throw new SqsFailure(
                    SqsError.PURGE_QUEUE_IN_PROGRESS,
                    "Queue \""
                            + queue.name()
                            + "\" was purged just now; wait "
                            + (at + INTERVAL_MILLIS - now)
                            + " ms.");
        }
    }

    void made(QueueInfo queue) {
        madeAt.put(queue.id(), clock.now());
    }
}

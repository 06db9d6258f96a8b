package dev.forebay.amqp;

import dev.forebay.amqp.codec.FieldValues;
import dev.forebay.engine.Caller;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.Queues;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Deletes queues that were declared with x-expires and that nobody used for so long: no consumer,
 * of whatever face, no get, no declaration. A start of the server counts as a use, so that nothing
 * goes before its clients can be back. On the lane.
 */
final class UnusedQueues {
    private static final String EXPIRES = "x-expires";

    /** As long as a queue is used it is looked at so often in the time after which it may go. */
    private static final int LOOKS = 4;

    private final Queues queues;
    private final EngineClock clock;
    private final QueueUses uses;
    private final QueueRemoval removal;
    private final Map<Integer, Watched> watched = new HashMap<>();

    UnusedQueues(Queues queues, EngineClock clock, QueueUses uses, QueueRemoval removal) {
        this.queues = queues;
        this.clock = clock;
        this.uses = uses;
        this.removal = removal;
    }

    /** There is a queue, used now. */
    void know(QueueInfo queue) {
        Object millis = FieldValues.matchable(DeclaredQueue.effective(queue).get(EXPIRES));
        Watched before = watched.get(queue.id());
        if (!(millis instanceof Long number)) {
            watched.remove(queue.id());
        } else if (before == null || before.expiresMillis != number) {
            Watched one = new Watched(queue.name(), queue.id(), number);
            watched.put(queue.id(), one);
            one.lookIn(number);
        }
    }

    /** Somebody uses it, or has done so until now. */
    void used(int queue) {
        Watched one = watched.get(queue);
        if (one != null) {
            one.usedAt = clock.now();
        }
    }

    private final class Watched {
        private final String name;
        private final int id;
        private final long expiresMillis;
        private long usedAt = clock.now();
        private boolean wasInUse;

        Watched(String name, int id, long expiresMillis) {
            this.name = name;
            this.id = id;
            this.expiresMillis = expiresMillis;
        }

        void lookIn(long millis) {
            queues.lane().schedule(this::look, millis);
        }

        private void look() {
            if (watched.get(id) != this) {
                // A policy said otherwise meanwhile.
                return;
            }
            if (queues.find(name).filter(queue -> queue.id() == id).isEmpty()) {
                watched.remove(id);
                return;
            }
            look(QueueReaders.of(queues, name));
            long left = usedAt + expiresMillis - clock.now();
            if (left > 0) {
                lookIn(wasInUse ? Math.max(1, expiresMillis / LOOKS) : left);
            } else {
                watched.remove(id);
                removal.discard(Caller.IN_PROCESS, name, id);
            }
        }

        /** A use that was seen at the look before may have ended at any time since. */
        private void look(List<QueueStats> readers) {
            boolean inUse =
                    !uses.of(id).consumers().isEmpty()
                            || readers.stream().anyMatch(reader -> reader.leased() > 0);
            if (inUse || wasInUse) {
                usedAt = clock.now();
            }
            wasInUse = inUse;
            readers.forEach(reader -> usedAt = Math.max(usedAt, reader.askedAt()));
        }
    }
}

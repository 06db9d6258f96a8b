package dev.forebay.engine.core;

import dev.forebay.engine.DepthLimit.WhenFull;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.struct.DueHeap;
import org.jspecify.annotations.Nullable;

/**
 * What a queue's limit does: it refuses, or pushes out what waits longest. Nothing is pushed out
 * before that for which it goes is on disk and those who wait have had their share of it.
 */
final class Overflow {
    /** Messages pushed out in one go, of one queue on their way out at once, and looked past. */
    private static final int MOST = 1_000;

    private static final long GO_ON_MILLIS = 1;

    /** What could not move now is not tried again before. */
    private static final long RETRY_MILLIS = 1_000;

    private final Core core;

    Overflow(Core core) {
        this.core = core;
    }

    /**
     * The refusal for one more message of this size, or null when there is room, once what cannot
     * be delivered any more is gone.
     */
    Refusal.@Nullable QueueFull full(QueueState queue, int size) {
        if (queue.full(size) == null) {
            return null;
        }
        core.expiry.letGo(queue.work(), core.now());
        return queue.full(size);
    }

    /** Why a message of this size cannot be moved into the queue for now, or null. */
    @Nullable Refusal obstacle(QueueState queue, int size) {
        return queue.settings().flow().takesMessages()
                ? refusal(queue, size)
                : new Refusal.QueuePaused(queue.name(), queue.settings().flow());
    }

    /**
     * The refusal for one more message of this size, or null when there is room or will be, since
     * others go for it.
     */
    @Nullable Refusal refusal(QueueState queue, int size) {
        Refusal.QueueFull full = full(queue, size);
        if (full == null || !pushesOut(queue)) {
            return full;
        }
        return queue.fitsBesideScheduled(size) ? null : full.withoutEnoughToPushOut();
    }

    /** Pushes out the oldest while the queue holds too much; what is left, when it is woken. */
    void pushOutExcess(QueueState queue) {
        if (!hasExcess(queue)) {
            return;
        }
        core.expiry.letGo(queue.work(), core.now());
        for (int left = MOST; left > 0 && queue.isOver() && goesOn(queue); left--) {
            long oldest = queue.work().state().oldestFree(MOST);
            if (oldest == DeliveryState.NONE) {
                break;
            }
            pushOut(queue, oldest);
        }
        queue.work().wakeUp().arm();
    }

    /** When {@link #pushOutExcess} has something to do next, or never. */
    long due(QueueState queue) {
        if (!hasExcess(queue) || queue.work().state().waiting() == 0) {
            return DueHeap.NEVER;
        }
        return core.now() + (goesOn(queue) ? GO_ON_MILLIS : RETRY_MILLIS);
    }

    /** One that was pushed out cannot move, and goes back. */
    void stayed(QueueState queue) {
        queue.restPushingOut(core.now() + RETRY_MILLIS);
    }

    private static boolean hasExcess(QueueState queue) {
        return queue.settings().depth().whenFull() != WhenFull.REFUSE && queue.isOver();
    }

    private boolean goesOn(QueueState queue) {
        return queue.messagesLeaving() < MOST
                && core.now() >= queue.pushesOutFrom()
                && pushesOut(queue);
    }

    /** Whether it may push something out, and there is somewhere to. */
    private boolean pushesOut(QueueState queue) {
        return switch (queue.settings().depth().whenFull()) {
            case REFUSE -> false;
            case DROP_OLDEST -> true;
            case DEAD_LETTER_OLDEST ->
                    core.deadLetters.canMove(queue)
                            && core.gate.refusal(StoreGate.Work.MOVE) == null;
        };
    }

    private void pushOut(QueueState queue, long offset) {
        if (queue.settings().depth().whenFull() == WhenFull.DROP_OLDEST) {
            core.unleased.settle(queue.work(), offset, Fate.DROPPED);
        } else {
            queue.leaving();
            core.unleased.deadLetter(queue.work(), offset, DeadLetters.PUSHED_OUT);
        }
    }
}

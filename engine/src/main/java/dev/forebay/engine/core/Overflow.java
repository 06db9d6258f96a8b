package dev.forebay.engine.core;

import dev.forebay.engine.DepthLimit;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.struct.LeaseTable;
import org.jspecify.annotations.Nullable;

/** Makes room in a queue that is full, where its limit says how. */
final class Overflow {
    /** Messages that one send may push out, and leased ones that it looks past. */
    private static final int MOST = 1_000;

    private static final long NONE = -1;

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
     * The refusal for one more message of this size, or null when there is room or will be: what is
     * on its way to the disk can be pushed out too, once it has come and been acknowledged.
     */
    @Nullable Refusal refusal(QueueState queue, int size) {
        Refusal.QueueFull full = full(queue, size);
        if (full == null || !pushesOut(queue) || !fitsBesideLeased(queue, size)) {
            return full;
        }
        long excess = queue.excess() - queue.messagesComing();
        boolean room = excess <= 0 || hasUnleased(queue.work().state(), excess);
        return room ? null : full.withNothingToPushOut();
    }

    /** Pushes out what stands in the way of a message of this size that is about to be counted. */
    void makeRoom(QueueState queue, int size) {
        for (int pushed = 0; pushed < MOST && queue.full(size) != null; pushed++) {
            if (!pushOutOne(queue)) {
                return;
            }
        }
    }

    /** Pushes out what stands in the way of so many messages that are counted already. */
    void pushOutExcess(QueueState queue, int messages) {
        for (int left = messages + MOST; left > 0 && queue.isOver(); left--) {
            if (!pushOutOne(queue)) {
                return;
            }
        }
    }

    private boolean pushOutOne(QueueState queue) {
        long oldest = pushesOut(queue) ? oldest(queue.work().state()) : NONE;
        if (oldest == NONE) {
            return false;
        }
        pushOut(queue, oldest);
        return true;
    }

    /** Whether it would fit if all went that no consumer has. */
    private boolean fitsBesideLeased(QueueState queue, int size) {
        long most = queue.settings().maxBytes().orElse(Long.MAX_VALUE);
        return most == Long.MAX_VALUE || size + queue.bytesThatStay(leasedBytes(queue)) <= most;
    }

    private long leasedBytes(QueueState queue) {
        DeliveryState state = queue.work().state();
        if (state.leased > MOST) {
            return state.leased * queue.averageBytes();
        }
        long bytes = 0;
        for (int slot = state.leaseHead;
                slot != LeaseTable.NONE;
                slot = core.leases.nextInPartition(slot)) {
            bytes += Math.max(0, core.leases.bytes(slot));
        }
        return bytes;
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
        if (queue.settings().depth().whenFull() == DepthLimit.WhenFull.DROP_OLDEST) {
            core.unleased.settle(queue.work(), offset, Fate.DROPPED);
        } else {
            queue.leaving();
            core.unleased.deadLetter(queue.work(), offset, DeadLetters.PUSHED_OUT);
        }
    }

    /** The oldest message that no consumer has, or {@link #NONE}. */
    private static long oldest(DeliveryState state) {
        return oldest(state, 1);
    }

    private static boolean hasUnleased(DeliveryState state, long messages) {
        return messages <= MOST && oldest(state, messages) != NONE;
    }

    /** The so many-th message that no consumer has, or {@link #NONE}. */
    private static long oldest(DeliveryState state, long place) {
        long offset = state.low;
        long found = 0;
        for (int looked = 0; looked < MOST && offset < state.end; looked++) {
            found += state.leaseOf(offset) == LeaseTable.NONE ? 1 : 0;
            if (found == place) {
                return offset;
            }
            offset = state.settled.nextAbsent(offset + 1);
        }
        return NONE;
    }
}

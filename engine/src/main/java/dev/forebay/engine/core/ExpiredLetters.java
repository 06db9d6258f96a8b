package dev.forebay.engine.core;

import dev.forebay.engine.struct.Deadlines;
import dev.forebay.engine.struct.LeaseTable;
import java.util.HashMap;
import java.util.Map;
import org.agrona.collections.LongHashSet;

/**
 * Dead-letters what expires in queues whose dead letters are routed: a bounded number at once, the
 * others as those have moved. Until then it counts as ready, and nobody is given it.
 */
final class ExpiredLetters {
    /** So many of a subscription move at once; of what is found by receives some more. */
    private static final int MOST = 64;

    private static final LongHashSet NONE = new LongHashSet();

    private final Core core;
    private final Map<Subscription, LongHashSet> underWay = new HashMap<>();

    ExpiredLetters(Core core) {
        this.core = core;
    }

    /** Whether what expires in it goes where its queue's dead letters go. */
    static boolean goOn(Subscription subscription) {
        return subscription.number() == Subscription.WORK
                && subscription.queue().routesDeadLetters();
    }

    /** Whether so many are under way that it gives nothing out before some have moved. */
    boolean isCrowded(Subscription subscription) {
        return underWay(subscription).size() >= MOST;
    }

    private LongHashSet underWay(Subscription subscription) {
        return underWay.isEmpty() ? NONE : underWay.getOrDefault(subscription, NONE);
    }

    /** The order has found it and was about to lease it. */
    void found(Subscription subscription, long offset) {
        begun(subscription, offset);
        core.unleased.deadLetter(subscription, offset, DeadLetters.EXPIRED);
    }

    /** Begins with what has expired and nobody has. */
    void sweep(Subscription subscription, long now) {
        sweepOverdue(subscription, now);
        DeliveryState state = subscription.state();
        long bound = core.expiry.bound(subscription, now);
        for (long offset = state.settled.nextAbsent(state.low);
                offset < bound && !isCrowded(subscription);
                offset = state.settled.nextAbsent(offset + 1)) {
            beginIfFree(subscription, offset);
        }
    }

    /** The same by messages' own deadlines. */
    private void sweepOverdue(Subscription subscription, long now) {
        DeliveryState state = subscription.state();
        Deadlines deadlines = state.deadlines;
        while (deadlines != null && !isCrowded(subscription)) {
            long offset = deadlines.poll(now);
            if (offset == Deadlines.NONE) {
                return;
            }
            if (!state.isSettled(offset)) {
                // Among those held it is kept by snapshots until it has moved.
                deadlines.hold(offset);
                beginIfFree(subscription, offset);
            }
        }
    }

    private void beginIfFree(Subscription subscription, long offset) {
        boolean moves = underWay(subscription).contains(offset);
        if (!moves && subscription.state().leaseOf(offset) == LeaseTable.NONE) {
            begun(subscription, offset);
            core.deadLetters.beginExpired(subscription, offset);
        }
    }

    private void begun(Subscription subscription, long offset) {
        underWay.computeIfAbsent(subscription, unused -> new LongHashSet()).add(offset);
    }

    /** It has moved, or is dealt with otherwise. */
    void ended(Subscription subscription, long offset) {
        LongHashSet moving = underWay(subscription);
        if (!moving.remove(offset)) {
            return;
        }
        int left = moving.size();
        if (left == 0) {
            underWay.remove(subscription);
        }
        if (left == 0 || left == MOST / 2) {
            // Not before this one is settled.
            core.timers.at(subscription.wakeUp(), core.now());
        }
    }
}

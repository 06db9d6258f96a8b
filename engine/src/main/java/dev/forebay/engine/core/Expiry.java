package dev.forebay.engine.core;

import dev.forebay.engine.struct.Deadlines;
import dev.forebay.engine.struct.DueHeap;
import dev.forebay.engine.struct.LeaseTable;

/**
 * Lets go of messages that have expired, one before it would be leased or many as time passes:
 * settles them, or has {@link ExpiredLetters} dead-letter them.
 */
final class Expiry {
    private static final long RETRY_MILLIS = 1_000;

    /** Messages with deadlines that are looked at in one go. */
    private static final int MOST_AT_ONCE = 1_000;

    private final Core core;

    Expiry(Core core) {
        this.core = core;
    }

    /**
     * Whether the message under the cursor is past its queue's expiry. Of what was taken up later
     * than it was sent, that time counts.
     */
    boolean isExpired(Subscription subscription, MessageCursor at) {
        long sentAt =
                subscription.isDirect()
                        ? at.time()
                        : subscription.state().ages.timeOf(at.reader().offset());
        return isExpired(subscription, sentAt);
    }

    /** Whether a message sent at this engine time is past its queue's expiry. */
    boolean isExpired(Subscription subscription, long sentAt) {
        return core.now() - sentAt >= subscription.queue().settings().expiryMillis();
    }

    /** Lets go of a message that the order has found and was about to lease. */
    void expire(Subscription subscription, long offset, int size) {
        if (ExpiredLetters.goOn(subscription)) {
            core.expired.found(subscription, offset);
            return;
        }
        JournalWriter.settleUnleased(core.journal.entry(subscription), offset, Fate.EXPIRED);
        subscription.state().settleUnleased(offset, size, Fate.EXPIRED);
    }

    /** Settles what nobody may be given any more and nobody has: much of it, if not all. */
    void letGo(Subscription subscription, long now) {
        if (ExpiredLetters.goOn(subscription)) {
            core.expired.sweep(subscription, now);
            return;
        }
        expireOld(subscription, now);
        expireOverdue(subscription, now);
    }

    /** Settles messages past their own deadlines; what is leased, once it is not any more. */
    private void expireOverdue(Subscription subscription, long now) {
        DeliveryState state = subscription.state();
        Deadlines deadlines = state.deadlines;
        for (int left = MOST_AT_ONCE; deadlines != null && left > 0; left--) {
            long offset = deadlines.poll(now);
            if (offset == Deadlines.NONE) {
                return;
            }
            if (state.isSettled(offset)) {
                continue;
            }
            if (state.leaseOf(offset) != LeaseTable.NONE) {
                deadlines.hold(offset);
            } else {
                core.unleased.settle(subscription, offset, Fate.EXPIRED);
            }
        }
    }

    /** Settles what is past its queue's expiry and not leased. */
    private void expireOld(Subscription subscription, long now) {
        long bound = bound(subscription, now);
        if (bound > subscription.state().low) {
            expireBelow(subscription, bound);
        }
    }

    /** Below it all messages are past their queue's expiry. */
    long bound(Subscription subscription, long now) {
        DeliveryState state = subscription.state();
        long sentUntil = now - subscription.queue().settings().expiryMillis();
        return state.ages.endOfSpansUntil(sentUntil, state.end);
    }

    /** Settles what lies below and is not leased. */
    void expireBelow(Subscription subscription, long bound) {
        DeliveryState state = subscription.state();
        long messages = state.unleasedBelow(bound);
        if (messages > 0) {
            JournalWriter.expireBelow(core.journal.entry(subscription), bound, messages);
            state.expireBelow(bound, messages);
            subscription.order().swept();
        }
    }

    /** When {@link #letGo} has something to do next, or never. */
    long due(Subscription subscription) {
        if (core.expired.isCrowded(subscription)) {
            // Those under way go on by themselves.
            return core.now() + RETRY_MILLIS;
        }
        Deadlines deadlines = subscription.state().deadlines;
        long own = deadlines == null ? DueHeap.NEVER : deadlines.firstDue();
        return Math.min(dueOld(subscription), own <= core.now() ? core.now() + 1 : own);
    }

    private long dueOld(Subscription subscription) {
        long oldest = subscription.state().ages.oldestSpanEnd();
        if (oldest == DueHeap.NEVER) {
            return DueHeap.NEVER;
        }
        long due = saturatedSum(oldest, subscription.queue().settings().expiryMillis());
        // Spans with nothing but leased messages stay expired; their leases' ends deal with them.
        return due <= core.now() ? core.now() + RETRY_MILLIS : due;
    }

    private static long saturatedSum(long left, long right) {
        long sum = left + right;
        return sum < 0 ? DueHeap.NEVER : sum;
    }
}

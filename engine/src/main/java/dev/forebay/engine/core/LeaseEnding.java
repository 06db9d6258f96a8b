package dev.forebay.engine.core;

import dev.forebay.engine.RetryRule;
import dev.forebay.engine.Settlement;
import org.jspecify.annotations.Nullable;

/**
 * Ends leases, and extends them: each end is written to the journal and applied to the state in the
 * same step, and the subscription's order and breaker hear of it.
 */
final class LeaseEnding {
    private final Core core;

    LeaseEnding(Core core) {
        this.core = core;
    }

    void settle(Subscription subscription, int slot, Fate fate) {
        Order order = subscription.order();
        order.leaseEnds(slot, Order.SETTLED);
        long offset = core.leases.offset(slot);
        JournalWriter.settle(core.journal.entry(subscription), offset, fate);
        subscription.state().settle(slot, fate);
        order.leaseEnded();
        if (fate == Fate.ACKED) {
            subscription.breaker().acked(offset);
        }
    }

    /** Gives a message up that has no dead-letter queue to go to. */
    void drop(Subscription subscription, int slot, String reason) {
        JournalWriter.giveUp(core.journal.entry(subscription), core.leases.offset(slot), reason);
        settle(subscription, slot, Fate.DROPPED);
    }

    /** Back to the queue, after a wait as given or, when that is {@code BY_RULE}, as ruled. */
    void release(
            Subscription subscription, int slot, long delayMillis, LeaseEnd end, String reason) {
        Order order = subscription.order();
        long due =
                due(
                        subscription,
                        slot,
                        delayMillis < 0 ? ruledDelay(subscription, slot) : delayMillis);
        long offset = core.leases.offset(slot);
        order.leaseEnds(slot, due);
        JournalWriter.release(core.journal.entry(subscription), offset, due, end, reason);
        subscription.state().release(slot, due, end, reason);
        order.leaseEnded();
        subscription.wakeUp().cameBack(offset);
    }

    /** The consumer went before it heard of the lease. */
    void takeBack(Subscription subscription, int slot) {
        Order order = subscription.order();
        long offset = core.leases.offset(slot);
        order.leaseEnds(slot, 0);
        JournalWriter.takeBack(core.journal.entry(subscription), offset);
        subscription.state().takeBack(slot);
        order.leaseEnded();
        subscription.wakeUp().cameBack(offset);
    }

    void extend(Subscription subscription, int slot, long until) {
        JournalWriter.extend(core.journal.entry(subscription), core.leases.offset(slot), until);
        core.leases.extend(slot, until);
    }

    /** A lease reached its deadline. */
    void ranOut(Subscription subscription, int slot) {
        if (Unleased.keeps(core.leases, slot)) {
            // It was being pushed out when the process died: that was no delivery.
            takeBack(subscription, slot);
            subscription.receiving().serve();
            return;
        }
        DeliveryState state = subscription.state();
        long offset = core.leases.offset(slot);
        LeaseEnd end = failed(subscription, slot, Breaker.RAN_OUT, Settlement.Attempt.COUNTED);
        boolean givenUp = end == LeaseEnd.COUNTED && isLastAttempt(subscription, slot);
        if (givenUp && subscription.queue().deadLetters()) {
            // Before expiry is looked at: what is given up must be found in the dead-letter queue.
            JournalWriter.ranOut(core.journal.entry(subscription), offset);
            state.counters.leasesExpired++;
            core.deadLetters.begin(subscription, slot, DeadLetters.RAN_OUT, Durable.NOBODY);
        } else if (!ExpiredLetters.goOn(subscription)
                && core.expiry.isExpired(subscription, state.ages.timeOf(offset))) {
            settle(subscription, slot, Fate.EXPIRED);
        } else if (givenUp) {
            drop(subscription, slot, DeadLetters.RAN_OUT);
        } else {
            retry(subscription, slot, end);
        }
        subscription.receiving().serve();
    }

    /** Back to the queue after its lease ran out. */
    private void retry(Subscription subscription, int slot, LeaseEnd end) {
        Order order = subscription.order();
        long due = due(subscription, slot, ruledDelay(subscription, slot));
        order.leaseEnds(slot, due);
        JournalWriter.expireLease(
                core.journal.entry(subscription), core.leases.offset(slot), due, end);
        subscription.state().expireLease(slot, due, end);
        order.leaseEnded();
        subscription.wakeUp().arm();
    }

    /** An attempt fails; what the breaker makes of it: {@link LeaseEnd#UNCOUNTED} spares it. */
    LeaseEnd failed(Subscription subscription, int slot, String reason, Settlement.Attempt meant) {
        boolean counts = meant == Settlement.Attempt.COUNTED;
        boolean last = counts && isLastAttempt(subscription, slot);
        Settlement.Attempt held =
                subscription.breaker().failed(core.leases.offset(slot), reason, last);
        return counts && held == Settlement.Attempt.COUNTED ? LeaseEnd.COUNTED : LeaseEnd.UNCOUNTED;
    }

    /** Whether the message is given up when this lease fails. */
    boolean isLastAttempt(Subscription subscription, int slot) {
        int queues = subscription.queue().maxAttempts();
        RetryRule own = ownRule(subscription, slot);
        int most = own == null ? queues : own.maxAttempts().orElse(queues);
        return core.leases.attempt(slot) >= most;
    }

    private long ruledDelay(Subscription subscription, int slot) {
        RetryRule own = ownRule(subscription, slot);
        RetryRule rule = own == null ? subscription.queue().settings().retry() : own;
        return core.retries.delayMillis(rule, core.leases.attempt(slot));
    }

    /** The retry rule that came with the message, or null. */
    private @Nullable RetryRule ownRule(Subscription subscription, int slot) {
        DeliveryState state = subscription.state();
        return state.rules.isEmpty() ? null : state.rules.get(core.leases.offset(slot));
    }

    /** When a message may be leased again that waits for so long; 0 for at once. */
    private long due(Subscription subscription, int slot, long waitMillis) {
        long waited = waitMillis > 0 ? core.now() + waitMillis : 0;
        return Math.max(waited, subscription.breaker().notBefore(core.leases.offset(slot)));
    }
}

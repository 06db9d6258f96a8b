package dev.forebay.engine.core;

import dev.forebay.engine.struct.LeaseTable;

/** Empties subscriptions when somebody says so. */
final class Purging {
    private final Core core;

    Purging(Core core) {
        this.core = core;
    }

    /** Settles everything that is in it, what is on its way to the dead-letter queue included. */
    void purge(Subscription subscription) {
        DeliveryState state = subscription.state();
        for (int slot = state.leaseHead; slot != LeaseTable.NONE; ) {
            int following = core.leases.nextInPartition(slot);
            if (core.leases.parked(slot)) {
                core.deadLetters.settleInstead(subscription, slot, Fate.PURGED);
            } else {
                core.leaseEnding.settle(subscription, slot, Fate.PURGED);
            }
            slot = following;
        }
        purgeReady(subscription);
    }

    /** Settles what is not leased; returns how much it was. */
    long purgeReady(Subscription subscription) {
        DeliveryState state = subscription.state();
        long bound = state.end;
        long messages = state.unleasedBelow(bound);
        JournalWriter.purgeBelow(core.journal.entry(subscription), bound, messages);
        state.purgeBelow(bound, messages);
        subscription.order().swept();
        return messages;
    }
}

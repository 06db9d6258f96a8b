package dev.forebay.engine.core;

import dev.forebay.engine.struct.LeaseTable;

/**
 * Which messages a subscription keeps in its partition. One whose consumers stay away for long
 * stops pinning: what it has not delivered goes when its retention is over.
 */
final class Pinning {
    private final Core core;

    Pinning(Core core) {
        this.core = core;
    }

    /** The first message that delivery, or loading the subscription from its snapshot, needs. */
    long neededFrom(Subscription subscription, SnapshotHead head) {
        long askedAt =
                subscription.isLoaded() ? subscription.receiving().askedAt() : head.askedAt();
        if (!isIdle(subscription, askedAt)) {
            return Math.min(head.low(), head.dedupFrom());
        }
        return subscription.isDirect() ? head.end() : Long.MAX_VALUE;
    }

    /** The first message that delivery needs of a subscription that no process after this has. */
    long neededNow(Subscription subscription) {
        DeliveryState state = subscription.state();
        if (!isIdle(subscription)) {
            return state.low;
        }
        return subscription.isDirect() ? state.end : Long.MAX_VALUE;
    }

    /**
     * Whether the consumers of a loaded subscription have stayed away for so long that it keeps
     * nothing for them.
     */
    boolean isIdle(Subscription subscription) {
        return isIdle(subscription, subscription.receiving().askedAt());
    }

    private boolean isIdle(Subscription subscription, long askedAt) {
        return subscription.number() != Subscription.WORK
                && !subscription.copies()
                && core.now() - askedAt
                        >= subscription.queue().settings().retention().idleReaderMillis();
    }

    /** Messages below are not kept any more: what was not settled of them expires. */
    void letGoBelow(Subscription subscription, long start) {
        DeliveryState state = subscription.state();
        if (subscription.number() == Subscription.WORK
                || !subscription.isLoaded()
                || !subscription.isOpen()
                || state.low >= start) {
            return;
        }
        subscription.skipTo(start);
        for (int slot = state.leaseHead; slot != LeaseTable.NONE; ) {
            int following = core.leases.nextInPartition(slot);
            if (core.leases.offset(slot) < start) {
                core.deadLetters.settleInstead(subscription, slot, Fate.EXPIRED);
            }
            slot = following;
        }
        core.expiry.expireBelow(subscription, state.ages.endOfSpansBelow(start, state.end));
    }
}

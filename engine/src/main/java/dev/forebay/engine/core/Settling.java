package dev.forebay.engine.core;

import dev.forebay.engine.LeaseId;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.engine.struct.LeaseTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends and extends leases as their consumers say. */
final class Settling {
    private final Core core;

    Settling(Core core) {
        this.core = core;
    }

    void settle(QueueState queue, List<Settlement> settlements, SettleCall call) {
        for (int i = 0; i < settlements.size(); i++) {
            settle(queue, settlements.get(i), call, i);
        }
        core.journal.whenDurable(queue, call);
        queue.partition().serve();
    }

    private void settle(QueueState queue, Settlement settlement, SettleCall call, int index) {
        Refusal refusal = core.gate.refusal(work(settlement));
        if (refusal == null) {
            refusal = queue.partition().broken();
        }
        LeaseId id = settlement.lease();
        Subscription subscription = queue.partition().subscription(id.pass());
        if (refusal != null) {
            call.decided(index, new SettleResult.Refused(refusal));
        } else if (subscription == null && hasEnded(queue, id)) {
            call.decided(index, new SettleResult.AlreadySettled());
        } else if (subscription == null || isUnknown(subscription, id)) {
            call.decided(index, new SettleResult.Unknown());
        } else {
            settle(subscription, settlement, call, index);
        }
    }

    private void settle(
            Subscription subscription, Settlement settlement, SettleCall call, int index) {
        LeaseId id = settlement.lease();
        DeliveryState state = subscription.state();
        if (state.isSettled(id.offset())) {
            call.decided(index, new SettleResult.AlreadySettled());
        } else {
            int slot = state.leaseOf(id.offset());
            if (slot == LeaseTable.NONE) {
                call.decided(index, withoutLease(subscription, settlement));
            } else if (Unleased.keeps(core.leases, slot)) {
                call.decided(index, whilePushedOut(subscription, slot, settlement));
            } else if (core.leases.number(slot) != id.number()) {
                call.decided(index, new SettleResult.LeasedAnew());
            } else if (core.leases.parked(slot)) {
                call.decided(index, whileMoving(subscription, slot, settlement));
            } else {
                leased(subscription, slot, settlement, call, index);
            }
        }
    }

    /** Why an ack of this lease would settle nothing, or null. */
    @Nullable SettleResult refusal(QueueState queue, LeaseId id) {
        Subscription subscription = queue.partition().subscription(id.pass());
        if (subscription == null && hasEnded(queue, id)) {
            return new SettleResult.AlreadySettled();
        }
        if (subscription == null || isUnknown(subscription, id)) {
            return new SettleResult.Unknown();
        }
        DeliveryState state = subscription.state();
        if (state.isSettled(id.offset())) {
            return new SettleResult.AlreadySettled();
        }
        int slot = state.leaseOf(id.offset());
        if (slot == LeaseTable.NONE) {
            return LateAcks.of(state, id.offset()).refusal(id);
        }
        if (Unleased.keeps(core.leases, slot)) {
            return core.deadLetters.acks(slot).refusal(id);
        }
        if (core.leases.number(slot) != id.number()) {
            return new SettleResult.LeasedAnew();
        }
        return core.leases.parked(slot) && state.keyed ? new SettleResult.LeaseEnded() : null;
    }

    /** Acks a lease that {@link #refusal} found good in this turn. */
    void ack(QueueState queue, LeaseId id) {
        Subscription subscription = queue.partition().subscription(id.pass());
        if (subscription == null) {
            throw new IllegalStateException("the subscription of " + id + " is gone");
        }
        int slot = subscription.state().leaseOf(id.offset());
        if (slot == LeaseTable.NONE) {
            core.unleased.settle(subscription, id.offset(), Fate.ACKED);
        } else if (core.leases.parked(slot)) {
            core.deadLetters.settleInstead(subscription, slot, Fate.ACKED);
        } else {
            core.leaseEnding.settle(subscription, slot, Fate.ACKED);
        }
    }

    private static StoreGate.Work work(Settlement settlement) {
        return settlement instanceof Settlement.Ack ? StoreGate.Work.ACK : StoreGate.Work.RELEASE;
    }

    /** Whether the lease was one of a pass or subscription that is over. */
    private static boolean hasEnded(QueueState queue, LeaseId id) {
        return id.pass() > 0 && queue.hasReaders() && id.pass() < queue.readers().nextNumber();
    }

    private boolean isUnknown(Subscription subscription, LeaseId id) {
        return id.partition() != subscription.partition().number()
                || id.offset() < 0
                || id.offset() >= subscription.state().end
                || id.number() <= 0
                || id.number() > core.journal.sequence();
    }

    private void leased(
            Subscription subscription,
            int slot,
            Settlement settlement,
            SettleCall call,
            int index) {
        switch (settlement) {
            case Settlement.Ack ack -> {
                core.leaseEnding.settle(subscription, slot, Fate.ACKED);
                call.decided(index, SettleCall.DONE);
            }
            case Settlement.Release release -> release(subscription, slot, release, call, index);
            case Settlement.Extend extend when extend.leaseMillis() <= 0 ->
                    release(
                            subscription,
                            slot,
                            new Settlement.Release(extend.lease(), 0),
                            call,
                            index);
            case Settlement.Extend extend ->
                    call.decided(index, extend(subscription, slot, extend.leaseMillis()));
            case Settlement.Reject reject ->
                    reject(subscription, slot, reject.reason(), call, index);
        }
    }

    private void release(
            Subscription subscription,
            int slot,
            Settlement.Release release,
            SettleCall call,
            int index) {
        boolean counted = release.attempt() == Settlement.Attempt.COUNTED;
        if (counted && core.leaseEnding.isLastAttempt(subscription, slot)) {
            Refusal refusal = moveRefusal(subscription);
            if (refusal != null) {
                call.decided(index, new SettleResult.Refused(refusal));
                return;
            }
        }
        LeaseEnd end =
                counted || !release.reason().isEmpty()
                        ? core.leaseEnding.failed(
                                subscription, slot, release.reason(), release.attempt())
                        : LeaseEnd.UNCOUNTED;
        boolean givenUp =
                end == LeaseEnd.COUNTED && core.leaseEnding.isLastAttempt(subscription, slot);
        if (givenUp && subscription.queue().deadLetters()) {
            core.deadLetters.begin(
                    subscription, slot, DeadLetters.released(release.reason()), call.later(index));
        } else {
            if (givenUp) {
                core.leaseEnding.drop(subscription, slot, DeadLetters.released(release.reason()));
            } else {
                core.leaseEnding.release(
                        subscription, slot, release.delayMillis(), end, release.reason());
            }
            call.decided(index, SettleCall.DONE);
        }
    }

    private SettleResult extend(Subscription subscription, int slot, long leaseMillis) {
        long longest = core.limits.longestLeaseMillis();
        long elapsed = core.now() - core.leases.began(slot);
        if (leaseMillis > longest - elapsed) {
            return new SettleResult.TooLong(longest);
        }
        core.leaseEnding.extend(subscription, slot, core.now() + leaseMillis);
        return SettleCall.DONE;
    }

    private void reject(
            Subscription subscription, int slot, String reason, SettleCall call, int index) {
        if (!subscription.queue().deadLetters()) {
            core.leaseEnding.drop(subscription, slot, DeadLetters.rejected(reason));
            call.decided(index, SettleCall.DONE);
            return;
        }
        Refusal refusal = moveRefusal(subscription);
        if (refusal == null) {
            core.deadLetters.begin(
                    subscription, slot, DeadLetters.rejected(reason), call.later(index));
        } else {
            call.decided(index, new SettleResult.Refused(refusal));
        }
    }

    /**
     * Why nothing can go to the dead-letter queue now, or null. Who asks for that is told, since
     * the lease is still theirs; what nobody asks for waits for room.
     */
    private @Nullable Refusal moveRefusal(Subscription subscription) {
        return subscription.queue().deadLetters() ? core.gate.refusal(StoreGate.Work.MOVE) : null;
    }

    /** The message is on its way to the dead-letter queue; an ack still wins. */
    private SettleResult whileMoving(Subscription subscription, int slot, Settlement settlement) {
        if (settlement instanceof Settlement.Ack && !subscription.state().keyed) {
            core.deadLetters.settleInstead(subscription, slot, Fate.ACKED);
            return SettleCall.DONE;
        }
        return new SettleResult.LeaseEnded();
    }

    /**
     * The message is on its way to the dead-letter queue to make room: the lease that keeps it
     * until then is no delivery, and an ack of the last one wins as it would have before.
     */
    private SettleResult whilePushedOut(
            Subscription subscription, int slot, Settlement settlement) {
        if (!(settlement instanceof Settlement.Ack)) {
            return new SettleResult.LeaseEnded();
        }
        SettleResult refusal = core.deadLetters.acks(slot).refusal(settlement.lease());
        if (refusal != null) {
            return refusal;
        }
        core.deadLetters.settleInstead(subscription, slot, Fate.ACKED);
        return SettleCall.DONE;
    }

    private SettleResult withoutLease(Subscription subscription, Settlement settlement) {
        LeaseId id = settlement.lease();
        LateAcks acks = LateAcks.of(subscription.state(), id.offset());
        if (!(settlement instanceof Settlement.Ack)) {
            return acks.refusal() instanceof SettleResult.Unknown unknown
                    ? unknown
                    : new SettleResult.LeaseEnded();
        }
        SettleResult refusal = acks.refusal(id);
        if (refusal != null) {
            return refusal;
        }
        core.unleased.settle(subscription, id.offset(), Fate.ACKED);
        return SettleCall.DONE;
    }
}

package dev.forebay.engine.core;

import dev.forebay.engine.LeaseId;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.engine.struct.Attempts;
import dev.forebay.engine.struct.LeaseTable;
import java.util.List;

/** Ends and extends leases as their consumers say. */
final class Settling {
    private final Core core;

    Settling(Core core) {
        this.core = core;
    }

    void settle(QueueState queue, List<Settlement> settlements, SettleCall call) {
        for (int i = 0; i < settlements.size(); i++) {
            settle(queue.partition(), settlements.get(i), call, i);
        }
        core.journal.whenDurable(call);
        queue.receiving().serve();
    }

    private void settle(Partition partition, Settlement settlement, SettleCall call, int index) {
        Refusal refusal = core.gate.refusal(work(settlement));
        if (refusal == null) {
            refusal = partition.broken();
        }
        LeaseId id = settlement.lease();
        Subscription state = partition.state();
        if (refusal != null) {
            call.decided(index, new SettleResult.Refused(refusal));
        } else if (isUnknown(partition, id)) {
            call.decided(index, new SettleResult.Unknown());
        } else if (state.isSettled(id.offset())) {
            call.decided(index, new SettleResult.AlreadySettled());
        } else {
            int slot = state.leaseOf(id.offset());
            if (slot == LeaseTable.NONE) {
                call.decided(index, withoutLease(partition, settlement));
            } else if (core.leases.number(slot) != id.number()) {
                call.decided(index, new SettleResult.LeasedAnew());
            } else if (core.leases.parked(slot)) {
                call.decided(index, whileMoving(partition, slot, settlement));
            } else {
                leased(partition, slot, settlement, call, index);
            }
        }
    }

    private static StoreGate.Work work(Settlement settlement) {
        return settlement instanceof Settlement.Ack ? StoreGate.Work.ACK : StoreGate.Work.RELEASE;
    }

    private boolean isUnknown(Partition partition, LeaseId id) {
        return id.partition() != partition.number()
                || id.pass() != 0
                || id.offset() < 0
                || id.offset() >= partition.state().end
                || id.number() <= 0
                || id.number() > core.journal.sequence();
    }

    private void leased(
            Partition partition, int slot, Settlement settlement, SettleCall call, int index) {
        switch (settlement) {
            case Settlement.Ack ack -> {
                partition.settle(slot, Fate.ACKED);
                call.decided(index, SettleCall.DONE);
            }
            case Settlement.Release release ->
                    release(partition, slot, release.delayMillis(), call, index);
            case Settlement.Extend extend when extend.leaseMillis() <= 0 ->
                    release(partition, slot, 0, call, index);
            case Settlement.Extend extend ->
                    call.decided(index, extend(partition, slot, extend.leaseMillis()));
            case Settlement.Reject reject -> reject(partition, slot, reject.reason(), call, index);
        }
    }

    private void release(
            Partition partition, int slot, long delayMillis, SettleCall call, int index) {
        if (partition.queue().isLastAttempt(core.leases.attempt(slot))) {
            core.deadLetters.begin(partition, slot, DeadLetters.RELEASED, call.later(index));
        } else {
            partition.release(slot, delayMillis);
            call.decided(index, SettleCall.DONE);
        }
    }

    private SettleResult extend(Partition partition, int slot, long leaseMillis) {
        long longest = core.limits.longestLeaseMillis();
        long elapsed = core.now() - core.leases.began(slot);
        if (leaseMillis > longest - elapsed) {
            return new SettleResult.TooLong(longest);
        }
        partition.extend(slot, core.now() + leaseMillis);
        return SettleCall.DONE;
    }

    private void reject(Partition partition, int slot, String reason, SettleCall call, int index) {
        if (partition.queue().settings().deadLetter().isEmpty()) {
            partition.settle(slot, Fate.DROPPED);
            call.decided(index, SettleCall.DONE);
        } else {
            core.deadLetters.begin(
                    partition, slot, DeadLetters.REJECTED + reason, call.later(index));
        }
    }

    /** The message is on its way to the dead-letter queue; an ack still wins. */
    private SettleResult whileMoving(Partition partition, int slot, Settlement settlement) {
        if (settlement instanceof Settlement.Ack && !partition.state().keyed) {
            core.deadLetters.settleInstead(partition, slot, Fate.ACKED);
            return SettleCall.DONE;
        }
        return new SettleResult.LeaseEnded();
    }

    private static SettleResult withoutLease(Partition partition, Settlement settlement) {
        long offset = settlement.lease().offset();
        Subscription state = partition.state();
        if (!wasLeased(state, offset)) {
            return new SettleResult.Unknown();
        }
        if (settlement instanceof Settlement.Ack && !state.keyed) {
            partition.settleUnleased(offset, Fate.ACKED);
            return SettleCall.DONE;
        }
        return new SettleResult.LeaseEnded();
    }

    private static boolean wasLeased(Subscription state, long offset) {
        if (state.keyed) {
            return state.attempts.count(offset) != Attempts.NONE;
        }
        return state.again.contains(offset)
                || (state.delays.contains(offset) && !state.delays.isFirst(offset));
    }
}

package dev.forebay.engine.core;

import dev.forebay.engine.struct.ByteSink;
import dev.forebay.engine.struct.LeaseTable;

/** Settles single messages that no consumer has. */
final class Unleased {
    /** The average of what was sent about then is taken. */
    private static final int UNKNOWN_SIZE = -1;

    /** Whether the lease keeps a message that is pushed out, and no consumer has it. */
    static boolean keeps(LeaseTable leases, int slot) {
        return leases.bytes(slot) == UNKNOWN_SIZE;
    }

    private final Core core;

    Unleased(Core core) {
        this.core = core;
    }

    void settle(Subscription subscription, long offset, Fate fate) {
        JournalWriter.settleUnleased(core.journal.entry(subscription), offset, fate);
        subscription.state().settleUnleased(offset, UNKNOWN_SIZE, fate);
        subscription.order().settledUnleased(offset);
        if (fate == Fate.ACKED) {
            subscription.breaker().acked(offset);
        }
    }

    /** Settles a message that goes on in another queue. */
    void move(Subscription subscription, long offset, int size, int targetQueue) {
        ByteSink entry = core.journal.entry(subscription);
        JournalWriter.forward(entry, offset, targetQueue);
        JournalWriter.settleUnleased(entry, offset, Fate.MOVED);
        subscription.state().settleUnleased(offset, size, Fate.MOVED);
        subscription.order().settledUnleased(offset);
    }

    /**
     * Gives a message up that no consumer has: it makes room, or was found expired. The lease that
     * keeps it from consumers until it has moved is none of theirs.
     */
    void deadLetter(Subscription subscription, long offset, String reason) {
        LateAcks acks = LateAcks.of(subscription.state(), offset);
        long now = core.now();
        long wall = core.wall();
        long number = core.journal.nextSequence();
        JournalWriter.lease(
                core.journal.entry(subscription), offset, number, now, wall, UNKNOWN_SIZE, null);
        int slot = subscription.state().lease(offset, number, now, now, wall, UNKNOWN_SIZE);
        core.deadLetters.beginUnheard(subscription, slot, reason, acks);
    }
}

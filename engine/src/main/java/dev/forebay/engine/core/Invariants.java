package dev.forebay.engine.core;

import dev.forebay.engine.struct.LeaseTable;

/** What must hold of a subscription's state between any two commands. */
final class Invariants {
    private Invariants() {}

    static void check(Core core, Subscription subscription) {
        if (!subscription.isLoaded()) {
            return;
        }
        DeliveryState state = subscription.state();
        String where =
                "queue \""
                        + subscription.queue().name()
                        + "\", subscription "
                        + subscription.number()
                        + ": ";
        require(
                state.low <= state.next && state.next <= Math.max(state.end, state.low),
                where,
                "cursor out of range",
                state);
        require(state.counters.unsettled() >= 0, where, "more settled than sent", state);
        require(
                state.counters.deadLetterReasons().attempts() >= 0,
                where,
                "more reasons than dead letters",
                state);
        require(state.ready() >= 0, where, "more leased and delayed than unsettled", state);
        require(
                state.ages.messages() == state.counters.unsettled(),
                where,
                "ages and counters differ",
                state);
        require(
                state.counters.unsettled() > 0 || state.ages.bytes() == 0,
                where,
                "bytes without messages",
                state);
        int leased = 0;
        long leasedBytes = 0;
        for (int slot = state.leaseHead;
                slot != LeaseTable.NONE;
                slot = core.leases.nextInPartition(slot)) {
            long offset = core.leases.offset(slot);
            leased++;
            leasedBytes += Math.max(0, core.leases.bytes(slot));
            require(!state.isSettled(offset), where, "a settled message is leased", state);
            require(!state.delays.contains(offset), where, "a delayed message is leased", state);
            require(!state.again.contains(offset), where, "a ready message is leased", state);
            require(state.leaseOf(offset) == slot, where, "a lease is not found", state);
        }
        require(leased == state.leased, where, "leases are miscounted", state);
        require(leasedBytes == state.leasedBytes, where, "leased bytes are miscounted", state);
        require(state.again.first() < state.next, where, "ready again beyond the cursor", state);
        require(
                !state.isSettled(state.low) || state.low >= state.end,
                where,
                "low mark too low",
                state);
        require(
                subscription.receiving().countsItsConsumers(),
                where,
                "receives are miscounted",
                state);
        checkPlaces(state, where);
    }

    /** Each message below the cursor is in one place; for small states, as tests have them. */
    private static void checkPlaces(DeliveryState state, String where) {
        if (state.keyed || state.next - state.low > 100_000) {
            return;
        }
        for (long offset = state.low; offset < state.next; offset++) {
            int places = state.isSettled(offset) ? 1 : 0;
            places += state.leaseOf(offset) != LeaseTable.NONE ? 1 : 0;
            places += state.delays.contains(offset) ? 1 : 0;
            places += state.again.contains(offset) ? 1 : 0;
            places += state.dueFirst.contains(offset) ? 1 : 0;
            require(places == 1, where, "offset " + offset + " is in " + places + " places", state);
        }
    }

    private static void require(boolean held, String where, String what, DeliveryState state) {
        if (!held) {
            throw new IllegalStateException(
                    where
                            + what
                            + " (low "
                            + state.low
                            + ", next "
                            + state.next
                            + ", end "
                            + state.end
                            + ", sent "
                            + state.counters.sent
                            + ", unsettled "
                            + state.counters.unsettled()
                            + ", leased "
                            + state.leased
                            + ", delayed "
                            + state.delays.size()
                            + ")");
        }
    }
}

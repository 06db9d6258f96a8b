package dev.forebay.engine.core;

import dev.forebay.engine.struct.OffsetSet;

/**
 * No order: what was leased before or was delayed, and what was never looked at, by turns which of
 * the two comes first. Neither a few that always fail nor a long backlog can hold up the other.
 */
final class FreeOrder implements Order {
    private final Subscription subscription;
    private final Quarantine quarantine;
    private final DeliveryState state;
    private final MessageCursor main;
    private final SpareCursor side;
    private final Lender lender;
    private boolean freshFirst;

    /** Leases the message under a cursor; see {@link Handout#offer}. */
    interface Lender {
        boolean lend(Handout handout, MessageCursor cursor);
    }

    FreeOrder(Core core, Subscription subscription, MessageCursor main, Lender lender) {
        this.lender = lender;
        this.subscription = subscription;
        this.quarantine = subscription.partition().quarantine();
        this.state = subscription.state();
        this.main = main;
        this.side = new SpareCursor(core, subscription);
    }

    @Override
    public void fill(Handout handout) {
        if (handout.isBound()) {
            fillInPlace(handout);
            return;
        }
        boolean waiting = !state.again.isEmpty() || !state.dueFirst.isEmpty();
        freshFirst = waiting && !freshFirst;
        if (freshFirst) {
            fillFromCursor(handout);
            fillFromReady(handout, state, quarantine, side, lender);
        } else {
            fillFromReady(handout, state, quarantine, side, lender);
            fillFromCursor(handout);
        }
    }

    /** What was given back has its old place for connections: none behind it goes first. */
    private void fillInPlace(Handout handout) {
        fillFromReady(handout, state, quarantine, side, lender);
        if (firstReady(state, quarantine) == OffsetSet.NONE) {
            fillFromCursor(handout);
        }
    }

    private void fillFromCursor(Handout handout) {
        while (handout.wantsMore()) {
            state.skipGaps();
            if (quarantine.holds(state.next)) {
                subscription.passOver(Math.min(quarantine.endOf(state.next), state.end));
                continue;
            }
            MessageCursor.Found found = main.seek(state.next);
            if (found == MessageCursor.Found.DAMAGED && handout.stepsOver(main, state.next)) {
                continue;
            }
            if (found != MessageCursor.Found.RECORD) {
                return;
            }
            long offset = main.reader().offset();
            if (offset > state.next) {
                state.passTo(offset);
            }
            if (state.isSettled(offset) || state.delays.contains(offset)) {
                state.next = Math.max(state.next, offset + 1);
            } else if (!lender.lend(handout, main)) {
                state.next = Math.max(state.next, offset + 1);
            }
        }
    }

    /** Leases from the messages that wait below the cursor, the oldest first. */
    static void fillFromReady(
            Handout handout,
            DeliveryState state,
            Quarantine quarantine,
            SpareCursor spare,
            Lender lender) {
        while (handout.wantsMore()) {
            long offset = firstReady(state, quarantine);
            if (offset == OffsetSet.NONE) {
                return;
            }
            MessageCursor side = spare.get();
            MessageCursor.Found found = side.seekToLease(offset);
            if (found == MessageCursor.Found.DAMAGED && handout.stepsOver(side, offset)) {
                continue;
            }
            if (found != MessageCursor.Found.RECORD) {
                return;
            }
            if (side.reader().offset() != offset) {
                throw new IllegalStateException(
                        "offset " + offset + " is ready but not in the log");
            }
            lender.lend(handout, side);
        }
    }

    private static long firstReady(DeliveryState state, Quarantine quarantine) {
        return earlier(quarantine.firstSound(state.again), quarantine.firstSound(state.dueFirst));
    }

    private static long earlier(long left, long right) {
        if (left == OffsetSet.NONE || right == OffsetSet.NONE) {
            return Math.max(left, right);
        }
        return Math.min(left, right);
    }

    @Override
    public boolean isReading() {
        return main.isReading() || side.isReading();
    }

    @Override
    public void recovered() {
        // All that is kept is in the subscription.
    }

    @Override
    public void delayEnded(long offset) {
        state.delayEnded(offset);
    }

    @Override
    public void leaseEnds(int slot, long due) {
        // Nothing waits for another message's lease here.
    }

    @Override
    public void leaseEnded() {
        // As above.
    }

    @Override
    public void settledUnleased(long offset) {
        // The sets let go of it with the subscription.
    }

    @Override
    public void swept() {
        // The sets were swept with the subscription.
    }

    @Override
    public void forget() {
        main.forget();
        side.forget();
    }
}

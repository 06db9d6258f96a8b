package dev.forebay.engine.core;

import dev.forebay.engine.Settlement;
import dev.forebay.engine.struct.Deadlines;
import dev.forebay.engine.struct.LeaseTable;

/** What keeps a message that was given up until it has moved. */
sealed interface Kept {
    /** Stands for it among the moves; no other has it. */
    long number();

    /** Whether it is still there to be moved. */
    boolean isThere();

    /** It has moved, or goes nowhere. */
    void settle(Fate fate);

    /** Whether it can go back where it cannot be moved; if not, the move is tried again. */
    boolean goesBack();

    /** It goes back. */
    void goBack();

    /** Told once it has moved, or stays after all. */
    Durable end();

    /** What acks may do of leases before the message was given up. */
    LateAcks acks();

    /** Whether it makes room in a full queue. */
    default boolean isPushedOut() {
        return false;
    }

    /** Its last lease, which does not run out. */
    record ByConsumer(Core core, Subscription source, long offset, long number, Durable end)
            implements Kept {
        @Override
        public boolean isThere() {
            return slot(core, source, offset, number) != LeaseTable.NONE;
        }

        @Override
        public void settle(Fate fate) {
            core.leaseEnding.settle(source, slot(core, source, offset, number), fate);
        }

        @Override
        public boolean goesBack() {
            return true;
        }

        @Override
        public void goBack() {
            int slot = slot(core, source, offset, number);
            if (slot != LeaseTable.NONE) {
                core.leaseEnding.release(
                        source, slot, Settlement.Release.BY_RULE, LeaseEnd.COUNTED, "");
            }
        }

        @Override
        public LateAcks acks() {
            return LateAcks.WINS;
        }
    }

    /** A lease that is no consumer's, and no attempt. */
    record FromConsumers(
            Core core,
            Subscription source,
            long offset,
            long number,
            LateAcks acks,
            boolean isPushedOut)
            implements Kept {
        @Override
        public boolean isThere() {
            return slot(core, source, offset, number) != LeaseTable.NONE;
        }

        @Override
        public void settle(Fate fate) {
            int slot = slot(core, source, offset, number);
            if (fate == Fate.PUSHED_OUT) {
                core.leaseEnding.settle(source, slot, fate);
            } else {
                core.leaseEnding.takeBack(source, slot);
                core.unleased.settle(source, offset, fate);
            }
        }

        @Override
        public boolean goesBack() {
            return isPushedOut || !ExpiredLetters.goOn(source);
        }

        @Override
        public void goBack() {
            int slot = slot(core, source, offset, number);
            if (slot != LeaseTable.NONE) {
                core.leaseEnding.takeBack(source, slot);
            }
        }

        @Override
        public Durable end() {
            return Durable.NOBODY;
        }
    }

    /** That it has expired: nobody is given it any more. */
    record ByExpiry(Core core, Subscription source, long offset, long number) implements Kept {
        @Override
        public boolean isThere() {
            DeliveryState state = source.state();
            return !source.isGone()
                    && !state.isSettled(offset)
                    && state.leaseOf(offset) == LeaseTable.NONE;
        }

        @Override
        public void settle(Fate fate) {
            core.unleased.settle(source, offset, fate);
        }

        @Override
        public boolean goesBack() {
            return !ExpiredLetters.goOn(source);
        }

        @Override
        public void goBack() {
            Deadlines deadlines = source.state().deadlines;
            if (deadlines != null) {
                deadlines.released(offset);
            }
        }

        @Override
        public Durable end() {
            return Durable.NOBODY;
        }

        @Override
        public LateAcks acks() {
            return LateAcks.WINS;
        }
    }

    private static int slot(Core core, Subscription source, long offset, long number) {
        int slot = source.state().leaseOf(offset);
        return slot != LeaseTable.NONE && core.leases.number(slot) == number
                ? slot
                : LeaseTable.NONE;
    }
}

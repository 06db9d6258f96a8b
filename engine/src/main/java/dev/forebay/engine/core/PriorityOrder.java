package dev.forebay.engine.core;

import dev.forebay.engine.Priority;
import dev.forebay.engine.struct.LeaseTable;
import dev.forebay.engine.struct.OffsetSet;

/**
 * The highest priority first, and the oldest within it. What is ready is kept as a set of offsets a
 * level; nothing has to be looked through, since priorities are told with the messages, and kept in
 * {@link Levels} over restarts. Sets may hold what is gone; it is skipped where it is met.
 */
final class PriorityOrder implements Order {
    /** How much of what was passed on the way to higher ones is kept, for it is given out soon. */
    private static final long PASSED_BYTES = 1 << 20;

    private final Core core;
    private final Subscription subscription;
    private final Quarantine quarantine;
    private final DeliveryState state;
    private final Levels levels;
    private final MessageCursor main;
    private final ReadAside aside;
    private final OffsetSet[] ready = new OffsetSet[Levels.COUNT];

    /** All before were put into their sets. */
    private long known;

    private long ending = OffsetSet.NONE;

    PriorityOrder(Core core, Subscription subscription, MessageCursor main, Levels levels) {
        this.core = core;
        this.subscription = subscription;
        this.quarantine = subscription.partition().quarantine();
        this.state = subscription.state();
        this.levels = levels;
        this.main = main;
        this.aside = new ReadAside(core, subscription, main);
        main.keepPassed(PASSED_BYTES);
        for (int level = 0; level < Levels.COUNT; level++) {
            ready[level] = new OffsetSet();
        }
    }

    @Override
    public void fill(Handout handout) {
        appended();
        for (int level = Priority.HIGHEST; level >= Priority.LOWEST; level--) {
            while (handout.wantsMore()) {
                long offset = first(ready[level]);
                if (offset == OffsetSet.NONE) {
                    break;
                }
                MessageCursor cursor = aside.at(offset);
                MessageCursor.Found found = cursor.seekToLease(offset);
                if (found == MessageCursor.Found.DAMAGED && handout.stepsOver(cursor, offset)) {
                    continue;
                }
                if (found != MessageCursor.Found.RECORD) {
                    return;
                }
                lease(cursor, offset, level, handout);
            }
        }
    }

    /** The first that is there and can be read, as far as known. */
    private long first(OffsetSet set) {
        long offset = quarantine.firstSound(set);
        while (offset != OffsetSet.NONE && !isReady(offset)) {
            set.remove(offset);
            offset = quarantine.firstSound(set);
        }
        return offset;
    }

    private void lease(MessageCursor cursor, long offset, int level, Handout handout) {
        if (cursor.reader().offset() != offset) {
            throw new IllegalStateException("offset " + offset + " is ready but not in the log");
        }
        ready[level].remove(offset);
        if (offset > state.next) {
            subscription.passOver(offset);
        }
        handout.offer(cursor, null);
    }

    private boolean isReady(long offset) {
        return offset < state.next
                ? state.dueFirst.contains(offset) || state.again.contains(offset)
                : offset < state.end
                        && !state.isSettled(offset)
                        && !state.delays.contains(offset)
                        && state.leaseOf(offset) == LeaseTable.NONE;
    }

    private void add(long offset) {
        ready[levels.of(offset)].add(offset);
    }

    @Override
    public void appended() {
        for (; known < state.end; known++) {
            if (!state.isSettled(known) && !state.delays.contains(known)) {
                add(known);
            }
        }
    }

    @Override
    public void recovered() {
        OffsetSet usual = ready[Priority.USUAL];
        usual.addRange(state.low, state.end);
        usual.removeAll(state.settled);
        for (int level = Priority.LOWEST; level <= Priority.HIGHEST; level++) {
            if (level != Priority.USUAL) {
                ready[level].addAll(levels.at(level));
                usual.removeAll(levels.at(level));
            }
        }
        known = state.end;
    }

    @Override
    public boolean isReading() {
        return main.isReading() || aside.isReading();
    }

    @Override
    public void delayEnded(long offset) {
        state.delayEnded(offset);
        if (offset < known) {
            add(offset);
        }
    }

    @Override
    public void leaseEnds(int slot, long due) {
        ending = due == 0 ? core.leases.offset(slot) : OffsetSet.NONE;
    }

    @Override
    public void leaseEnded() {
        if (ending != OffsetSet.NONE) {
            add(ending);
        }
    }

    @Override
    public void settledUnleased(long offset) {
        // Skipped where it is met.
    }

    @Override
    public void swept() {
        for (OffsetSet set : ready) {
            set.removeBelow(state.low);
            set.removeAll(state.settled);
        }
    }

    @Override
    public void forget() {
        main.forget();
        aside.forget();
    }
}

package dev.forebay.engine.core;

import dev.forebay.engine.QueueStats;
import dev.forebay.engine.struct.LeaseTable;
import dev.forebay.engine.struct.OffsetSet;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * No order within the queue, and keys by {@link KeyTurns turns}: who has less in flight goes first.
 * As long as there is one key alone this is {@link FreeOrder}. From the second on the cursor runs
 * ahead of what is leased and passes over each message once: it is leased, or parked under its key.
 * Behind the cursor a message is known by its key, or waits to be sorted: after a delay, and after
 * a restart, since of keys only those of leases are kept on disk.
 *
 * <p>Parked messages are also in {@link DeliveryState#dueFirst} or, leased before, in {@link
 * DeliveryState#again}; what is in neither any more is skipped where it is met. When the room for
 * parked messages is used up the cursor stands still, and the keys that it has passed share what is
 * left among them.
 */
final class FairOrder implements Order {
    private final Core core;
    private final Subscription subscription;
    private final Quarantine quarantine;
    private final DeliveryState state;
    private final FreeOrder plain;
    private final MessageCursor main;
    private final SpareCursor sorter;
    private final ReadAside aside;
    private final Scout scout;
    private final KeyTurns turns;
    private final OffsetSet unsorted = new OffsetSet();
    private boolean sorting;
    private long parked;

    /** What was passed over from here on is not in the journal yet. */
    private long runFrom;

    private @Nullable FairKey ending;
    private long endingOffset = OffsetSet.NONE;

    FairOrder(Core core, Subscription subscription, MessageCursor main) {
        this.core = core;
        this.subscription = subscription;
        this.quarantine = subscription.partition().quarantine();
        this.state = subscription.state();
        this.plain = new FreeOrder(core, subscription, main, this::lend);
        this.main = main;
        this.sorter = new SpareCursor(core, subscription);
        this.aside = new ReadAside(core, subscription, main);
        this.scout = new Scout(core, subscription, main, this::lookOn);
        this.turns = new KeyTurns(core.parked);
    }

    @Override
    public void fill(Handout handout) {
        if (!state.variety.isVaried()) {
            plain.fill(handout);
            return;
        }
        begin();
        sort(handout);
        scan(handout);
        FairKey next;
        while (handout.wantsMore() && (next = turns.next()) != null && take(next, handout)) {
            scan(handout);
        }
    }

    /** From now on messages behind the cursor are sorted by key. */
    private void begin() {
        if (!sorting) {
            sorting = true;
            scout.begin();
            unsorted.addAll(state.again);
            unsorted.addAll(state.dueFirst);
            ownKeyless();
        }
    }

    /**
     * Leases without a key are of messages without one: as long as these are alone none is kept.
     */
    private void ownKeyless() {
        for (int slot = state.leaseHead;
                slot != LeaseTable.NONE;
                slot = core.leases.nextInPartition(slot)) {
            if (core.leases.owner(slot) == null) {
                own(slot, turns.key(Key.ONLY));
            }
        }
    }

    private void own(int slot, FairKey key) {
        core.leases.setOwner(slot, key);
        turns.leased(key);
    }

    /** Leases a message while there is one key alone. */
    private boolean lend(Handout handout, MessageCursor cursor) {
        ByteBuffer bytes = cursor.reader().key();
        if (bytes == null) {
            return handout.offer(cursor, null);
        }
        FairKey key = turns.key(Key.of(bytes));
        boolean lent = lease(key, cursor, handout);
        turns.dropIfIdle(key);
        return lent;
    }

    /** Finds out the keys of messages behind the cursor, as far as that needs no waiting. */
    private void sort(@Nullable Handout handout) {
        while (core.parked.allows(parked)) {
            long offset = quarantine.firstSound(unsorted);
            if (offset == OffsetSet.NONE) {
                return;
            }
            if (!waits(offset)) {
                unsorted.remove(offset);
                continue;
            }
            MessageCursor cursor = sorter.get();
            MessageCursor.Found found = seek(cursor, offset);
            if (isSteppedOver(found, cursor, offset, handout)) {
                continue;
            }
            if (found != MessageCursor.Found.RECORD) {
                return;
            }
            requireAt(cursor, offset);
            unsorted.remove(offset);
            park(turns.key(name(cursor)), offset);
        }
    }

    /**
     * Parks what lies before the cursor, as far as that needs no waiting. The last message is
     * leased at once if it goes before all others and there is somebody to lease it to: as a rule,
     * without a backlog.
     */
    private void scan(@Nullable Handout handout) {
        runFrom = state.next;
        while (core.parked.allows(parked) && (handout == null || handout.wantsMore())) {
            state.skipGaps();
            if (quarantine.holds(state.next)) {
                endRun();
                subscription.passOver(Math.min(quarantine.endOf(state.next), state.end));
                runFrom = state.next;
                continue;
            }
            MessageCursor.Found found = seek(main, state.next);
            if (isSteppedOver(found, main, state.next, handout)) {
                continue;
            }
            if (found != MessageCursor.Found.RECORD) {
                break;
            }
            look(main.reader().offset(), handout);
        }
        endRun();
    }

    private void look(long offset, @Nullable Handout handout) {
        scout.looked();
        if (offset > state.next) {
            endRun();
            state.passTo(offset);
            runFrom = offset;
        }
        if (state.isSettled(offset) || state.delays.contains(offset)) {
            state.next = Math.max(state.next, offset + 1);
            return;
        }
        FairKey key = turns.key(name(main));
        boolean isLast = offset + 1 >= state.end;
        if (handout != null && isLast && turns.isBeforeAll(key)) {
            endRun();
            lease(key, main, handout);
            state.next = Math.max(state.next, offset + 1);
            runFrom = state.next;
            turns.dropIfIdle(key);
        } else {
            state.passOver(offset + 1);
            park(key, offset);
        }
    }

    private void endRun() {
        if (runFrom < state.next) {
            JournalWriter.park(core.journal.entry(subscription), runFrom, state.next);
            runFrom = state.next;
        }
    }

    /** Leases the key's share of the hand-out; false when a read must come first. */
    private boolean take(FairKey key, Handout handout) {
        int share = Math.max(1, handout.room() / turns.waiting());
        while (share > 0 && handout.wantsMore() && skipGone(key)) {
            long offset = key.first();
            MessageCursor cursor = aside.at(offset);
            MessageCursor.Found found = cursor.seekToLease(offset);
            if (isSteppedOver(found, cursor, offset, handout)) {
                continue;
            }
            if (found != MessageCursor.Found.RECORD) {
                return false;
            }
            requireAt(cursor, offset);
            unpark(key);
            lease(key, cursor, handout);
            share--;
        }
        turns.dropIfIdle(key);
        return true;
    }

    private boolean lease(FairKey key, MessageCursor cursor, Handout handout) {
        long offset = cursor.reader().offset();
        boolean lent = handout.offer(cursor, key.key());
        if (lent) {
            own(state.leaseOf(offset), key);
        }
        return lent;
    }

    /** Drops what was settled or damaged in the meantime; false when nothing is left. */
    private boolean skipGone(FairKey key) {
        while (key.hasPending() && (!waits(key.first()) || quarantine.holds(key.first()))) {
            unpark(key);
        }
        return key.hasPending();
    }

    /** Whether the message is behind the cursor and ready. */
    private boolean waits(long offset) {
        return state.dueFirst.contains(offset) || state.again.contains(offset);
    }

    private void park(FairKey key, long offset) {
        turns.park(key, offset);
        parked++;
    }

    private void unpark(FairKey key) {
        turns.unpark(key);
        parked--;
    }

    private static Key name(MessageCursor at) {
        ByteBuffer bytes = at.reader().key();
        return bytes == null ? Key.ONLY : Key.of(bytes);
    }

    private static void requireAt(MessageCursor cursor, long offset) {
        if (cursor.reader().offset() != offset) {
            throw new IllegalStateException("offset " + offset + " is ready but not in the log");
        }
    }

    private static boolean isSteppedOver(
            MessageCursor.Found found,
            MessageCursor cursor,
            long offset,
            @Nullable Handout handout) {
        return found == MessageCursor.Found.DAMAGED
                && handout != null
                && handout.stepsOver(cursor, offset);
    }

    private MessageCursor.Found seek(MessageCursor cursor, long offset) {
        return scout.seek(cursor, offset, turns.waiting() > 0);
    }

    @Override
    public void lookOn() {
        if (state.variety.isVaried() && scout.maySearch()) {
            begin();
            sort(null);
            scan(null);
        }
    }

    @Override
    public void appended() {
        if (scout.isBehind()) {
            lookOn();
        }
    }

    @Override
    public QueueStats.PassedOver passedOver() {
        boolean stands = state.next < state.end && !core.parked.allows(parked);
        return new QueueStats.PassedOver(parked, stands);
    }

    @Override
    public boolean isReading() {
        return plain.isReading() || sorter.isReading() || aside.isReading();
    }

    @Override
    public void recovered() {
        for (int slot = state.leaseHead;
                slot != LeaseTable.NONE;
                slot = core.leases.nextInPartition(slot)) {
            if (core.leases.owner(slot) instanceof Key name) {
                own(slot, turns.key(name));
            }
        }
    }

    @Override
    public void delayEnded(long offset) {
        state.delayEnded(offset);
        if (sorting && offset < state.next) {
            unsorted.add(offset);
        }
    }

    @Override
    public void leaseEnds(int slot, long due) {
        if (core.leases.owner(slot) instanceof FairKey key) {
            turns.leaseEnded(key);
            ending = key;
        }
        endingOffset = due == 0 ? core.leases.offset(slot) : OffsetSet.NONE;
    }

    @Override
    public void leaseEnded() {
        FairKey key = ending;
        ending = null;
        if (key != null) {
            if (sorting && endingOffset != OffsetSet.NONE) {
                park(key, endingOffset);
            }
            turns.dropIfIdle(key);
        } else if (sorting && endingOffset != OffsetSet.NONE) {
            unsorted.add(endingOffset);
        }
    }

    @Override
    public void settledUnleased(long offset) {
        // The sets let go of it with the subscription, and so it is skipped where it is met.
    }

    @Override
    public void swept() {
        if (state.again.isEmpty() && state.dueFirst.isEmpty()) {
            turns.clear();
            unsorted.clear();
            parked = 0;
        }
    }

    @Override
    public void forget() {
        plain.forget();
        sorter.forget();
        aside.forget();
        turns.drop();
        scout.stop();
    }
}

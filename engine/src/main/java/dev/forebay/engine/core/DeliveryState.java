package dev.forebay.engine.core;

import dev.forebay.engine.RetryRule;
import dev.forebay.engine.struct.Ages;
import dev.forebay.engine.struct.AttemptEntry;
import dev.forebay.engine.struct.Attempts;
import dev.forebay.engine.struct.Deadlines;
import dev.forebay.engine.struct.Delays;
import dev.forebay.engine.struct.HeapShare;
import dev.forebay.engine.struct.LeaseTable;
import dev.forebay.engine.struct.OffsetSet;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Delivery state of one subscription of a partition: what is settled, leased, delayed or ready.
 * Each message below {@link #next} is in exactly one place: settled, leased, delayed, ready again,
 * or (by key) parked.
 *
 * <p>Its transitions are the journal's entries and nothing else, so that replaying them leads to
 * the same state. They take their times from the caller.
 */
final class DeliveryState {
    /** No message. */
    static final long NONE = -1;

    LeaseTable leases;
    final int ordinal;
    final boolean keyed;
    final Counters counters = new Counters();
    final Ages ages = new Ages();
    final Delays delays = new Delays();
    final Tried tried;
    final OffsetSet settled = new OffsetSet();
    final BreakerState breaker = new BreakerState();

    /** Retry rules of leased messages that have their own. */
    final Long2ObjectHashMap<RetryRule> rules = new Long2ObjectHashMap<>();

    /** Were leased before and are ready. */
    final OffsetSet again = new OffsetSet();

    /** Were passed over while delayed, never leased, and are ready. */
    final OffsetSet dueFirst = new OffsetSet();

    /** Of the partition, and written with each of its subscriptions' snapshots. */
    KeyVariety variety = new KeyVariety();

    /** Where messages have priorities; else null. */
    @Nullable Levels levels;

    /** Deadlines of messages that came with one; null where none did. */
    @Nullable Deadlines deadlines;

    /** One more than the last message that is on disk. */
    long end;

    /** Messages from here on were not looked at yet. */
    long next;

    /** All messages below are settled. */
    long low;

    /** Whether only some of the partition's messages are this subscription's. */
    boolean sparse;

    /** Of the one that ordinary receives share: which ids of its partition are on disk. */
    @Nullable DedupRuns dedupRuns;

    int leaseHead = LeaseTable.NONE;
    int leased;

    /** Of what is leased, where it is known. */
    long leasedBytes;

    /** All messages below are settled or leased. */
    private long freeFrom;

    /** While entries are replayed of which some are missing, since the disk lost them. */
    private boolean doubtful;

    /**
     * @param heap counts the messages of which {@link Tried} holds something in the heap
     */
    DeliveryState(LeaseTable leases, HeapShare heap, int ordinal, Order.Kind order) {
        this.leases = leases;
        this.tried = new Tried(heap);
        this.ordinal = ordinal;
        this.keyed = order == Order.Kind.KEYED;
    }

    /** While the state is being read and replayed, its leases stand aside and do not run out. */
    void beginLoading() {
        leases = new LeaseTable();
    }

    /**
     * Some of the entries about to be replayed are missing. What is not told settled stays: better
     * delivered again than lost.
     */
    void doubt() {
        doubtful = true;
    }

    void endLoading(LeaseTable lanes) {
        doubtful = false;
        LeaseTable aside = leases;
        int head = leaseHead;
        leases = lanes;
        leaseHead = LeaseTable.NONE;
        for (int from = head; from != LeaseTable.NONE; from = aside.nextInPartition(from)) {
            leaseHead = lanes.copy(aside, from, leaseHead);
        }
    }

    /** Makes small what was not touched for a while. */
    void shrink() {
        settled.closeIdle();
        again.closeIdle();
        dueFirst.closeIdle();
        tried.shrink();
        if (levels != null) {
            levels.shrink();
        }
        if (deadlines != null) {
            deadlines.shrink();
        }
    }

    void addDedupRun(DedupRun run) {
        dedupRuns().add(run);
    }

    DedupRuns dedupRuns() {
        DedupRuns known = dedupRuns;
        if (known == null) {
            known = new DedupRuns();
            dedupRuns = known;
        }
        return known;
    }

    void startAt(long offset) {
        end = offset;
        next = offset;
        low = offset;
    }

    void appended(long offset, long time, long wall, int size, long due) {
        // Offsets of an append that was refused are nothing, and must not be taken for messages.
        skipTo(offset);
        counters.sent++;
        ages.sent(offset, time, wall, size);
        if (due > 0) {
            delays.putFirst(offset, due);
        }
        end = offset + 1;
    }

    /** A message that is not settled has this priority. */
    void rank(long offset, int level) {
        if (levels != null && !isSettled(offset)) {
            levels.note(offset, level);
        }
    }

    /**
     * A message that is not settled is not to be delivered from this engine time on.
     *
     * @param time when it was sent or taken up
     */
    void lapse(long offset, long deadline, long time) {
        Deadlines known = deadlines;
        if (known == null) {
            known = new Deadlines();
            deadlines = known;
        } else if (known.isCrowded(counters.unsettled())) {
            known.sweep(low, settled);
        }
        known.put(offset, deadline, time);
    }

    /**
     * Messages from {@link #end} up to here are none of this subscription's: they count as settled
     * and nowhere else.
     */
    void skipTo(long position) {
        if (position > end) {
            if (low == end) {
                low = position;
                next = Math.max(next, low);
            } else {
                settled.addRange(end, position);
            }
            end = position;
        }
    }

    /** A message beyond {@link #end} was selected; those before it were not. */
    void admit(long offset, long time, long wall, int size, long due) {
        appended(offset, time, wall, size, due);
    }

    /** Messages up to here were looked at, and so many of them copied to another queue. */
    void copied(long position, long messages) {
        skipTo(position);
        counters.sent += messages;
        counters.moved += messages;
    }

    /** The cursor steps over messages that are none of this subscription's. */
    void skipGaps() {
        if (sparse && !settled.isEmpty()) {
            next = settled.nextAbsent(next);
        }
    }

    /** The cursor steps over messages that cannot be read: they stay ready, as after a delay. */
    void passOver(long position) {
        for (long offset = next; offset < position; offset++) {
            if (!isSettled(offset)
                    && !delays.contains(offset)
                    && leaseOf(offset) == LeaseTable.NONE) {
                dueFirst.add(offset);
            }
        }
        next = Math.max(next, position);
    }

    /**
     * The cursor steps over messages of other keys than those whose turn it is; what it found gone
     * on its way to the first of them was nothing.
     */
    void park(long from, long position) {
        if (!doubtful) {
            passTo(from);
        }
        passOver(position);
    }

    boolean isSettled(long offset) {
        return offset < low || settled.contains(offset);
    }

    int leaseOf(long offset) {
        return leased == 0 ? LeaseTable.NONE : leases.find(ordinal, offset);
    }

    /** Messages that nobody has. */
    long waiting() {
        return counters.unsettled() - leased;
    }

    long ready() {
        return waiting() - delays.size();
    }

    /** The oldest message that nobody has, or {@link #NONE} when so many others stand before it. */
    long oldestFree(int most) {
        long offset = settled.nextAbsent(Math.max(low, freeFrom));
        for (int passed = 0; passed < most && offset < end; passed++) {
            if (leaseOf(offset) == LeaseTable.NONE) {
                freeFrom = offset;
                return offset;
            }
            offset = settled.nextAbsent(offset + 1);
        }
        freeFrom = offset;
        return NONE;
    }

    /**
     * The cursor moves on to {@code offset}; offsets on the way that are nothing count as settled.
     */
    void passTo(long offset) {
        if (offset > next) {
            if (delays.isEmpty() && leased == 0) {
                settled.addRange(next, offset);
            } else {
                for (long passed = next; passed < offset; passed++) {
                    if (!delays.contains(passed) && leaseOf(passed) == LeaseTable.NONE) {
                        settled.add(passed);
                    }
                }
            }
            next = offset;
            raiseLow();
        }
    }

    /** Gives a lease; returns its slot. */
    int lease(long offset, long number, long began, long until, long wall, int size) {
        int stale = leaseOf(offset);
        if (stale != LeaseTable.NONE && doubtful) {
            release(stale, 0, LeaseEnd.UNCOUNTED);
        } else if (stale != LeaseTable.NONE) {
            throw new IllegalStateException("offset " + offset + " is leased already");
        }
        int attempt = 1;
        long first = wall;
        boolean fromCursor = !keyed && offset >= next;
        boolean firstTime = delays.contains(offset) ? delays.isFirst(offset) : fromCursor;
        if (fromCursor && doubtful) {
            passOver(offset);
        } else if (fromCursor) {
            passTo(offset);
        }
        if (fromCursor) {
            next = offset + 1;
        }
        delays.remove(offset);
        firstTime |= !dueFirst.isEmpty() && dueFirst.remove(offset);
        boolean wasAgain = !again.isEmpty() && again.remove(offset);
        int known = tried.count(offset);
        if (known != Attempts.NONE) {
            attempt = known + 1;
            first = tried.first(offset);
        } else if (!keyed && !firstTime && (wasAgain || !fromCursor)) {
            attempt = 2;
            first = tried.first(offset);
        }
        tried.leased(offset);
        if (fromCursor) {
            tried.mark(offset, wall);
        }
        int slot = leases.add(ordinal, leaseHead, offset, number, began, until);
        leases.describe(slot, attempt, first, size);
        leaseHead = slot;
        leased++;
        leasedBytes += Math.max(0, size);
        if (!Unleased.keeps(leases, slot)) {
            counters.leasesGiven++;
        }
        return slot;
    }

    /** The lease that an entry ends; one whose beginning is among what is missing begins now. */
    int leaseToEnd(long offset, long now) {
        int slot = leaseOf(offset);
        boolean missing = slot == LeaseTable.NONE && doubtful && !isSettled(offset);
        return missing ? lease(offset, 0, now, now, 0, 0) : slot;
    }

    /** Keeps the key of a lease found at a start, until {@link KeyOrder} takes it over. */
    void keep(int slot, @Nullable Key key) {
        if (key != null) {
            leases.setOwner(slot, key);
        }
    }

    /** Settles a leased message. */
    void settle(int slot, Fate fate) {
        long offset = leases.offset(slot);
        int size = leases.bytes(slot);
        endLease(slot);
        tried.settledLeased(offset);
        settled(offset, size, fate);
    }

    /** Settles a message that is not leased. */
    void settleUnleased(long offset, int size, Fate fate) {
        delays.remove(offset);
        again.remove(offset);
        dueFirst.remove(offset);
        tried.settled(offset);
        settled(offset, size, fate);
    }

    /**
     * Ends a lease without settling the message.
     *
     * @param due engine time of the retry, 0 for at once
     * @param end whether it was an attempt
     */
    void release(int slot, long due, LeaseEnd end) {
        release(slot, due, end, leases.number(slot));
    }

    /** Ends a lease that its consumer never heard of: no lease before it is old for that. */
    void takeBack(int slot) {
        release(slot, 0, LeaseEnd.UNCOUNTED, Attempts.UNHEARD);
    }

    private void release(int slot, long due, LeaseEnd end, long number) {
        long offset = leases.offset(slot);
        int attempt = leases.attempt(slot) - (end == LeaseEnd.COUNTED ? 0 : 1);
        long first = leases.firstLeased(slot);
        freeFrom = Math.min(freeFrom, offset);
        boolean free = !keyed || (leases.owner(slot) == null && offset < next);
        endLease(slot);
        if (keyed || attempt != 1 || tried.marked(offset) != first) {
            tried.released(offset, attempt, first, number);
        } else {
            tried.released(offset);
        }
        if (due > 0) {
            delays.putRetry(offset, due);
        } else if (free) {
            again.add(offset);
        }
        if (deadlines != null) {
            deadlines.released(offset);
        }
    }

    /** As above, after an attempt that failed for this reason; none when it is empty. */
    void release(int slot, long due, LeaseEnd end, String reason) {
        if (!reason.isEmpty()) {
            tried.failed(leases.offset(slot), reason);
        }
        release(slot, due, end);
    }

    /** The lease ran out. That is kept as a reason only where others are: it is the usual one. */
    void expireLease(int slot, long due, LeaseEnd end) {
        counters.leasesExpired++;
        boolean failedBefore = tried.hasReasons(leases.offset(slot));
        release(slot, due, end, failedBefore ? Breaker.RAN_OUT : "");
    }

    /** A delay has ended. */
    void delayEnded(long offset) {
        boolean first = delays.isFirst(offset);
        delays.remove(offset);
        if (offset < next) {
            if (first) {
                dueFirst.add(offset);
            } else {
                again.add(offset);
            }
        }
    }

    /** How many messages below {@code bound} are neither settled nor leased. */
    long unleasedBelow(long bound) {
        long messages = ages.messagesBelow(bound);
        for (int slot = leaseHead; slot != LeaseTable.NONE; slot = leases.nextInPartition(slot)) {
            if (leases.offset(slot) < bound) {
                messages--;
            }
        }
        return messages;
    }

    /** Settles as expired what is below {@code bound} and not leased: so many messages. */
    void expireBelow(long bound, long messages) {
        settleBelow(bound, messages, Fate.EXPIRED);
    }

    /** Settles as purged what is below {@code bound} and not leased: so many messages. */
    void purgeBelow(long bound, long messages) {
        settleBelow(bound, messages, Fate.PURGED);
    }

    /**
     * What is known of messages that wait is in a page at this place, and no longer here. In a
     * replay it may be implied instead: where the cursor goes is not recorded, and so a first lease
     * behind it is one at it there.
     */
    void spill(long place, int bytes, long[] offsets) {
        for (long offset : offsets) {
            if (tried.waits(offset)) {
                tried.spill(offset, place, bytes);
            }
        }
    }

    /** What was spilled of a message is here again; nothing where it is implied. */
    void recall(AttemptEntry entry) {
        if (tried.isSpilled(entry.offset())) {
            tried.recall(entry);
        }
    }

    /** Ends all leases, when the partition is gone. */
    void endLeases() {
        while (leaseHead != LeaseTable.NONE) {
            endLease(leaseHead);
        }
        tried.drop();
    }

    private void settleBelow(long bound, long messages, Fate fate) {
        delays.removeBelow(bound);
        again.removeBelow(bound);
        dueFirst.removeBelow(bound);
        tried.settledBelow(bound, offset -> leaseOf(offset) != LeaseTable.NONE);
        settled.addRange(low, bound);
        long kept = 0;
        for (int slot = leaseHead; slot != LeaseTable.NONE; slot = leases.nextInPartition(slot)) {
            kept += leases.offset(slot) < bound ? 1 : 0;
        }
        ages.settledBelow(bound, messages + kept);
        for (int slot = leaseHead; slot != LeaseTable.NONE; slot = leases.nextInPartition(slot)) {
            if (leases.offset(slot) < bound) {
                settled.remove(leases.offset(slot));
                ages.unsettled(leases.offset(slot), leases.bytes(slot));
            }
        }
        ages.tidy();
        counters.count(fate, messages);
        if (!keyed) {
            next = Math.max(next, bound);
        }
        raiseLow();
        if (levels != null) {
            levels.settledBelow(low);
        }
    }

    private void settled(long offset, int size, Fate fate) {
        if (offset == low && settled.isEmpty()) {
            low++;
        } else {
            settled.add(offset);
            if (offset == low) {
                raiseLow();
            }
        }
        next = Math.max(next, low);
        if (levels != null) {
            levels.settled(offset);
        }
        if (deadlines != null) {
            deadlines.settled(offset);
        }
        ages.settled(offset, size);
        counters.count(fate, 1);
    }

    private void raiseLow() {
        low = settled.nextAbsent(low);
        settled.removeBelow(low);
        next = Math.max(next, low);
    }

    /** Ends a lease whose message is dealt with otherwise. */
    void endLease(int slot) {
        if (!rules.isEmpty()) {
            rules.remove(leases.offset(slot));
        }
        leasedBytes -= Math.max(0, leases.bytes(slot));
        leaseHead = leases.remove(slot, leaseHead);
        leased--;
    }
}

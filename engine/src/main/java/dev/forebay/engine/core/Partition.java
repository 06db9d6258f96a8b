package dev.forebay.engine.core;

import dev.forebay.engine.Refusal;
import dev.forebay.engine.struct.DueHeap;
import dev.forebay.engine.struct.LeaseTable;
import dev.forebay.engine.struct.Timer;
import dev.forebay.log.LogStream;
import dev.forebay.log.RetentionRule;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One partition as a state machine: every change is written to the journal and applied in the same
 * step; what the outside hears of it waits for the disk. Until it is loaded, commands wait.
 */
final class Partition extends Timer {
    private final Core core;
    private final QueueState queue;
    private final int number;
    private final LogStream stream;
    private final ByteBuffer tag;
    private final Subscription state;
    private final MessageCursor cursor;
    private final Order order;
    private final DedupWindow dedup;
    private final List<Runnable> whenLoaded = new ArrayList<>();
    final Growth growth = new Growth();
    private boolean loaded;
    private boolean loading;
    private boolean gone;
    private @Nullable Refusal broken;
    private @Nullable SnapshotPlace snapshot;

    Partition(Core core, QueueState queue, int number, int ordinal, LogStream stream) {
        this.core = core;
        this.queue = queue;
        this.number = number;
        this.stream = stream;
        this.tag = DeliveryJournal.tag(queue.id(), number);
        Order.Kind kind = Order.Kind.of(queue.settings().ordering());
        this.state = new Subscription(core.leases, ordinal, kind);
        this.cursor = new MessageCursor(core, this);
        this.order =
                switch (queue.settings().ordering()) {
                    case NONE -> new FreeOrder(core, this, state, cursor);
                    case BY_KEY -> new KeyOrder(core, this, state, cursor, KeyOrder.Keys.MANY);
                    case STRICT -> new KeyOrder(core, this, state, cursor, KeyOrder.Keys.ONE);
                };
        this.dedup = new DedupWindow(core.hashSeed);
    }

    QueueState queue() {
        return queue;
    }

    int queueId() {
        return queue.id();
    }

    int number() {
        return number;
    }

    LogStream stream() {
        return stream;
    }

    /** Names the partition in journal and snapshots. */
    ByteBuffer tag() {
        return tag;
    }

    Subscription state() {
        return state;
    }

    Order order() {
        return order;
    }

    DedupWindow dedup() {
        return dedup;
    }

    // --- loading

    boolean isLoaded() {
        return loaded;
    }

    /** Runs the task once the state is in memory; at once when it is. */
    void whenLoaded(Runnable task) {
        if (loaded || broken != null) {
            task.run();
            return;
        }
        whenLoaded.add(task);
        if (!loading) {
            loading = true;
            core.loader.load(this);
        }
    }

    /** The state is complete. */
    void loaded() {
        state.endLoading(core.leases);
        order.recovered();
        loaded = true;
        loading = false;
        advance(core.now());
        List<Runnable> tasks = List.copyOf(whenLoaded);
        whenLoaded.clear();
        tasks.forEach(Runnable::run);
        arm();
    }

    /** The state cannot be had: what asks for it is refused. */
    void broke(Refusal why) {
        broken = why;
        loading = false;
        List<Runnable> tasks = List.copyOf(whenLoaded);
        whenLoaded.clear();
        tasks.forEach(Runnable::run);
    }

    /** Why the partition cannot be used, or null. */
    @Nullable Refusal broken() {
        return broken;
    }

    /** The queue is new: there is nothing to load. */
    void startEmpty() {
        loaded = true;
        state.startAt(stream.startOffset());
    }

    @Nullable SnapshotPlace snapshot() {
        return snapshot;
    }

    void setSnapshot(SnapshotPlace place) {
        snapshot = place;
    }

    /** Lets go of segments that neither delivery nor a recovery needs. */
    void retain() {
        SnapshotPlace place = snapshot;
        if (place != null && !gone) {
            long needed = Math.min(place.head().low(), place.head().dedupFrom());
            stream.retain(
                    needed,
                    new RetentionRule(
                            queue.settings().retentionMillis(),
                            queue.settings().retentionBytes(),
                            core.wall()));
        }
    }

    /** The queue was deleted. */
    void drop() {
        gone = true;
        core.timers.cancel(this);
        state.endLeases();
        order.forget();
        whenLoaded.clear();
    }

    boolean isGone() {
        return gone;
    }

    // --- messages come

    void appended(long offset, long time, long wall, int size, long due) {
        state.appended(offset, time, wall, size, due);
        growth.message(size);
    }

    /** A batch of messages is on disk and accounted for. */
    void batchAppended(ByteBuffer batch, long from, long to) {
        cursor.fresh(batch, state.next, from, to);
        core.snapshots.grown(this);
        arm();
    }

    void readEnded() {
        if (!gone) {
            queue.receiving().serve();
        }
    }

    // --- messages go

    void journalled(DeliveryJournal journal) {
        if (!growth.hasEntries()) {
            core.snapshots.dirty(this);
        }
        growth.entry(journal);
        core.snapshots.grown(this);
    }

    void settle(int slot, Fate fate) {
        order.leaseEnds(slot, Order.SETTLED);
        JournalCodec.settle(core.journal.entry(this), core.leases.offset(slot), fate);
        state.settle(slot, fate);
        order.leaseEnded();
    }

    void settleUnleased(long offset, Fate fate) {
        JournalCodec.settleUnleased(core.journal.entry(this), offset, fate);
        state.settleUnleased(offset, -1, fate);
    }

    void release(int slot, long delayMillis) {
        long due = delayMillis > 0 ? core.now() + delayMillis : 0;
        order.leaseEnds(slot, due);
        JournalCodec.release(core.journal.entry(this), core.leases.offset(slot), due);
        state.release(slot, due, 0);
        order.leaseEnded();
        arm();
    }

    /** The lease ran out, or was made to. */
    void expireLease(int slot) {
        order.leaseEnds(slot, 0);
        JournalCodec.expireLease(core.journal.entry(this), core.leases.offset(slot));
        state.counters.leasesExpired++;
        state.release(slot, 0, 0);
        order.leaseEnded();
    }

    /** The consumer went before it heard of the lease. */
    void takeBack(int slot) {
        order.leaseEnds(slot, 0);
        JournalCodec.takeBack(core.journal.entry(this), core.leases.offset(slot));
        state.release(slot, 0, 1);
        order.leaseEnded();
    }

    void extend(int slot, long until) {
        JournalCodec.extend(core.journal.entry(this), core.leases.offset(slot), until);
        core.leases.extend(slot, until);
    }

    /** A lease reached its deadline. */
    void leaseExpired(int slot) {
        if (queue.isLastAttempt(core.leases.attempt(slot))) {
            // Before expiry is looked at: what is given up must be found in the dead-letter queue.
            JournalCodec.ranOut(core.journal.entry(this), core.leases.offset(slot));
            state.counters.leasesExpired++;
            core.deadLetters.begin(this, slot, DeadLetters.RAN_OUT, Durable.NOBODY);
        } else if (isExpired(state.ages.timeOf(core.leases.offset(slot)))) {
            settle(slot, Fate.EXPIRED);
        } else {
            expireLease(slot);
        }
        queue.receiving().serve();
    }

    // --- expiry and purge

    /** Whether a message sent at this engine time is past its queue's expiry. */
    boolean isExpired(long sentAt) {
        return core.now() - sentAt >= queue.settings().expiryMillis();
    }

    void expireOne(long offset, int size) {
        JournalCodec.settleUnleased(core.journal.entry(this), offset, Fate.EXPIRED);
        state.settleUnleased(offset, size, Fate.EXPIRED);
    }

    /** Settles everything that is here, what is on its way to the dead-letter queue included. */
    void purge() {
        for (int slot = state.leaseHead; slot != LeaseTable.NONE; ) {
            int following = core.leases.nextInPartition(slot);
            if (core.leases.parked(slot)) {
                core.deadLetters.settleInstead(this, slot, Fate.PURGED);
            } else {
                settle(slot, Fate.PURGED);
            }
            slot = following;
        }
        long bound = state.end;
        long messages = state.unleasedBelow(bound);
        JournalCodec.purgeBelow(core.journal.entry(this), bound, messages);
        state.purgeBelow(bound, messages);
        order.swept();
    }

    private void expireOld(long now) {
        long bound = state.ages.endOfSpansUntil(now - queue.settings().expiryMillis(), state.end);
        if (bound <= state.low) {
            return;
        }
        long messages = state.unleasedBelow(bound);
        if (messages > 0) {
            JournalCodec.expireBelow(core.journal.entry(this), bound, messages);
            state.expireBelow(bound, messages);
            order.swept();
        }
    }

    // --- time

    @Override
    protected void fire(long now) {
        if (gone) {
            return;
        }
        if (!loaded) {
            whenLoaded(() -> {});
            return;
        }
        advance(now);
        arm();
        queue.receiving().serve();
    }

    private void advance(long now) {
        while (state.delays.firstDue() <= now) {
            order.delayEnded(state.delays.firstOffset());
        }
        expireOld(now);
    }

    /** Sets the wake-up for what is due next. */
    void arm() {
        if (!loaded || gone) {
            return;
        }
        long oldest = state.ages.oldestSpanEnd();
        long expiry =
                oldest == DueHeap.NEVER
                        ? DueHeap.NEVER
                        : saturatedSum(oldest, queue.settings().expiryMillis());
        // Spans with nothing but leased messages stay expired; their leases' ends deal with them.
        long retry = core.now() + EXPIRY_RETRY_MILLIS;
        core.timers.at(
                this, Math.min(state.delays.firstDue(), expiry <= core.now() ? retry : expiry));
    }

    private static final long EXPIRY_RETRY_MILLIS = 1_000;

    private static long saturatedSum(long left, long right) {
        long sum = left + right;
        return sum < 0 ? DueHeap.NEVER : sum;
    }
}

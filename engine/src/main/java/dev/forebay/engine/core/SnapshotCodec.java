package dev.forebay.engine.core;

import dev.forebay.engine.RetryText;
import dev.forebay.engine.struct.ByteSink;
import dev.forebay.engine.struct.ByteSource;
import dev.forebay.engine.struct.Deadlines;
import dev.forebay.engine.struct.LeaseTable;
import java.nio.ByteBuffer;

/** Snapshots of a subscription's delivery state: a head of figures, then the state itself. */
final class SnapshotCodec {
    private static final int VERSION = 1;
    private static final int FIRST = 1;
    private static final int LEASE_BYTES = 36;
    private static final int DELAY_BYTES = 12;
    private static final int MAX_EXPECTED_BYTES = 64 << 20;

    private SnapshotCodec() {}

    static ByteBuffer write(Core core, Subscription subscription) {
        DeliveryState state = subscription.state();
        ByteSink sink = new ByteSink(expectedBytes(state));
        sink.putByte(VERSION);
        sink.putVarint(core.journal.sequence());
        sink.putVarint(state.end);
        sink.putVarint(state.low);
        sink.putVarint(dedupFrom(core, subscription));
        sink.putVarint(subscription.receiving().askedAt());
        sink.putVarint(due(core, subscription));
        sink.putVarint(state.leased);
        sink.putVarint(state.delays.size());
        sink.putVarint(state.ages.bytes());
        sink.putVarint(state.ages.oldestWall());
        sink.putVarint(state.tried.firstPlace() + 1);
        sink.putVarint(state.tried.spilledBytes());
        DedupRuns runs = state.dedupRuns;
        sink.putVarint((runs == null ? DedupRuns.NONE : runs.from()) + 1);
        sink.putVarint(runs == null ? 0 : runs.newest());
        state.counters.write(sink);
        sink.putVarint(state.next);
        state.settled.write(sink);
        state.again.write(sink);
        state.dueFirst.write(sink);
        writeDelays(state, sink);
        writeLeases(state, sink);
        writeRules(state, sink);
        state.tried.write(sink);
        state.breaker.write(sink);
        state.ages.write(sink);
        state.variety.write(sink);
        writeLevels(state, sink);
        Deadlines.write(state.deadlines, sink);
        sink.putByte(runs == null ? 0 : 1);
        if (runs != null) {
            runs.write(sink);
        }
        return sink.view();
    }

    /**
     * Room from the start for what there can be a million of, so that no growing copies pile up.
     */
    private static int expectedBytes(DeliveryState state) {
        long bytes =
                256 + (long) LEASE_BYTES * state.leased + (long) DELAY_BYTES * state.delays.size();
        return (int) Math.min(bytes, MAX_EXPECTED_BYTES);
    }

    /** Messages from here on are needed to rebuild the partition's deduplication window. */
    static long dedupFrom(Core core, Subscription subscription) {
        long end = subscription.state().end;
        if (subscription.number() != Subscription.WORK) {
            return end;
        }
        long oldest =
                subscription
                        .partition()
                        .dedup()
                        .oldestOffset(core.now(), subscription.queue().deduplication());
        return oldest == DedupWindow.NONE ? end : oldest;
    }

    private static long due(Core core, Subscription subscription) {
        long due = Math.min(subscription.state().delays.firstDue(), subscription.wakeUp().due());
        for (int slot = subscription.state().leaseHead;
                slot != LeaseTable.NONE;
                slot = core.leases.nextInPartition(slot)) {
            long deadline = core.leases.deadline(slot);
            // What is bound to a connection is free again as soon as another process begins.
            due = Math.min(due, deadline == LeaseTable.BOUND ? 0 : deadline);
        }
        return due;
    }

    private static void writeDelays(DeliveryState state, ByteSink sink) {
        sink.putVarint(state.delays.size());
        state.delays.forEach((offset, due, first) -> {
            sink.putVarint(offset);
            sink.putVarint(due);
            sink.putByte(first ? FIRST : 0);
        });
    }

    private static void writeLeases(DeliveryState state, ByteSink sink) {
        LeaseTable leases = state.leases;
        sink.putVarint(state.leased);
        for (int slot = state.leaseHead;
                slot != LeaseTable.NONE;
                slot = leases.nextInPartition(slot)) {
            sink.putVarint(leases.offset(slot));
            sink.putVarint(leases.number(slot));
            sink.putVarint(leases.began(slot));
            sink.putVarint(leases.deadline(slot));
            sink.putVarint(leases.attempt(slot));
            sink.putVarint(leases.firstLeased(slot));
            sink.putVarint(leases.bytes(slot));
            Key.write(KeyOwner.of(leases.owner(slot)), sink);
        }
    }

    private static void writeRules(DeliveryState state, ByteSink sink) {
        sink.putVarint(state.rules.size());
        state.rules.forEachLong((offset, rule) -> {
            sink.putVarint(offset);
            sink.putText(RetryText.write(rule));
        });
    }

    private static void writeLevels(DeliveryState state, ByteSink sink) {
        Levels levels = state.levels;
        sink.putByte(levels == null ? 0 : 1);
        if (levels != null) {
            levels.write(sink);
        }
    }

    private static void readLevels(ByteSource source, DeliveryState state) {
        if (source.getByte() == 0) {
            return;
        }
        Levels levels = state.levels;
        if (levels == null) {
            throw new IllegalStateException("a snapshot with priorities of a queue without");
        }
        levels.read(source);
    }

    private static void readRules(ByteSource source, DeliveryState state) {
        for (int left = source.getInt(); left > 0; left--) {
            long offset = source.getVarint();
            state.rules.put(offset, SettingsCodec.readRetry(source));
        }
    }

    static SnapshotHead readHead(ByteBuffer snapshot) {
        return head(new ByteSource(snapshot));
    }

    /** Fills an empty state. */
    static SnapshotHead read(ByteBuffer snapshot, DeliveryState state) {
        ByteSource source = new ByteSource(snapshot);
        SnapshotHead head = head(source);
        state.startAt(head.end());
        state.low = head.low();
        long next = source.getVarint();
        // By key everything that is not settled is looked at anew.
        state.next = state.keyed ? head.low() : next;
        state.counters.copy(head.counters());
        state.settled.read(source);
        state.again.read(source);
        state.dueFirst.read(source);
        readDelays(source, state);
        readLeases(source, state);
        readRules(source, state);
        state.tried.read(source, offset -> state.leaseOf(offset) != LeaseTable.NONE);
        state.breaker.read(source);
        state.ages.read(source);
        state.variety.read(source);
        readLevels(source, state);
        state.deadlines = Deadlines.read(source);
        if (source.getByte() != 0) {
            state.dedupRuns().read(source);
        }
        return head;
    }

    private static SnapshotHead head(ByteSource source) {
        int version = source.getByte();
        if (version != VERSION) {
            throw new IllegalStateException("a snapshot of version " + version);
        }
        long sequence = source.getVarint();
        long end = source.getVarint();
        long low = source.getVarint();
        long dedupFrom = source.getVarint();
        long askedAt = source.getVarint();
        long due = source.getVarint();
        long leased = source.getVarint();
        long delayed = source.getVarint();
        long bytes = source.getVarint();
        long oldest = source.getVarint();
        long spilledFrom = source.getVarint() - 1;
        long spilledBytes = source.getVarint();
        long dedupPagesFrom = source.getVarint() - 1;
        long dedupPagesUntil = source.getVarint();
        Counters counters = new Counters();
        counters.read(source);
        return new SnapshotHead(
                sequence,
                end,
                low,
                dedupFrom,
                askedAt,
                due,
                leased,
                delayed,
                bytes,
                oldest,
                spilledFrom,
                spilledBytes,
                dedupPagesFrom,
                dedupPagesUntil,
                counters);
    }

    private static void readDelays(ByteSource source, DeliveryState state) {
        for (int left = source.getInt(); left > 0; left--) {
            long offset = source.getVarint();
            long due = source.getVarint();
            if (source.getByte() == FIRST) {
                state.delays.putFirst(offset, due);
            } else {
                state.delays.putRetry(offset, due);
            }
        }
    }

    private static void readLeases(ByteSource source, DeliveryState state) {
        for (int left = source.getInt(); left > 0; left--) {
            long offset = source.getVarint();
            long number = source.getVarint();
            long began = source.getVarint();
            int slot =
                    state.leases.add(
                            state.ordinal,
                            state.leaseHead,
                            offset,
                            number,
                            began,
                            source.getVarint());
            int attempt = source.getInt();
            long first = source.getVarint();
            int size = source.getInt();
            state.leases.describe(slot, attempt, first, size);
            state.keep(slot, Key.read(source));
            state.leaseHead = slot;
            state.leased++;
            state.leasedBytes += Math.max(0, size);
        }
    }

    /** Where a replay has to begin, written beside the snapshots. */
    static ByteBuffer mark(long journalFrom, long sequence) {
        ByteSink sink = new ByteSink(24);
        sink.putByte(VERSION);
        sink.putVarint(journalFrom);
        sink.putVarint(sequence);
        return sink.copy();
    }

    /** The journal offset and the sequence number of a mark. */
    static long[] readMark(ByteBuffer mark) {
        ByteSource source = new ByteSource(mark);
        source.getByte();
        return new long[] {source.getVarint(), source.getVarint()};
    }
}

package dev.forebay.engine.core;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Priority;
import dev.forebay.engine.RetryRule;
import dev.forebay.engine.RetryText;
import dev.forebay.engine.struct.AttemptEntry;
import dev.forebay.engine.struct.ByteSink;
import dev.forebay.engine.struct.ByteSource;
import dev.forebay.engine.struct.LeaseTable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Entries of the delivery journal, written, replayed and told. A record is a version, a sequence
 * number, engine time and wall-clock time, then entries that begin with a code.
 */
final class JournalCodec {
    private static final int VERSION = 2;
    private static final int LEASE = 1;
    private static final int SETTLE = 2;
    private static final int SETTLE_UNLEASED = 3;
    private static final int RELEASE = 4;
    private static final int EXPIRE_LEASE = 5;
    private static final int TAKE_BACK = 6;
    private static final int EXTEND = 7;
    private static final int EXPIRE_BELOW = 8;
    private static final int PURGE_BELOW = 9;
    private static final int FORWARD = 10;
    private static final int RAN_OUT = 11;
    private static final int OWN_RULE = 12;
    private static final int BREAKER_OPEN = 13;
    private static final int BREAKER_PROBE = 14;
    private static final int BREAKER_CLOSE = 15;
    private static final int SPILL = 16;
    private static final int RECALL = 17;
    private static final int DEDUP_RUN = 18;
    private static final int DEDUP_FORGET = 19;
    private static final int ADMIT = 30;
    private static final int SKIP = 31;
    private static final int COPIED = 32;
    private static final int PASS_OVER = 33;
    private static final int CALLER = 50;
    private static final int BY = 51;
    private static final int GIVE_UP = 52;
    private static final int PARK = 34;
    private static final int RANK = 35;

    private JournalCodec() {}

    static void begin(ByteSink sink, long sequence, long now, long wall) {
        sink.putByte(VERSION);
        sink.putVarint(sequence);
        sink.putVarint(now);
        sink.putVarint(wall);
    }

    /** Tells who a number means. */
    static void caller(ByteSink sink, long number, Caller caller) {
        sink.putByte(CALLER);
        sink.putVarint(number);
        sink.putText(caller.face());
        sink.putText(caller.user());
        sink.putText(caller.address());
        sink.putText(caller.client());
    }

    /** Whose commands the entries that follow in this record come from. */
    static void by(ByteSink sink, long number) {
        sink.putByte(BY);
        sink.putVarint(number);
    }

    /** The message is not to be delivered again: it is about to be settled, or moved. */
    static void giveUp(ByteSink sink, long offset, String reason) {
        sink.putByte(GIVE_UP);
        sink.putVarint(offset);
        sink.putText(reason);
    }

    static void lease(
            ByteSink sink,
            long offset,
            long number,
            long until,
            long wall,
            int size,
            @Nullable Key key) {
        sink.putByte(LEASE);
        sink.putVarint(offset);
        sink.putVarint(number);
        sink.putVarint(until);
        sink.putVarint(wall);
        sink.putVarint(size);
        Key.write(key, sink);
    }

    static void settle(ByteSink sink, long offset, Fate fate) {
        sink.putByte(SETTLE);
        sink.putVarint(offset);
        sink.putByte(fate.code());
    }

    static void settleUnleased(ByteSink sink, long offset, Fate fate) {
        sink.putByte(SETTLE_UNLEASED);
        sink.putVarint(offset);
        sink.putByte(fate.code());
    }

    static void release(ByteSink sink, long offset, long due, LeaseEnd end, String reason) {
        sink.putByte(RELEASE);
        sink.putVarint(offset);
        sink.putVarint(due);
        sink.putByte(end.code());
        sink.putText(reason);
    }

    static void expireLease(ByteSink sink, long offset, long due, LeaseEnd end) {
        sink.putByte(EXPIRE_LEASE);
        sink.putVarint(offset);
        sink.putVarint(due);
        sink.putByte(end.code());
    }

    /** The message that was just leased has a retry rule of its own. */
    static void ownRule(ByteSink sink, long offset, RetryRule rule) {
        sink.putByte(OWN_RULE);
        sink.putVarint(offset);
        sink.putText(RetryText.write(rule));
    }

    static void breakerOpen(ByteSink sink, long until, long pause, String reason) {
        sink.putByte(BREAKER_OPEN);
        sink.putVarint(until);
        sink.putVarint(pause);
        sink.putText(reason);
    }

    static void breakerProbe(ByteSink sink, long offset) {
        sink.putByte(BREAKER_PROBE);
        sink.putVarint(offset);
    }

    static void breakerClose(ByteSink sink) {
        sink.putByte(BREAKER_CLOSE);
        sink.putVarint(0);
    }

    /** The last allowed lease ran out; the message is about to move. */
    static void ranOut(ByteSink sink, long offset) {
        sink.putByte(RAN_OUT);
        sink.putVarint(offset);
    }

    /** The lease never reached its consumer. */
    static void takeBack(ByteSink sink, long offset) {
        sink.putByte(TAKE_BACK);
        sink.putVarint(offset);
    }

    static void extend(ByteSink sink, long offset, long until) {
        sink.putByte(EXTEND);
        sink.putVarint(offset);
        sink.putVarint(until);
    }

    static void expireBelow(ByteSink sink, long bound, long messages) {
        sink.putByte(EXPIRE_BELOW);
        sink.putVarint(bound);
        sink.putVarint(messages);
    }

    static void purgeBelow(ByteSink sink, long bound, long messages) {
        sink.putByte(PURGE_BELOW);
        sink.putVarint(bound);
        sink.putVarint(messages);
    }

    /** Where a message that left went; its identity is the trace. */
    static void forward(ByteSink sink, long offset, int queueId) {
        sink.putByte(FORWARD);
        sink.putVarint(offset);
        sink.putVarint(queueId);
    }

    /** A message that a selection meant was taken up at the time of the record. */
    static void admit(ByteSink sink, long offset, long wall, int size, long due) {
        sink.putByte(ADMIT);
        sink.putVarint(offset);
        sink.putVarint(wall);
        sink.putVarint(size);
        sink.putVarint(due);
    }

    /** A selection was looked through up to here. */
    static void skip(ByteSink sink, long position) {
        sink.putByte(SKIP);
        sink.putVarint(position);
    }

    /** A selection was looked through up to here, and so many messages were copied elsewhere. */
    static void copied(ByteSink sink, long position, long messages) {
        sink.putByte(COPIED);
        sink.putVarint(position);
        sink.putVarint(messages);
    }

    /** The cursor stepped over messages up to here that could not be read. */
    static void passOver(ByteSink sink, long position) {
        sink.putByte(PASS_OVER);
        sink.putVarint(position);
    }

    /** The cursor stepped over messages of keys that have to wait, from one offset to another. */
    static void park(ByteSink sink, long from, long position) {
        sink.putByte(PARK);
        sink.putVarint(from);
        sink.putVarint(position);
    }

    /** The message that was just taken up has this priority. */
    static void rank(ByteSink sink, long offset, int level) {
        sink.putByte(RANK);
        sink.putVarint(offset);
        sink.putVarint(level);
    }

    /** What is known of these messages, which wait, is in a page at this place. */
    static void spill(ByteSink sink, long place, int bytes, long[] offsets) {
        sink.putByte(SPILL);
        sink.putVarint(place);
        sink.putVarint(bytes);
        sink.putVarint(offsets.length);
        long before = 0;
        for (long offset : offsets) {
            sink.putVarint(offset - before);
            before = offset;
        }
    }

    /** What was spilled of a message is in the heap again. */
    static void recall(ByteSink sink, AttemptEntry entry) {
        sink.putByte(RECALL);
        sink.putVarint(entry.offset());
        sink.putVarint(entry.count() + 1);
        sink.putVarint(entry.first());
        sink.putVarint(entry.last());
        sink.putVarint(entry.reasons().size());
        entry.reasons().forEach(sink::putText);
    }

    /** Deduplication ids are on disk, and not in the heap any more. */
    static void dedupRun(ByteSink sink, DedupRun run) {
        sink.putByte(DEDUP_RUN);
        run.write(sink);
    }

    /** Runs of deduplication ids before this place are too old. */
    static void dedupForget(ByteSink sink, long place) {
        sink.putByte(DEDUP_FORGET);
        sink.putVarint(place);
    }

    /** The sequence number of a record, and the greatest that its entries use. */
    static long[] sequences(ByteBuffer record) {
        ByteSource source = opened(record);
        long sequence = source.getVarint();
        skip(source, 2);
        long greatest = sequence;
        while (source.hasMore()) {
            int code = source.getByte();
            source.getVarint();
            if (code == LEASE) {
                greatest = Math.max(greatest, source.getVarint());
                skipLease(source);
            } else {
                skipRest(code, source);
            }
        }
        return new long[] {sequence, greatest};
    }

    /** Passes over what an entry holds beside its code and its first number. */
    private static void skipRest(int code, ByteSource source) {
        switch (code) {
            case LEASE -> {
                skip(source, 1);
                skipLease(source);
            }
            case TAKE_BACK,
                    RAN_OUT,
                    BREAKER_PROBE,
                    BREAKER_CLOSE,
                    SKIP,
                    PASS_OVER,
                    BY,
                    DEDUP_FORGET -> {}
            case RELEASE -> {
                skip(source, 2);
                source.getText();
            }
            case EXPIRE_LEASE -> skip(source, 2);
            case OWN_RULE -> source.getText();
            case SPILL -> {
                skip(source, 1);
                skip(source, source.getInt());
            }
            case RECALL -> readEntry(0, source);
            case DEDUP_RUN -> DedupRun.read(0, source);
            case BREAKER_OPEN -> {
                skip(source, 1);
                source.getText();
            }
            case ADMIT -> skip(source, 3);
            case SETTLE,
                    SETTLE_UNLEASED,
                    EXTEND,
                    EXPIRE_BELOW,
                    PURGE_BELOW,
                    FORWARD,
                    COPIED,
                    PARK,
                    RANK ->
                    skip(source, 1);
            case GIVE_UP -> source.getText();
            case CALLER -> readCaller(source);
            default -> throw unknown(code);
        }
    }

    /** Passes over what follows the number of a lease. */
    private static void skipLease(ByteSource source) {
        skip(source, 3);
        Key.read(source);
    }

    private static Caller readCaller(ByteSource source) {
        return new Caller(source.getText(), source.getText(), source.getText(), source.getText());
    }

    /**
     * Applies a record to a state.
     *
     * @param end one more than the last message of the partition; nothing may have happened beyond,
     *     so that no record makes the state grow by more than there are messages
     * @throws IllegalStateException when the record tells what cannot have happened; part of it may
     *     be in the state
     */
    static void replay(ByteBuffer record, DeliveryState state, long end) {
        ByteSource source = opened(record);
        source.getVarint();
        long now = source.getVarint();
        source.getVarint();
        while (source.hasMore()) {
            int code = source.getByte();
            long offset = source.getVarint();
            within(code, offset, end);
            switch (code) {
                case LEASE -> {
                    long number = source.getVarint();
                    long until = source.getVarint();
                    long wall = source.getVarint();
                    int size = source.getInt();
                    int slot = state.lease(offset, number, now, until, wall, size);
                    state.keep(slot, Key.read(source));
                }
                case SETTLE -> state.settle(slot(state, offset, now), fate(source));
                case SETTLE_UNLEASED -> state.settleUnleased(offset, -1, fate(source));
                case RELEASE -> {
                    long due = source.getVarint();
                    LeaseEnd how = LeaseEnd.of(source.getByte());
                    state.release(slot(state, offset, now), due, how, source.getText());
                }
                case EXPIRE_LEASE -> {
                    long due = source.getVarint();
                    state.expireLease(slot(state, offset, now), due, LeaseEnd.of(source.getByte()));
                }
                case TAKE_BACK -> state.takeBack(slot(state, offset, now));
                case OWN_RULE -> state.rules.put(offset, SettingsCodec.readRetry(source));
                case BREAKER_OPEN -> {
                    long pause = source.getVarint();
                    state.breaker.open(offset, pause, source.getText());
                }
                case BREAKER_PROBE -> state.breaker.probe(offset);
                case BREAKER_CLOSE -> state.breaker.close();
                case EXTEND -> state.leases.extend(slot(state, offset, now), source.getVarint());
                case EXPIRE_BELOW -> state.expireBelow(offset, source.getVarint());
                case PURGE_BELOW -> state.purgeBelow(offset, source.getVarint());
                case FORWARD -> source.getVarint();
                case RAN_OUT -> state.counters.leasesExpired++;
                case ADMIT -> {
                    long wall = source.getVarint();
                    int size = source.getInt();
                    state.admit(offset, now, wall, size, source.getVarint());
                }
                case SKIP -> state.skipTo(offset);
                case COPIED -> state.copied(offset, source.getVarint());
                case PASS_OVER -> state.passOver(Math.min(offset, end));
                case PARK -> {
                    long position = source.getVarint();
                    state.park(Math.min(offset, end), Math.min(position, end));
                }
                case RANK -> state.rank(offset, level(source));
                case SPILL -> state.spill(offset, source.getInt(), readOffsets(source));
                case RECALL -> state.recall(readEntry(offset, source));
                case DEDUP_RUN -> state.addDedupRun(DedupRun.read(offset, source));
                case DEDUP_FORGET -> state.dedupRuns().forget(offset);
                case BY -> {}
                case GIVE_UP -> source.getText();
                default -> throw unknown(code);
            }
        }
    }

    private static long[] readOffsets(ByteSource source) {
        int count = source.getInt();
        if (count < 0 || count > source.remaining()) {
            throw new IllegalStateException("the journal tells of " + count + " spilled messages");
        }
        long[] offsets = new long[count];
        long offset = 0;
        for (int i = 0; i < count; i++) {
            offset += source.getVarint();
            offsets[i] = offset;
        }
        return offsets;
    }

    private static AttemptEntry readEntry(long offset, ByteSource source) {
        int count = source.getInt() - 1;
        long first = source.getVarint();
        long last = source.getVarint();
        List<String> reasons = new ArrayList<>();
        for (int left = source.getInt(); left > 0; left--) {
            reasons.add(source.getText());
        }
        return new AttemptEntry(offset, count, first, last, reasons);
    }

    /** The sequence number of a record. */
    static long sequence(ByteBuffer record) {
        return opened(record).getVarint();
    }

    /** Engine time and wall-clock time of a record. */
    static long[] times(ByteBuffer record) {
        ByteSource source = opened(record);
        source.getVarint();
        return new long[] {source.getVarint(), source.getVarint()};
    }

    /** Tells what a record holds. */
    static void tell(ByteBuffer record, JournalTale tale) {
        ByteSource source = opened(record);
        source.getVarint();
        long now = source.getVarint();
        source.getVarint();
        while (source.hasMore()) {
            int code = source.getByte();
            long offset = source.getVarint();
            switch (code) {
                case LEASE -> {
                    long number = source.getVarint();
                    tale.leased(offset, number, source.getVarint() - now);
                    skip(source, 2);
                    Key.read(source);
                }
                case SETTLE, SETTLE_UNLEASED -> tale.settled(offset, fate(source));
                case RELEASE -> {
                    long due = source.getVarint();
                    LeaseEnd end = LeaseEnd.of(source.getByte());
                    tale.released(offset, due == 0 ? 0 : due - now, end, source.getText());
                }
                case EXPIRE_LEASE -> {
                    source.getVarint();
                    tale.leaseExpired(offset, LeaseEnd.of(source.getByte()));
                }
                case RAN_OUT -> tale.ranOut(offset);
                case TAKE_BACK -> tale.takenBack(offset);
                case EXTEND -> tale.extended(offset, source.getVarint() - now);
                case GIVE_UP -> tale.gaveUp(offset, source.getText());
                case FORWARD -> tale.forwarded(offset, source.getInt());
                case EXPIRE_BELOW -> tale.settledBelow(offset, Fate.EXPIRED, source.getVarint());
                case PURGE_BELOW -> tale.settledBelow(offset, Fate.PURGED, source.getVarint());
                case ADMIT -> {
                    tale.takenUp(offset);
                    skipRest(code, source);
                }
                case COPIED -> tale.copied(offset, source.getVarint());
                case CALLER -> tale.caller(offset, readCaller(source));
                case BY -> tale.by(offset);
                default -> skipRest(code, source);
            }
        }
    }

    private static int level(ByteSource source) {
        int level = source.getInt();
        if (level < Priority.LOWEST || level > Priority.HIGHEST) {
            throw new IllegalStateException("the journal tells of a priority of " + level);
        }
        return level;
    }

    private static ByteSource opened(ByteBuffer record) {
        ByteSource source = new ByteSource(record);
        int version = source.getByte();
        if (version != VERSION) {
            throw new IllegalStateException("a journal record of version " + version);
        }
        return source;
    }

    private static void within(int code, long offset, long end) {
        switch (code) {
            case BREAKER_OPEN, BREAKER_CLOSE, BY, SPILL, DEDUP_RUN, DEDUP_FORGET -> {
                // Their first number is a time, nothing, a caller's, or a place elsewhere.
                return;
            }
            default -> {}
        }
        if (offset >= 0 && (code == PASS_OVER || code == PARK)) {
            // What was stepped over and then lost at the end of the stream is no contradiction.
            return;
        }
        boolean ofOneMessage =
                switch (code) {
                    case EXPIRE_BELOW, PURGE_BELOW, SKIP, COPIED -> false;
                    default -> true;
                };
        if (offset < 0 || offset > end || (ofOneMessage && offset == end)) {
            throw new IllegalStateException(
                    "the journal tells of offset "
                            + offset
                            + " (entry of code "
                            + code
                            + "), and the partition ends at "
                            + end);
        }
    }

    private static int slot(DeliveryState state, long offset, long now) {
        int slot = state.leaseToEnd(offset, now);
        if (slot == LeaseTable.NONE) {
            throw new IllegalStateException(
                    "the journal ends a lease of " + offset + " that is not there");
        }
        return slot;
    }

    private static Fate fate(ByteSource source) {
        return Fate.of(source.getByte());
    }

    private static void skip(ByteSource source, int numbers) {
        for (int i = 0; i < numbers; i++) {
            source.getVarint();
        }
    }

    private static IllegalStateException unknown(int code) {
        return new IllegalStateException("a journal entry of code " + code);
    }
}

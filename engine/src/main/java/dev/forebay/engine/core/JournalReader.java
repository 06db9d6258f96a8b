package dev.forebay.engine.core;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Priority;
import dev.forebay.engine.struct.AttemptEntry;
import dev.forebay.engine.struct.ByteSource;
import dev.forebay.engine.struct.LeaseTable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads what {@link JournalWriter} writes: to replay it, to tell it, or for its sequence numbers
 * alone.
 */
final class JournalReader {
    private JournalReader() {}

    /** The sequence number of a record, and the greatest that its entries use. */
    static long[] sequences(ByteBuffer record) {
        ByteSource source = opened(record);
        long sequence = source.getVarint();
        skip(source, 2);
        long greatest = sequence;
        while (source.hasMore()) {
            int code = source.getByte();
            source.getVarint();
            if (code == JournalWriter.LEASE) {
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
            case JournalWriter.LEASE -> {
                skip(source, 1);
                skipLease(source);
            }
            case JournalWriter.TAKE_BACK,
                    JournalWriter.RAN_OUT,
                    JournalWriter.BREAKER_PROBE,
                    JournalWriter.BREAKER_CLOSE,
                    JournalWriter.SKIP,
                    JournalWriter.PASS_OVER,
                    JournalWriter.BY,
                    JournalWriter.DEDUP_FORGET -> {}
            case JournalWriter.PURGE_SCHEDULED -> skip(source, 2);
            case JournalWriter.WITHDRAW -> {
                skip(source, 2);
                readSender(source);
            }
            case JournalWriter.RELEASE -> {
                skip(source, 2);
                source.getText();
            }
            case JournalWriter.EXPIRE_LEASE -> skip(source, 2);
            case JournalWriter.OWN_RULE -> source.getText();
            case JournalWriter.SPILL -> {
                skip(source, 1);
                skip(source, source.getInt());
            }
            case JournalWriter.RECALL -> readEntry(0, source);
            case JournalWriter.DEDUP_RUN -> DedupRun.read(0, source);
            case JournalWriter.BREAKER_OPEN -> {
                skip(source, 1);
                source.getText();
            }
            case JournalWriter.ADMIT -> skip(source, 3);
            case JournalWriter.SETTLE,
                    JournalWriter.SETTLE_UNLEASED,
                    JournalWriter.EXTEND,
                    JournalWriter.EXPIRE_BELOW,
                    JournalWriter.PURGE_BELOW,
                    JournalWriter.FORWARD,
                    JournalWriter.COPIED,
                    JournalWriter.PARK,
                    JournalWriter.RANK,
                    JournalWriter.LAPSE ->
                    skip(source, 1);
            case JournalWriter.GIVE_UP -> source.getText();
            case JournalWriter.CALLER -> caller(source);
            default -> throw unknown(code);
        }
    }

    /** Passes over what follows the number of a lease. */
    private static void skipLease(ByteSource source) {
        skip(source, 3);
        Key.read(source);
    }

    static Caller caller(ByteSource source) {
        return new Caller(source.getText(), source.getText(), source.getText(), source.getText());
    }

    private static Optional<Caller> readSender(ByteSource source) {
        return source.getByte() == 1 ? Optional.of(caller(source)) : Optional.empty();
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
                case JournalWriter.LEASE -> {
                    long number = source.getVarint();
                    long until = source.getVarint();
                    long wall = source.getVarint();
                    int size = source.getInt();
                    int slot = state.lease(offset, number, now, until, wall, size);
                    state.keep(slot, Key.read(source));
                }
                case JournalWriter.SETTLE -> state.settle(slot(state, offset, now), fate(source));
                case JournalWriter.SETTLE_UNLEASED ->
                        state.settleUnleased(offset, -1, fate(source));
                case JournalWriter.RELEASE -> {
                    long due = source.getVarint();
                    LeaseEnd how = LeaseEnd.of(source.getByte());
                    state.release(slot(state, offset, now), due, how, source.getText());
                }
                case JournalWriter.EXPIRE_LEASE -> {
                    long due = source.getVarint();
                    state.expireLease(slot(state, offset, now), due, LeaseEnd.of(source.getByte()));
                }
                case JournalWriter.TAKE_BACK -> state.takeBack(slot(state, offset, now));
                case JournalWriter.OWN_RULE ->
                        state.rules.put(offset, SettingsCodec.readRetry(source));
                case JournalWriter.BREAKER_OPEN -> {
                    long pause = source.getVarint();
                    state.breaker.open(offset, pause, source.getText());
                }
                case JournalWriter.BREAKER_PROBE -> state.breaker.probe(offset);
                case JournalWriter.BREAKER_CLOSE -> state.breaker.close();
                case JournalWriter.EXTEND ->
                        state.leases.extend(slot(state, offset, now), source.getVarint());
                case JournalWriter.EXPIRE_BELOW -> state.expireBelow(offset, source.getVarint());
                case JournalWriter.PURGE_BELOW -> state.purgeBelow(offset, source.getVarint());
                case JournalWriter.FORWARD -> source.getVarint();
                case JournalWriter.RAN_OUT -> state.counters.leasesExpired++;
                case JournalWriter.ADMIT -> {
                    long wall = source.getVarint();
                    int size = source.getInt();
                    state.admit(offset, now, wall, size, source.getVarint());
                }
                case JournalWriter.SKIP -> state.skipTo(offset);
                case JournalWriter.COPIED -> state.copied(offset, source.getVarint());
                case JournalWriter.PASS_OVER -> state.passOver(Math.min(offset, end));
                case JournalWriter.PARK -> {
                    long position = source.getVarint();
                    state.park(Math.min(offset, end), Math.min(position, end));
                }
                case JournalWriter.RANK -> state.rank(offset, level(source));
                case JournalWriter.LAPSE -> state.lapse(offset, source.getVarint(), now);
                case JournalWriter.SPILL ->
                        state.spill(offset, source.getInt(), readOffsets(source));
                case JournalWriter.RECALL -> state.recall(readEntry(offset, source));
                case JournalWriter.DEDUP_RUN -> state.addDedupRun(DedupRun.read(offset, source));
                case JournalWriter.DEDUP_FORGET -> state.dedupRuns().forget(offset);
                case JournalWriter.BY -> {}
                case JournalWriter.WITHDRAW, JournalWriter.PURGE_SCHEDULED ->
                        skipRest(code, source);
                case JournalWriter.GIVE_UP -> source.getText();
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
                case JournalWriter.LEASE -> {
                    long number = source.getVarint();
                    tale.leased(offset, number, source.getVarint() - now);
                    skip(source, 2);
                    Key.read(source);
                }
                case JournalWriter.SETTLE, JournalWriter.SETTLE_UNLEASED ->
                        tale.settled(offset, fate(source));
                case JournalWriter.RELEASE -> {
                    long due = source.getVarint();
                    LeaseEnd end = LeaseEnd.of(source.getByte());
                    tale.released(offset, due == 0 ? 0 : due - now, end, source.getText());
                }
                case JournalWriter.EXPIRE_LEASE -> {
                    source.getVarint();
                    tale.leaseExpired(offset, LeaseEnd.of(source.getByte()));
                }
                case JournalWriter.RAN_OUT -> tale.ranOut(offset);
                case JournalWriter.TAKE_BACK -> tale.takenBack(offset);
                case JournalWriter.EXTEND -> tale.extended(offset, source.getVarint() - now);
                case JournalWriter.GIVE_UP -> tale.gaveUp(offset, source.getText());
                case JournalWriter.FORWARD -> tale.forwarded(offset, source.getInt());
                case JournalWriter.EXPIRE_BELOW ->
                        tale.settledBelow(offset, Fate.EXPIRED, source.getVarint());
                case JournalWriter.PURGE_BELOW ->
                        tale.settledBelow(offset, Fate.PURGED, source.getVarint());
                case JournalWriter.ADMIT -> {
                    tale.takenUp(offset);
                    skipRest(code, source);
                }
                case JournalWriter.COPIED -> tale.copied(offset, source.getVarint());
                case JournalWriter.CALLER -> tale.caller(offset, caller(source));
                case JournalWriter.BY -> tale.by(offset);
                case JournalWriter.SKIP -> tale.skipped(offset);
                case JournalWriter.WITHDRAW -> {
                    LaterPlace at = new LaterPlace(offset, source.getVarint());
                    long sentAt = source.getVarint();
                    tale.withdrawn(at, sentAt, readSender(source));
                }
                case JournalWriter.PURGE_SCHEDULED ->
                        tale.scheduledPurged(
                                offset, new LaterPlace(source.getVarint(), source.getVarint()));
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
        if (version != JournalWriter.VERSION) {
            throw new IllegalStateException("a journal record of version " + version);
        }
        return source;
    }

    private static void within(int code, long offset, long end) {
        switch (code) {
            case JournalWriter.BREAKER_OPEN,
                    JournalWriter.BREAKER_CLOSE,
                    JournalWriter.BY,
                    JournalWriter.SPILL,
                    JournalWriter.DEDUP_RUN,
                    JournalWriter.DEDUP_FORGET,
                    JournalWriter.WITHDRAW,
                    JournalWriter.PURGE_SCHEDULED -> {
                // Their first number is a time, nothing, a caller's, or a place elsewhere.
                return;
            }
            default -> {}
        }
        if (offset >= 0 && (code == JournalWriter.PASS_OVER || code == JournalWriter.PARK)) {
            // What was stepped over and then lost at the end of the stream is no contradiction.
            return;
        }
        boolean ofOneMessage =
                switch (code) {
                    case JournalWriter.EXPIRE_BELOW,
                            JournalWriter.PURGE_BELOW,
                            JournalWriter.SKIP,
                            JournalWriter.COPIED ->
                            false;
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

package dev.forebay.engine.sim;

import dev.forebay.log.AppendCompletion;
import dev.forebay.log.Damage;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStore;
import dev.forebay.log.LogStream;
import dev.forebay.log.StoreState;
import dev.forebay.log.StoreStateListener;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.StreamName;
import dev.forebay.log.record.RecordBatchReader;
import dev.forebay.log.record.RecordBatchWriter;
import dev.forebay.testkit.sim.SimLane;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A store that answers some of what the engine writes at once, as for one that does not wait:
 * leases and spilled attempts without ever writing them, or acks before they are written; or that
 * writes filters of deduplication ids that have no ids in them.
 */
final class HastyStore implements LogStore {
    private static final StreamName JOURNAL = new StreamName("journal/0");
    private static final StreamName SCHEDULES = new StreamName("schedules/0");
    private static final StreamName ATTEMPTS = new StreamName("attempts/0");
    private static final StreamName LATER = new StreamName("later/0");
    private static final StreamName IDS = new StreamName("dedup/0");

    /** Of a filter of one line, enough for 25 ids. */
    private static final int FILTER_BYTES = 4 + 64;

    private static final int LEASE = 1;
    private static final int SETTLE = 2;
    private static final int BY = 51;
    private static final int NUMBERS_BEFORE_CODE = 3;

    private final LogStore store;
    private final PlantedFlaw flaw;
    private final SimLane lane;

    HastyStore(LogStore store, PlantedFlaw flaw, SimLane lane) {
        this.store = store;
        this.flaw = flaw;
        this.lane = lane;
    }

    @Override
    public void append(List<StreamAppend> given, AppendCompletion completion) {
        List<StreamAppend> entries = given;
        if (flaw == PlantedFlaw.IDS_NOT_IN_THEIR_FILTER && isOf(IDS, given.getFirst())) {
            entries = List.of(withoutBits(given.getFirst()));
        }
        StreamName late =
                switch (flaw) {
                    case DUE_IN_TWO_STEPS -> LATER;
                    case RUN_IN_TWO_STEPS -> SCHEDULES;
                    default -> JOURNAL;
                };
        if (!late.equals(JOURNAL) && isSplit(entries, late)) {
            appendInTwo(entries, late, completion);
            return;
        }
        if (isOfDeadLetters(entries)) {
            SplitAppend.of(entries, flaw == PlantedFlaw.SETTLED_BEFORE_SENT).to(store, completion);
            return;
        }
        boolean hasty =
                switch (flaw) {
                    case LEASE_NOT_PERSISTED -> areOnly(entries, LEASE);
                    case ACK_BEFORE_DURABLE -> areOnly(entries, SETTLE);
                    case ATTEMPTS_NOT_WRITTEN -> isOf(ATTEMPTS, entries.getFirst());
                    default -> false;
                };
        if (!hasty) {
            store.append(entries, completion);
            return;
        }
        long[] offsets = {entries.getFirst().targets().getFirst().endOffset()};
        lane.execute(() -> completion.completed(offsets));
        if (flaw == PlantedFlaw.ACK_BEFORE_DURABLE) {
            store.append(entries, UNHEARD);
        }
    }

    /** A page of a few ids stays; a filter for a few, of which most bits are 0, has none left. */
    private static StreamAppend withoutBits(StreamAppend entry) {
        RecordBatchReader reader = new RecordBatchReader();
        reader.reset(entry.batch().duplicate());
        if (!reader.next() || reader.valueBytes() != FILTER_BYTES) {
            return entry;
        }
        ByteBuffer page = ByteBuffer.allocate(FILTER_BYTES).putInt(0, reader.value().getInt());
        RecordBatchWriter writer = new RecordBatchWriter(2 * FILTER_BYTES);
        writer.append(reader.timestamp(), null, page, List.of());
        return new StreamAppend(entry.targets().getFirst(), writer.finish());
    }

    private static boolean isOf(StreamName name, StreamAppend entry) {
        return entry.targets().getFirst().name().equals(name);
    }

    private static boolean isSplit(List<StreamAppend> entries, StreamName late) {
        return entries.stream().anyMatch(entry -> isOf(late, entry))
                && !entries.stream().allMatch(entry -> isOf(late, entry));
    }

    private void appendInTwo(
            List<StreamAppend> entries, StreamName late, AppendCompletion completion) {
        List<StreamAppend> first = entries.stream().filter(entry -> !isOf(late, entry)).toList();
        List<StreamAppend> second = entries.stream().filter(entry -> isOf(late, entry)).toList();
        store.append(
                first,
                new AppendCompletion() {
                    @Override
                    public void completed(long[] offsets) {
                        store.append(second, UNHEARD);
                        long[] all = new long[entries.size()];
                        int next = 0;
                        for (int i = 0; i < all.length; i++) {
                            all[i] = isOf(late, entries.get(i)) ? 0 : offsets[next++];
                        }
                        completion.completed(all);
                    }

                    @Override
                    public void failed(LogFailure failure) {
                        completion.failed(failure);
                    }
                });
    }

    /** Whether this flaw splits what is sent with what the journal tells. */
    private boolean isOfDeadLetters(List<StreamAppend> entries) {
        int least =
                switch (flaw) {
                    case FAN_OUT_IN_TWO_STEPS -> 3;
                    case SETTLED_BEFORE_SENT -> 2;
                    default -> Integer.MAX_VALUE;
                };
        return entries.size() >= least && isOf(JOURNAL, entries.getLast());
    }

    private static boolean areOnly(List<StreamAppend> entries, int code) {
        if (entries.size() != 1
                || !entries.getFirst().targets().getFirst().name().equals(JOURNAL)) {
            return false;
        }
        RecordBatchReader reader = new RecordBatchReader();
        reader.reset(entries.getFirst().batch().duplicate());
        while (reader.next()) {
            if (firstCode(reader.value()) != code) {
                return false;
            }
        }
        return true;
    }

    /** The code of the first entry that tells of a message. */
    private static int firstCode(ByteBuffer record) {
        int at = behindNumbers(record, record.position() + 1, NUMBERS_BEFORE_CODE);
        return record.get(record.get(at) == BY ? behindNumbers(record, at + 1, 1) : at);
    }

    private static int behindNumbers(ByteBuffer record, int from, int count) {
        int at = from;
        for (int numbers = 0; numbers < count; at++) {
            numbers += record.get(at) >= 0 ? 1 : 0;
        }
        return at;
    }

    @Override
    public LogStream stream(StreamName name) {
        return store.stream(name);
    }

    @Override
    public LogStream volatileStream(StreamName name) {
        return store.volatileStream(name);
    }

    @Override
    public Optional<LogStream> find(StreamName name) {
        return store.find(name);
    }

    @Override
    public Collection<LogStream> streams() {
        return store.streams();
    }

    @Override
    public void resume() {
        store.resume();
    }

    @Override
    public void delete(StreamName name, AppendCompletion completion) {
        store.delete(name, completion);
    }

    @Override
    public void checkpoint(AppendCompletion completion) {
        store.checkpoint(completion);
    }

    @Override
    public StoreState state() {
        return store.state();
    }

    @Override
    public void onStateChange(StoreStateListener listener) {
        store.onStateChange(listener);
    }

    @Override
    public long lastEngineTime() {
        return store.lastEngineTime();
    }

    @Override
    public long lastCrash() {
        return store.lastCrash();
    }

    @Override
    public List<Damage> damages() {
        return store.damages();
    }

    @Override
    public void close() {
        store.close();
    }

    private static final AppendCompletion UNHEARD =
            new AppendCompletion() {
                @Override
                public void completed(long[] baseOffsets) {}

                @Override
                public void failed(LogFailure failure) {}
            };
}

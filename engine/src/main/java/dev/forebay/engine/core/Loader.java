package dev.forebay.engine.core;

import dev.forebay.engine.Deduplication;
import dev.forebay.log.LogFailure;
import dev.forebay.log.record.RecordBatchReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings partitions into memory: the last snapshot, the messages sent since, and the journal's
 * entries since. What a partition costs to load is bounded by how far it may grow between
 * snapshots.
 */
final class Loader {
    private static final Logger LOG = LoggerFactory.getLogger(Loader.class);

    private final Core core;
    private final Map<ByteBuffer, List<ByteBuffer>> entries = new HashMap<>();
    private long replayFrom;

    Loader(Core core) {
        this.core = core;
    }

    /** The replay of this start begins at this offset of the journal. */
    void replayFrom(long offset) {
        replayFrom = offset;
    }

    /** A journal record found at the start, kept until its partition is loaded. */
    void keep(ByteBuffer tag, ByteBuffer record) {
        entries.computeIfAbsent(tag, unused -> new ArrayList<>()).add(record);
    }

    void load(Partition partition) {
        partition.state().beginLoading();
        SnapshotPlace place = partition.snapshot();
        if (place == null) {
            partition.state().startAt(partition.stream().startOffset());
            scanMessages(partition, partition.state().end);
            return;
        }
        core.snapshots.stream().read(place.offset(), 1, new SnapshotRead(partition, place));
    }

    private void scanMessages(Partition partition, long dedupFrom) {
        boolean dedup = partition.queue().deduplication() != null;
        long from = dedup ? Math.min(dedupFrom, partition.state().end) : partition.state().end;
        new StreamScan(core, partition.stream(), from, new MessageScan(partition)).start();
    }

    private void finish(Partition partition) {
        List<ByteBuffer> records = entries.remove(partition.tag());
        if (records != null) {
            SnapshotPlace place = partition.snapshot();
            long from = place == null ? 0 : place.head().sequence();
            for (ByteBuffer record : records) {
                if (JournalCodec.sequences(record)[0] > from) {
                    JournalCodec.replay(record, partition.state());
                    partition.growth.replayed(replayFrom);
                    core.snapshots.dirty(partition);
                }
            }
        }
        partition.loaded();
    }

    private void fail(Partition partition, LogFailure why) {
        LOG.error("Queue \"{}\" cannot be loaded: {}", partition.queue().name(), why);
        partition.broke(core.gate.refusal(why));
    }

    private final class SnapshotRead extends OneRead {
        private final Partition partition;
        private final SnapshotPlace place;

        SnapshotRead(Partition partition, SnapshotPlace place) {
            super(core);
            this.partition = partition;
            this.place = place;
        }

        @Override
        protected void read(ByteBuffer batches) {
            RecordBatchReader reader = new RecordBatchReader();
            reader.reset(batches, place.offset());
            if (!reader.next() || reader.offset() != place.offset()) {
                throw new IllegalStateException(
                        "the snapshot at " + place.offset() + " is not there");
            }
            SnapshotHead head = SnapshotCodec.read(reader.value(), partition.state());
            scanMessages(partition, head.dedupFrom());
        }

        @Override
        protected void notRead(LogFailure why) {
            fail(partition, why);
        }
    }

    private final class MessageScan implements StreamScan.Visitor {
        private final Partition partition;
        private final StoredMessage stored = new StoredMessage();
        private final long known;
        private long time;

        MessageScan(Partition partition) {
            this.partition = partition;
            this.known = partition.state().end;
        }

        @Override
        public void record(RecordBatchReader reader) {
            stored.readHeaders(reader);
            time = stored.time() > 0 ? stored.time() : time;
            long offset = reader.offset();
            Deduplication rule = partition.queue().deduplication();
            if (rule != null && stored.deduplicationId() != null && !stored.moved()) {
                DedupWindow window = partition.dedup();
                window.add(window.id(rule, stored.deduplicationId(), reader.key()), time, offset);
            }
            if (offset >= known) {
                partition.appended(offset, time, reader.timestamp(), stored.size(), stored.due());
            }
        }

        @Override
        public void done() {
            finish(partition);
        }

        @Override
        public void failed(LogFailure why) {
            fail(partition, why);
        }
    }
}

package dev.forebay.engine.core;

import dev.forebay.engine.Deduplication;
import dev.forebay.engine.Refusal;
import dev.forebay.log.LogFailure;
import dev.forebay.log.record.RecordBatchReader;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings partitions into memory with all their subscriptions: the last snapshot of each, the
 * messages sent since the oldest of these, and the journal's entries since. What a partition costs
 * to load is bounded by how far its subscriptions may grow between snapshots.
 */
final class Loader {
    private static final Logger LOG = LoggerFactory.getLogger(Loader.class);

    /** A delay until then has ended long ago. */
    private static final long DUE = 1;

    /** No message of the scan is wanted. */
    private static final long NONE = Long.MAX_VALUE;

    private final Core core;
    private final Map<ByteBuffer, List<ByteBuffer>> entries = new HashMap<>();
    private long replayFrom;
    private boolean doubtful;

    Loader(Core core) {
        this.core = core;
    }

    /** The replay of this start begins at this offset of the journal. */
    void replayFrom(long offset) {
        replayFrom = offset;
    }

    /** Snapshots or entries of the journal are damaged: whose, nobody can tell. */
    void doubt() {
        doubtful = true;
    }

    /**
     * A journal record found at the start, kept until its subscription is loaded. From now on the
     * journal is needed for it: a snapshot of another one that is loaded sooner must not say that a
     * replay may begin behind it, and if it cannot be loaded, a restart may find it whole.
     */
    void keep(Subscription subscription, ByteBuffer record) {
        entries.computeIfAbsent(subscription.tag(), unused -> new ArrayList<>()).add(record);
        subscription.growth.replayed(replayFrom);
        core.snapshots.dirty(subscription);
    }

    /** The subscription is gone. */
    void forget(Subscription subscription) {
        entries.remove(subscription.tag());
    }

    /** Whether something was found in the journal of what is not loaded yet. */
    boolean hasEntries() {
        return !entries.isEmpty();
    }

    void load(Partition partition) {
        for (Subscription each : partition.subscriptions()) {
            each.state().beginLoading();
            if (doubtful) {
                each.state().doubt();
            }
        }
        readSnapshots(partition, 0, Long.MAX_VALUE);
    }

    /**
     * Reads the snapshots of all subscriptions from an index on, then the messages.
     *
     * @param from messages from here on are needed by the subscriptions before
     */
    private void readSnapshots(Partition partition, int index, long from) {
        if (index == partition.subscriptions().size()) {
            new StreamScan(
                            core,
                            partition.stream(),
                            partition.quarantine(),
                            from,
                            new MessageScan(partition))
                    .start();
            return;
        }
        Subscription subscription = partition.subscriptions().get(index);
        SnapshotPlace place = subscription.snapshot();
        if (place == null) {
            subscription.state().startAt(subscription.origin());
            long start = subscription.isDirect() ? Math.min(from, subscription.origin()) : from;
            readSnapshots(partition, index + 1, start);
        } else {
            SnapshotRead read =
                    new SnapshotRead(
                            subscription,
                            place,
                            head ->
                                    readSnapshots(
                                            partition,
                                            index + 1,
                                            subscription.isDirect()
                                                    ? Math.min(from, firstNeeded(head))
                                                    : from));
            core.snapshots.stream().read(place.offset(), 1, read);
        }
    }

    private static long firstNeeded(SnapshotHead head) {
        return Math.min(head.end(), head.dedupFrom());
    }

    private void finish(Partition partition) {
        try {
            partition.subscriptions().forEach(this::replay);
        } catch (IllegalStateException | IndexOutOfBoundsException impossible) {
            // Its checksums are right, so no read refused it: this queue stands still, no other.
            String what =
                    "the delivery journal of queue \""
                            + partition.queue().name()
                            + "\" contradicts its messages: "
                            + impossible.getMessage();
            LOG.error(what, impossible);
            partition.broke(new Refusal.Damaged(what));
            return;
        }
        if (partition.hasLater()) {
            partition.later().load(partition::loaded, why -> fail(partition, why));
        } else {
            partition.loaded();
        }
    }

    private void replay(Subscription subscription) {
        List<ByteBuffer> records = entries.get(subscription.tag());
        if (records == null) {
            return;
        }
        SnapshotPlace place = subscription.snapshot();
        long from = place == null ? 0 : place.head().sequence();
        for (ByteBuffer record : records) {
            if (JournalReader.sequences(record)[0] > from) {
                JournalReader.replay(
                        record,
                        subscription.state(),
                        subscription.partition().stream().endOffset());
                subscription.receiving().wasAskedAt(core.now());
            }
        }
        entries.remove(subscription.tag());
    }

    private void fail(Partition partition, LogFailure why) {
        LOG.error("Queue \"{}\" cannot be loaded: {}", partition.queue().name(), why);
        partition.broke(core.gate.refusal(why));
    }

    private final class SnapshotRead extends OneRead {
        private final Subscription subscription;
        private final SnapshotPlace place;
        private final Consumer<SnapshotHead> then;

        SnapshotRead(Subscription subscription, SnapshotPlace place, Consumer<SnapshotHead> then) {
            super(core);
            this.subscription = subscription;
            this.place = place;
            this.then = then;
        }

        @Override
        protected void read(ByteBuffer batches) {
            RecordBatchReader reader = new RecordBatchReader();
            reader.reset(batches, place.offset());
            if (!reader.next() || reader.offset() != place.offset()) {
                throw new IllegalStateException(
                        "the snapshot at " + place.offset() + " is not there");
            }
            SnapshotHead head = SnapshotCodec.read(reader.value(), subscription.state());
            subscription.receiving().wasAskedAt(head.askedAt());
            then.accept(head);
        }

        @Override
        protected void notRead(LogFailure why) {
            fail(subscription.partition(), why);
        }
    }

    private final class MessageScan implements StreamScan.Visitor {
        private final Partition partition;
        private final StoredMessage stored = new StoredMessage();
        private final long[] known;
        private long time;

        MessageScan(Partition partition) {
            this.partition = partition;
            this.known =
                    partition.subscriptions().stream()
                            .mapToLong(each -> each.isDirect() ? each.state().end : NONE)
                            .toArray();
        }

        @Override
        public void record(RecordBatchReader reader) {
            stored.readHeaders(reader);
            time = stored.time() > 0 ? stored.time() : time;
            long offset = reader.offset();
            partition.variety().note(reader.key());
            remember(reader, offset);
            for (int i = 0; i < known.length; i++) {
                if (offset >= known[i]) {
                    Subscription subscription = partition.subscriptions().get(i);
                    if (!subscription.delivers(stored.reader())) {
                        subscription.passedBy(offset, time, stored.size());
                        continue;
                    }
                    subscription.appended(
                            offset, time, reader.timestamp(), stored.size(), stored.due());
                    subscription.state().rank(offset, stored.priority());
                    if (stored.deadline() != 0) {
                        subscription.state().lapse(offset, stored.deadline(), time);
                    }
                }
            }
        }

        /**
         * They are counted with what is known of them, as if a delay of each had just ended: so the
         * journal may tell of any of them, or of none.
         */
        @Override
        public void damaged(long from, long to) {
            LOG.error(
                    "Messages {} to {} of queue \"{}\" are damaged and withheld",
                    from,
                    to - 1,
                    partition.queue().name());
            long sent = time > 0 ? time : core.now();
            for (long offset = from; offset < to; offset++) {
                for (int i = 0; i < known.length; i++) {
                    Subscription subscription = partition.subscriptions().get(i);
                    if (offset >= known[i] && subscription.isBystander()) {
                        subscription.passedBy(offset, sent, 0);
                    } else if (offset >= known[i]) {
                        subscription.appended(offset, sent, core.wall(), 0, DUE);
                    }
                }
            }
        }

        private void remember(RecordBatchReader reader, long offset) {
            Deduplication rule = partition.queue().deduplication();
            String id = stored.deduplicationId();
            // Not if it came from another queue, or is known since it was scheduled.
            if (rule != null && id != null && !stored.moved() && stored.place() == null) {
                DedupWindow window = partition.dedup();
                window.add(window.id(rule, id, reader.key()), time, offset);
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

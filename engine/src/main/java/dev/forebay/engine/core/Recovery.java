package dev.forebay.engine.core;

import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStream;
import dev.forebay.log.record.RecordBatchReader;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The start: catalog, snapshots, the journal's tail, then the partitions that the tail touches. All
 * others are loaded when first asked for or when something in them is due.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Core core;
    private final Reply<Integer> reply;
    private final Set<Partition> touched = new LinkedHashSet<>();
    private long journalFrom;
    private boolean damaged;
    private int loading;

    /**
     * @param reply told the number of queues once all is ready
     */
    Recovery(Core core, Reply<Integer> reply) {
        this.core = core;
        this.reply = reply;
    }

    void start() {
        journalFrom = core.journal.stream().startOffset();
        new CatalogScan(
                        core,
                        records -> {
                            records.forEach(core.catalog::recover);
                            core.laterLog.findRuns();
                            scanRedrives();
                        },
                        why -> reply.refused(refusal(why)))
                .start();
    }

    private void scanRedrives() {
        scan(core.redrives.stream(), 0, core.redrives::recover, this::scanSchedules);
    }

    private void scanSchedules() {
        ScheduleBook.Found found = core.schedules.new Found();
        scan(core.schedules.stream(), 0, found::record, this::scanLater);
    }

    private void scanLater() {
        scan(
                core.laterLog.stream(),
                0,
                core.laterLog::recover,
                () -> {
                    core.laterLog.recovered();
                    scanSnapshots();
                });
    }

    private void scanSnapshots() {
        scan(core.snapshots.stream(), 0, this::snapshot, this::scanJournal);
    }

    private void snapshot(RecordBatchReader reader) {
        ByteBuffer tag = reader.key();
        if (tag == null) {
            long[] mark = SnapshotCodec.readMark(reader.value());
            journalFrom = mark[0];
            core.journal.sequenceAtLeast(mark[1]);
            return;
        }
        SnapshotHead head = SnapshotCodec.readHead(reader.value());
        core.journal.sequenceAtLeast(head.sequence());
        Subscription subscription = core.catalog.subscription(tag);
        if (subscription != null) {
            core.snapshots.placed(subscription, head, reader.offset(), reader.valueBytes());
        }
    }

    private void scanJournal() {
        if (damaged) {
            // An older snapshot than the last one needs more of the journal than the marks say.
            journalFrom = core.journal.stream().startOffset();
        }
        core.loader.replayFrom(journalFrom);
        scan(core.journal.stream(), journalFrom, this::entry, this::loadTouched);
    }

    private void entry(RecordBatchReader reader) {
        ByteBuffer record = reader.value();
        long[] sequences = JournalReader.sequences(record);
        core.journal.sequenceAtLeast(sequences[1]);
        ByteBuffer tag = reader.key();
        Subscription subscription = tag == null ? null : core.catalog.subscription(tag);
        if (subscription != null && isNews(subscription, sequences[0])) {
            ByteBuffer copy = ByteBuffer.allocate(record.remaining()).put(record).flip();
            core.loader.keep(subscription, copy);
            touched.add(subscription.partition());
        }
    }

    private static boolean isNews(Subscription subscription, long sequence) {
        SnapshotPlace place = subscription.snapshot();
        return place == null || sequence > place.head().sequence();
    }

    private void loadTouched() {
        loading = touched.size() + 1;
        for (Partition partition : touched) {
            partition.whenLoaded(this::oneLoaded);
        }
        oneLoaded();
    }

    private void oneLoaded() {
        if (--loading == 0) {
            core.catalog.deleteOrphans();
            core.catalog.watch();
            core.readership.endOrphans();
            reply.ok(core.catalog.size());
            core.redrives.resume();
            core.schedules.resume();
        }
    }

    private void scan(LogStream stream, long from, Step step, Runnable then) {
        new StreamScan(
                        core,
                        stream,
                        new Quarantine(core.limits.onDamage()),
                        Math.max(from, stream.startOffset()),
                        new StreamScan.Visitor() {
                            @Override
                            public void record(RecordBatchReader reader) {
                                step.take(reader);
                            }

                            @Override
                            public void damaged(long first, long end) {
                                stepOver(stream, first, end);
                            }

                            @Override
                            public void done() {
                                then.run();
                            }

                            @Override
                            public void failed(LogFailure why) {
                                reply.refused(refusal(why));
                            }
                        })
                .start();
    }

    private void stepOver(LogStream stream, long from, long to) {
        if (stream.name().equals(Streams.REDRIVES)) {
            LOG.error(
                    "Records {} to {} of {} are damaged: a redrive they tell of is forgotten or reads"
                            + " on from further back; no message moves twice",
                    from,
                    to - 1,
                    stream.name());
            return;
        }
        if (stream.name().equals(Streams.SCHEDULES)) {
            LOG.error(
                    "Records {} to {} of {} are damaged: a schedule they tell of is forgotten or"
                            + " there again, or makes runs that it made before",
                    from,
                    to - 1,
                    stream.name());
            return;
        }
        if (stream.name().equals(Streams.LATER)) {
            LOG.error(
                    "Records {} to {} of {} are damaged: scheduled messages they tell of as moved,"
                            + " cancelled or purged may be delivered again",
                    from,
                    to - 1,
                    stream.name());
            return;
        }
        LOG.error(
                "Records {} to {} of {} are damaged: what they tell settled is delivered again",
                from,
                to - 1,
                stream.name());
        damaged = true;
        core.loader.doubt();
    }

    private Refusal refusal(LogFailure why) {
        return core.gate.refusal(why);
    }

    /** Takes one record. */
    private interface Step {
        void take(RecordBatchReader reader);
    }
}

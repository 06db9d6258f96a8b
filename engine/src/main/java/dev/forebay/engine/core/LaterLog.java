package dev.forebay.engine.core;

import dev.forebay.log.LogStream;
import dev.forebay.log.RetentionRule;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.record.RecordBatchReader;
import dev.forebay.log.record.RecordBatchWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells what became of the scheduled messages of all queues, in a stream whose records ride with
 * what they tell of. What is recorded must be applied already.
 */
final class LaterLog {
    private static final long SLACK_RECORDS = 4096;

    private final Core core;
    private final LogStream stream;
    private long records;
    private long rewritten;

    /** Appends under way whose records nobody could repeat yet. */
    private int unapplied;

    /** What is found at a start, by queue. */
    private final Map<Integer, List<LaterRun>> found = new HashMap<>();

    LaterLog(Core core, LogStream stream) {
        this.core = core;
        this.stream = stream;
    }

    LogStream stream() {
        return stream;
    }

    void ride(List<LaterCodec.Entry> entries) {
        if (records > 4 * rewritten + SLACK_RECORDS && unapplied == 0) {
            rewrite();
        } else {
            records += entries.size();
            core.journal.ride(batch(entries), base -> {});
        }
    }

    /** Records that go with another append, and are applied once that is on disk. */
    StreamAppend companion(List<LaterCodec.Entry> entries) {
        unapplied++;
        records += entries.size();
        return batch(entries);
    }

    /** The append that a companion goes with has ended. */
    void companionEnded() {
        unapplied--;
    }

    private StreamAppend batch(List<LaterCodec.Entry> entries) {
        RecordBatchWriter writer = new RecordBatchWriter(256);
        for (LaterCodec.Entry entry : entries) {
            writer.append(core.wall(), null, LaterCodec.write(entry), List.of());
        }
        ByteBuffer batch = writer.finish();
        return new StreamAppend(stream, batch);
    }

    private void rewrite() {
        List<LaterCodec.Entry> all = new ArrayList<>();
        for (QueueState queue : core.catalog.queues()) {
            if (queue.partition().hasLater()) {
                all.addAll(queue.partition().later().snapshot());
            }
        }
        rewritten = all.size();
        records = rewritten;
        if (!all.isEmpty()) {
            core.journal.ride(
                    batch(all), base -> stream.retain(base, new RetentionRule(0, 0, core.wall())));
        }
    }

    // --- a start

    /** Finds the runs that there are; after the catalog was read. */
    void findRuns() {
        for (LogStream each : core.store.streams()) {
            Streams.laterOf(each.name())
                    .ifPresent(range -> {
                        int queue = Streams.queueOf(each.name()).orElseThrow();
                        found.computeIfAbsent(queue, unused -> new ArrayList<>())
                                .add(new LaterRun(range, each, core.limits.onDamage()));
                    });
        }
        found.forEach((id, runs) -> {
            QueueState queue = core.catalog.get((int) id);
            if (queue != null) {
                queue.partition().later().found(runs);
            }
        });
        found.clear();
    }

    void recover(RecordBatchReader reader) {
        records++;
        LaterCodec.Entry entry = LaterCodec.read(reader.value());
        QueueState queue = core.catalog.get(entry.queueId());
        if (queue != null) {
            queue.partition().later().recover(entry);
        }
    }

    /** All that was recorded is known. */
    void recovered() {
        for (QueueState queue : core.catalog.queues()) {
            if (queue.partition().hasLater()) {
                queue.partition().later().recovered();
            }
        }
    }
}

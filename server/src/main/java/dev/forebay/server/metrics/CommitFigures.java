package dev.forebay.server.metrics;

import dev.forebay.httpapi.ServerView;
import dev.forebay.log.embedded.LogListener;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the log reports. Commits come from one thread, checkpoints from another; any thread reads.
 */
public final class CommitFigures implements LogListener {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Distribution seconds = new Distribution(Distribution.COMMIT_SECONDS);
    private final Distribution checkpoints = new Distribution(Distribution.COMMIT_SECONDS);
    private final Distribution entries = new Distribution(Distribution.BATCH_SIZES);

    /** Written by the commit thread alone. */
    private final AtomicLong written = new AtomicLong();

    /** Written by the storage thread alone. */
    private final AtomicLong compacted = new AtomicLong();

    private final AtomicLong givenBack = new AtomicLong();

    /** Marking frames, which carry nothing, are no commits. */
    @Override
    public void committed(long nanos, int batches, int bytes) {
        if (batches > 0) {
            seconds.add(nanos / NANOS_PER_SECOND);
            entries.add(batches);
            written.setRelease(written.getPlain() + bytes);
        }
    }

    @Override
    public void checkpointed(long nanos, int streams) {
        checkpoints.add(nanos / NANOS_PER_SECOND);
    }

    @Override
    public void compacted(int segments, long bytes) {
        compacted.setRelease(compacted.getPlain() + segments);
        givenBack.setRelease(givenBack.getPlain() + bytes);
    }

    /** How long commits took. */
    ServerView.Buckets times() {
        return seconds.buckets();
    }

    List<MetricSnapshot> families() {
        return List.of(
                seconds.snapshot(
                        "forebay_commit_seconds", "Time to write and sync one commit to the log."),
                entries.snapshot(
                        "forebay_commit_batch_messages",
                        "Record batches (a send, a settle, a lease) that shared one commit."),
                Family.counter("forebay_commit_bytes", "Bytes of all commits.", written.get()),
                checkpoints.snapshot("forebay_checkpoint_seconds", "Time to write one checkpoint."),
                Family.counter(
                        "forebay_compacted_segments",
                        "Segments past retention that gave way to what is still needed of them.",
                        compacted.get()),
                Family.counter(
                        "forebay_compacted_bytes",
                        "Bytes that compaction of segments gave back.",
                        givenBack.get()));
    }
}

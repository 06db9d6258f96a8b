package dev.forebay.engine.core;

import dev.forebay.engine.Deduplication;
import dev.forebay.engine.struct.HashEntries;
import dev.forebay.engine.struct.HeapShare;
import dev.forebay.log.LogStream;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how many deduplication ids the heap holds: of the partition with most of them the oldest
 * go to disk, a run at a time. They stay in the heap until the journal says where they are.
 */
final class DedupSpill {
    /** Most ids of a run. */
    private static final int RUN_IDS = 1 << 18;

    /** A run of fewer is not worth what the heap has to know of it. */
    private static final int FEWEST = 1_024;

    /** Most ids of scheduled messages, which stay in the heap with what they stand for. */
    private static final int MOST_SCHEDULED = 1_000_000;

    private static final long PAUSE_MILLIS = 1_000;

    private final Core core;
    private final SpillStream stream;
    private final HeapShare heap = new HeapShare();
    private final HeapShare disk = new HeapShare();
    private final HeapShare scheduled = new HeapShare();
    private boolean writing;

    /** Pages from here on may belong to the run that is being written. */
    private long writingFrom;

    private long pausedUntil;

    DedupSpill(Core core, LogStream stream) {
        this.core = core;
        this.stream = new SpillStream(core, stream);
    }

    SpillStream stream() {
        return stream;
    }

    /** Counts the ids in the heap. */
    HeapShare heap() {
        return heap;
    }

    /** Counts the ids on disk, of partitions that are loaded. */
    HeapShare disk() {
        return disk;
    }

    /** Counts the ids of scheduled messages. */
    HeapShare scheduled() {
        return scheduled;
    }

    /** Whether no more ids of scheduled messages can be kept, those of all queues together. */
    boolean isFullOfScheduled() {
        return scheduled.entries() >= MOST_SCHEDULED;
    }

    /** Whether no more ids can be kept, those of all queues together. */
    boolean isFull() {
        return heap.entries() + disk.entries()
                >= (long) core.limits.dedupInHeap() + core.limits.dedupOnDisk();
    }

    /** Begins a run if the heap holds too much. */
    void flush() {
        long excess = heap.entries() - core.limits.dedupInHeap();
        if (excess <= 0 || writing || core.now() < pausedUntil) {
            return;
        }
        if (core.gate.refusal(StoreGate.Work.MOVE) == null && !core.gate.isStopping()) {
            long wanted = excess + core.limits.dedupInHeap() / 4;
            begin((int) Math.min(RUN_IDS, Math.max(fewest(), wanted)));
        }
    }

    private int fewest() {
        return Math.min(FEWEST, 1 + core.limits.dedupInHeap() / 8);
    }

    private void begin(int most) {
        Partition partition = theOneWithMost();
        Deduplication rule = partition == null ? null : partition.queue().deduplication();
        if (partition == null || rule == null) {
            pause();
            return;
        }
        partition.dedup().expire(core.now(), rule);
        if (partition.dedup().inHeap() < fewest()) {
            pause();
            return;
        }
        HashEntries oldest = partition.dedup().oldest(most);
        writing = true;
        writingFrom = stream.stream().endOffset();
        new DedupRunWriter(
                        stream,
                        partition.dedup().seed(),
                        oldest,
                        run -> {
                            writing = false;
                            if (run == null) {
                                pause();
                            } else {
                                written(partition, run);
                            }
                        })
                .begin();
    }

    private void pause() {
        pausedUntil = core.now() + PAUSE_MILLIS;
    }

    private void written(Partition partition, DedupRun run) {
        if (!partition.isGone() && partition.queue().deduplication() != null) {
            JournalWriter.dedupRun(core.journal.entry(partition.work()), run);
            partition.work().state().addDedupRun(run);
            partition.dedupSpilled();
        }
    }

    private @Nullable Partition theOneWithMost() {
        Partition most = null;
        for (QueueState queue : core.catalog.queues()) {
            Partition each = queue.partition();
            if (each.isLoaded()
                    && queue.deduplication() != null
                    && (most == null || each.dedup().inHeap() > most.dedup().inHeap())) {
                most = each;
            }
        }
        return most;
    }

    /** Throws when ids in the heap are miscounted. */
    void check() {
        long ids = 0;
        for (QueueState queue : core.catalog.queues()) {
            ids += queue.partition().dedup().inHeap();
        }
        if (ids != heap.entries()) {
            throw new IllegalStateException(
                    ids + " deduplication ids are counted as " + heap.entries());
        }
    }

    /** Forgets what is too old, and lets go of pages that nobody needs. */
    void tidy() {
        if (core.gate.failure() != null) {
            return;
        }
        boolean busy = core.loader.hasEntries();
        long needed = writing ? writingFrom : stream.stream().endOffset();
        for (QueueState queue : core.catalog.queues()) {
            Partition partition = queue.partition();
            SendLine line = partition.line();
            busy |= line != null && !line.isEmpty();
            forgetOld(partition);
            long from = from(partition);
            needed = from == DedupRuns.NONE ? needed : Math.min(needed, from);
        }
        if (!busy) {
            stream.retain(needed);
        }
    }

    private void forgetOld(Partition partition) {
        Deduplication rule = partition.queue().deduplication();
        if (!partition.isLoaded()) {
            SnapshotPlace snapshot = partition.work().snapshot();
            if (snapshot != null
                    && snapshot.head().dedupPagesFrom() != DedupRuns.NONE
                    && snapshot.head().dedupPagesUntil() <= until(rule)) {
                // That it needs them no more is to be recorded.
                partition.whenLoaded(() -> {});
            }
            return;
        }
        if (rule == null) {
            partition.dedup().clear();
        } else {
            partition.dedup().expire(core.now(), rule);
        }
        partition.dedup().shrink();
        DedupRuns runs = partition.work().state().dedupRuns;
        long end = runs == null ? DedupRuns.NONE : runs.endOfRunsUntil(until(rule));
        if (runs != null && end != DedupRuns.NONE) {
            JournalWriter.dedupForget(core.journal.entry(partition.work()), end);
            runs.forget(end);
        }
    }

    private long until(@Nullable Deduplication rule) {
        return rule == null ? Long.MAX_VALUE : core.now() - rule.windowMillis();
    }

    private static long from(Partition partition) {
        SnapshotPlace snapshot = partition.work().snapshot();
        if (partition.isLoaded()) {
            DedupRuns runs = partition.work().state().dedupRuns;
            return runs == null ? DedupRuns.NONE : runs.from();
        }
        return snapshot == null ? DedupRuns.NONE : snapshot.head().dedupPagesFrom();
    }
}

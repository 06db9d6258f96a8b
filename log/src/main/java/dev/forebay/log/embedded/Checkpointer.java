package dev.forebay.log.embedded;

import dev.forebay.log.Damage;
import dev.forebay.log.disk.Disk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Brings the segments to disk stream by stream, so that commits and reads go on between the syncs,
 * and then says so in a checkpoint. Storage task only.
 */
final class Checkpointer {
    /** A checkpoint under way: frames up to the sequence will be needless. */
    private static final class Run {
        final long sequence;
        final long engineTime;

        /** Streams from this one on are made by frames that the checkpoint does not cover. */
        final long nextStreamId;

        final List<StreamLog> streams;
        int next;

        /** How far the next stream has to be flushed; below 0 before that has begun. */
        long until = -1;

        Run(StreamLogs logs) {
            sequence = logs.sequence();
            engineTime = logs.engineTime();
            nextStreamId = logs.nextStreamId();
            streams = logs.takeDirty();
        }

        void turnToNext() {
            next++;
            until = -1;
        }
    }

    private final Disk disk;
    private final StreamLogs logs;
    private final SegmentWriter writer;
    private final IndexFiles indexes;
    private final OpenFiles files;
    private final CheckpointWriter checkpoints;
    private final CommitLog commitLog;
    private final Supplier<List<Damage>> damages;
    private final long lastCrash;
    private @Nullable Run run;

    Checkpointer(
            Disk disk,
            StreamLogs logs,
            SegmentWriter writer,
            IndexFiles indexes,
            OpenFiles files,
            CheckpointWriter checkpoints,
            CommitLog commitLog,
            Supplier<List<Damage>> damages,
            long lastCrash) {
        this.disk = disk;
        this.logs = logs;
        this.writer = writer;
        this.indexes = indexes;
        this.files = files;
        this.checkpoints = checkpoints;
        this.commitLog = commitLog;
        this.damages = damages;
        this.lastCrash = lastCrash;
    }

    boolean isRunning() {
        return run != null;
    }

    void begin() {
        run = new Run(logs);
    }

    /**
     * Brings one stream to disk, or some of a long one, or ends the checkpoint when all are there.
     *
     * @return streams in the checkpoint that ended, -1 while it goes on
     * @throws IOException the checkpoint is given up; it can be begun again unless a sync failed
     */
    int step(CheckpointData.Ending ending) throws IOException {
        Run current = run;
        if (current == null) {
            throw new IllegalStateException("no checkpoint was begun");
        }
        try {
            if (current.next < current.streams.size()) {
                advance(current, current.streams.get(current.next));
                return -1;
            }
            write(current, ending);
        } catch (IOException e) {
            current.streams.stream().filter(logs::contains).forEach(logs::changed);
            run = null;
            throw e;
        }
        run = null;
        return current.streams.size();
    }

    /** A whole checkpoint in one go. */
    void complete(CheckpointData.Ending ending) throws IOException {
        if (run == null) {
            begin();
        }
        int streams = -1;
        while (streams < 0) {
            streams = step(ending);
        }
    }

    /** What comes meanwhile is another checkpoint's: else one under full load would not end. */
    private void advance(Run current, StreamLog log) throws IOException {
        if (!logs.contains(log)) {
            current.turnToNext();
            return;
        }
        if (current.until < 0) {
            current.until = log.endOffset;
        }
        writer.flushSome(log);
        if (log.flushedEnd() >= current.until) {
            sync(log);
            current.turnToNext();
        }
    }

    private void sync(StreamLog log) throws IOException {
        List<Segment> segments = log.segments;
        int first = segments.size();
        while (first > 0 && isDue(segments.get(first - 1))) {
            first--;
        }
        // Oldest first: should this fail in between, those still due are again the last ones.
        for (Segment segment : segments.subList(first, segments.size())) {
            SyncFailedException.sync(files.get(segment.path()), segment.path());
            segment.forcedBytes = segment.bytes;
            if (segment.isIndexDue()) {
                indexes.store(log, segment);
                writer.noteFolderChange();
            }
            segment.synced = segment.extent();
        }
        log.syncedEnd = log.flushedEnd();
    }

    private static boolean isDue(Segment segment) {
        return segment.isDirty() || segment.isIndexDue();
    }

    private void write(Run current, CheckpointData.Ending ending) throws IOException {
        if (writer.folderChanged()) {
            SyncFailedException.syncDirectory(disk, Segment.FOLDER);
            writer.folderSynced();
        }
        if (checkpoints.wantsWhole()) {
            checkpoints.writeWhole(data(current, ending, logs.all(), List.of()));
        } else {
            Set<StreamLog> changed = new LinkedHashSet<>(current.streams);
            changed.removeIf(log -> !logs.contains(log));
            changed.addAll(logs.reshaped());
            checkpoints.writeChanges(data(current, ending, changed, logs.deleted()));
        }
        List<String> unneeded = List.copyOf(logs.unneededFiles());
        logs.checkpointed();
        commitLog.release(current.sequence);
        for (String path : unneeded) {
            files.close(path);
            disk.delete(path);
        }
    }

    private CheckpointData data(
            Run current,
            CheckpointData.Ending ending,
            Iterable<StreamLog> streams,
            List<Long> deleted) {
        List<CheckpointData.StreamEntry> entries = new ArrayList<>();
        for (StreamLog log : streams) {
            entries.add(entry(log));
        }
        return new CheckpointData(
                current.sequence,
                commitLog.nextGeneration(),
                current.nextStreamId,
                current.engineTime,
                commitLog.files(),
                ending,
                entries,
                List.copyOf(deleted),
                damages.get(),
                lastCrash);
    }

    private static CheckpointData.StreamEntry entry(StreamLog log) {
        List<Segment.Extent> extents = new ArrayList<>(log.segments.size());
        for (Segment segment : log.segments) {
            Segment.Extent synced = segment.synced;
            if (synced != null) {
                extents.add(synced);
            }
        }
        return new CheckpointData.StreamEntry(
                log.id,
                log.name(),
                log.startOffset,
                Math.max(log.startOffset, log.syncedEnd),
                extents);
    }
}

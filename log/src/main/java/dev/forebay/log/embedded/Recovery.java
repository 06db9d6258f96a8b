package dev.forebay.log.embedded;

import dev.forebay.log.Damage;
import dev.forebay.log.StreamName;
import dev.forebay.log.disk.Disk;
import dev.forebay.log.disk.DiskFile;
import dev.forebay.log.disk.DiskFullException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings the segments to where the commit log says they were, rewriting every byte that came after
 * the last checkpoint: what the system's cache shows of those bytes may never have reached the
 * disk.
 */
final class Recovery {
    private final Disk disk;
    private final LogImage image;
    private final SegmentStore segments;
    private final DiskReserve reserve;
    private @Nullable Slab slab;

    Recovery(Disk disk, LogImage image, SegmentStore segments, DiskReserve reserve) {
        this.disk = disk;
        this.image = image;
        this.segments = segments;
        this.reserve = reserve;
    }

    /** Fills the stream table from the checkpoint. */
    void restore(StorageQueue queue) {
        CheckpointData last = image.checkpoint.last();
        segments.logs.restore(last.sequence(), last.engineTime(), last.nextStreamId());
        Set<String> lost = new HashSet<>();
        image.damages.forEach(damage -> lost.add(damage.file()));
        for (CheckpointData.StreamEntry entry : image.checkpoint.streams().values()) {
            EmbeddedStream stream =
                    new EmbeddedStream(new StreamName(entry.name()), queue, segments);
            stream.id = entry.id();
            StreamLog log = new StreamLog(stream, entry.id());
            log.startOffset = entry.startOffset();
            log.endOffset = entry.endOffset();
            log.syncedEnd = entry.endOffset();
            for (Segment.Extent extent : entry.segments()) {
                boolean gone = lost.contains(Segment.path(entry.id(), extent));
                log.segments.add(
                        gone
                                ? Segment.lost(entry.id(), extent)
                                : Segment.restore(entry.id(), extent));
            }
            segments.logs.add(log);
        }
    }

    /** Applies the frames that are kept and writes them to segments; nothing is synced yet. */
    void replay() throws IOException {
        ByteBuffer file = null;
        String path = "";
        image.created.forEach(segments.logs::create);
        for (KeptFrame frame : image.kept) {
            if (file == null || !path.equals(frame.path())) {
                path = frame.path();
                file = image.scan.load(path);
            }
            apply(frame, file);
        }
        segments.logs.restore(
                image.highestSequence + 1, image.engineTime, segments.logs.nextStreamId());
        noteHoles();
    }

    private void apply(KeptFrame frame, ByteBuffer file) throws IOException {
        if (frame.damaged() == KeptFrame.Condition.WHOLE) {
            apply(frame, file, frame.from(), frame.to());
            return;
        }
        for (FrameAudit.Entry entry : frame.entries()) {
            if (entry.whole()) {
                apply(frame, file, entry.from(), entry.to());
            } else {
                for (FrameAudit.Target target : entry.targets()) {
                    segments.logs.lose(target.streamId(), target.baseOffset(), entry.span());
                }
            }
        }
    }

    private void apply(KeptFrame frame, ByteBuffer file, int from, int to) throws IOException {
        Slab into = room(to - from);
        int at = into.used;
        into.bytes.put(at, file, from, to - from);
        into.used = at + to - from;
        segments.logs.apply(
                new Handoff.Committed(into, at, into.used, frame.sequence(), frame.engineTime()));
    }

    private Slab room(int bytes) throws IOException {
        Slab current = slab;
        if (current != null && current.room() >= bytes) {
            return current;
        }
        if (current != null) {
            segments.logs.apply(new Handoff.Retired(current));
        }
        Slab next = acquire(bytes);
        slab = next;
        return next;
    }

    private Slab acquire(int bytes) throws IOException {
        try {
            Slab next = segments.pool.acquire(bytes);
            while (next == null && flushOldest()) {
                next = segments.pool.acquire(bytes);
            }
            return next == null ? segments.pool.acquireBeyondBudget(bytes) : next;
        } catch (NoMemoryException e) {
            throw new IOException("no memory for a frame of " + bytes + " bytes", e);
        }
    }

    private boolean flushOldest() throws IOException {
        while (true) {
            try {
                return segments.writer.flushOldest() > 0;
            } catch (DiskFullException e) {
                releaseReserve(e);
            }
        }
    }

    private void releaseReserve(DiskFullException e) throws IOException {
        if (!reserve.release()) {
            throw e;
        }
    }

    private void noteHoles() {
        for (StreamLog log : segments.logs.all()) {
            for (Damage damage : image.damages) {
                noteHole(log, damage);
            }
            for (Damage damage : image.checkpoint.last().damages()) {
                noteHole(log, damage);
            }
        }
    }

    private static void noteHole(StreamLog log, Damage damage) {
        boolean lost = damage.kind() == Damage.Kind.CORRUPT && damage.firstOffset() >= 0;
        if (lost && damage.stream().equals(log.name()) && damage.lastOffset() >= log.startOffset) {
            log.holes.add(damage);
        }
    }

    /** Flushes everything, cuts what a crash left behind the ends of segments, and checkpoints. */
    void settle(Checkpointer checkpointer) throws IOException {
        Slab last = slab;
        if (last != null) {
            segments.logs.apply(new Handoff.Retired(last));
            slab = null;
        }
        while (true) {
            try {
                cutLeftOvers();
                checkpointer.complete(CheckpointData.Ending.RUNNING);
                return;
            } catch (DiskFullException e) {
                releaseReserve(e);
            }
        }
    }

    private void cutLeftOvers() throws IOException {
        for (StreamLog log : segments.logs.dirtyStreams()) {
            segments.writer.flush(log);
            for (int i = log.segments.size() - 1; i >= 0; i--) {
                Segment segment = log.segments.get(i);
                if (!segment.isDirty()) {
                    break;
                }
                DiskFile file = segments.files.get(segment.path());
                if (file.size() > segment.bytes) {
                    file.truncate(segment.bytes);
                }
            }
        }
    }

    /** Publishes ends and sizes, and lets callers find the streams. */
    void announce(Registry registry) {
        for (StreamLog log : segments.logs.all()) {
            log.stream.restore(log.id, log.startOffset, log.endOffset, log.allBytes());
            registry.put(log.stream);
        }
    }

    /** Removes files of segments that no stream has: a crash left them. */
    void removeOrphans() throws IOException {
        Set<String> needed = new HashSet<>();
        for (StreamLog log : segments.logs.all()) {
            for (Segment segment : log.segments) {
                needed.add(segment.path());
                needed.add(segment.indexPath());
            }
        }
        for (String name : disk.list(Segment.FOLDER)) {
            String path = Segment.FOLDER + "/" + name;
            if (!needed.contains(path)) {
                disk.delete(path);
            }
        }
    }

    /** Damage to be remembered from now on. */
    List<Damage> damages() {
        return image.damages;
    }
}

package dev.forebay.log.embedded;

import dev.forebay.log.disk.DiskFile;
import dev.forebay.log.record.RecordBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Moves the tails of streams into their segments, many batches a write. Storage task only. */
final class SegmentWriter {
    private static final int BUFFER_BYTES = 128 << 10;

    private final LogSettings settings;
    private final OpenFiles files;
    private final SlabPool pool;

    /** Empty until the first flush. */
    private ByteBuffer buffer = ByteBuffer.allocate(0);

    private final ArrayDeque<Slab> slabs = new ArrayDeque<>();
    private boolean folderChanged;

    SegmentWriter(LogSettings settings, OpenFiles files, SlabPool pool) {
        this.settings = settings;
        this.files = files;
        this.pool = pool;
    }

    /**
     * Writes everything in a stream's tail. The end of it is not synced yet, but never much: a sync
     * of many megabytes would make the commits beside it wait for all of them.
     *
     * @throws IOException nothing is lost: what was not written is still in the tail
     * @throws SyncFailedException nobody knows what is on disk
     */
    void flush(StreamLog log) throws IOException {
        while (!log.tail.isEmpty()) {
            flushSome(log);
        }
    }

    /**
     * The same for some of it, about a slab: reads that wait meanwhile have their turn between.
     *
     * @return bytes written
     */
    long flushSome(StreamLog log) throws IOException {
        long written = 0;
        while (!log.tail.isEmpty() && written < settings.slabBytes()) {
            Tail.Batch first = log.tail.get(0);
            Segment segment = segmentFor(log, first);
            long before = segment.bytes;
            int count = gather(log.tail, segment);
            DiskFile file = file(segment);
            if (count == 0) {
                writeAlone(file, segment, first);
                count = 1;
            } else {
                file.write(buffer.flip(), segment.bytes);
            }
            moved(log, segment, count);
            written += segment.bytes - before;
            syncIfMuch(file, segment);
        }
        return written;
    }

    /** To be called after each write to a segment. */
    void syncIfMuch(DiskFile file, Segment segment) throws SyncFailedException {
        if (segment.bytes - segment.forcedBytes >= settings.slabBytes()) {
            SyncFailedException.sync(file, segment.path());
            segment.forcedBytes = segment.bytes;
        }
    }

    private Segment segmentFor(StreamLog log, Tail.Batch first) {
        if (!log.segments.isEmpty()) {
            Segment last = log.segments.getLast();
            boolean fits = last.bytes == 0 || last.bytes + first.bytes() <= settings.segmentBytes();
            if (last.state == Segment.State.OPEN && fits && last.endOffset == first.baseOffset()) {
                return last;
            }
            last.state = Segment.State.SEALED;
        }
        Segment segment = new Segment(log.id, first.baseOffset());
        log.segments.add(segment);
        return segment;
    }

    private DiskFile file(Segment segment) throws IOException {
        if (segment.bytes > 0) {
            return files.get(segment.path());
        }
        segment.index = new SparseIndex();
        folderChanged = true;
        return files.createEmpty(segment.path());
    }

    /** Copies as many batches as fit the buffer and the segment; 0 when the first is too large. */
    private int gather(Tail tail, Segment segment) {
        if (buffer.capacity() == 0) {
            // More than a segment is never gathered: a larger batch is written alone.
            buffer =
                    ByteBuffer.allocateDirect(
                            (int) Math.min(BUFFER_BYTES, settings.segmentBytes()));
        }
        buffer.clear();
        int count = 0;
        long end = segment.endOffset;
        while (count < tail.size()) {
            Tail.Batch batch = tail.get(count);
            long bytes = segment.bytes + buffer.position() + batch.bytes();
            boolean whole = bytes <= settings.segmentBytes() || count == 0;
            if (batch.bytes() > buffer.remaining() || !whole || batch.baseOffset() != end) {
                break;
            }
            int at = buffer.position();
            buffer.put(at, batch.slab().bytes, batch.position(), batch.bytes());
            RecordBatch.setBaseOffset(buffer, at, batch.baseOffset());
            buffer.position(at + batch.bytes());
            end = batch.endOffset();
            count++;
        }
        return count;
    }

    private static void writeAlone(DiskFile file, Segment segment, Tail.Batch batch)
            throws IOException {
        Slab slab = batch.slab();
        RecordBatch.setBaseOffset(slab.bytes, batch.position(), batch.baseOffset());
        ByteBuffer range = slab.bytes.slice(batch.position(), batch.bytes());
        file.write(range, segment.bytes);
    }

    private void moved(StreamLog log, Segment segment, int count) {
        for (int i = 0; i < count; i++) {
            Tail.Batch batch = log.tail.get(i);
            SparseIndex index = segment.index;
            if (index != null) {
                index.offer(batch.baseOffset(), segment.bytes, segment.maxTimestamp);
            }
            segment.bytes += batch.bytes();
            segment.endOffset = batch.endOffset();
            segment.maxTimestamp = Math.max(segment.maxTimestamp, batch.maxTimestamp());
            letGo(batch.slab());
        }
        log.tail.removeFirst(count);
    }

    /** Forgets a tail that nobody needs any more. */
    void discard(StreamLog log) {
        for (int i = 0; i < log.tail.size(); i++) {
            letGo(log.tail.get(i).slab());
        }
        log.tail.removeFirst(log.tail.size());
    }

    private void letGo(Slab slab) {
        slab.live--;
        releaseIfDone(slab);
    }

    void releaseIfDone(Slab slab) {
        if (slab.retired && slab.live == 0) {
            slabs.remove(slab);
            slab.touched.forEach(log -> forgetNote(log, slab));
            pool.release(slab);
        }
    }

    /** A frame in this slab was applied. */
    void note(Slab slab) {
        if (slabs.peekLast() != slab && !slabs.contains(slab)) {
            slabs.add(slab);
        }
    }

    /**
     * Flushes some of a stream that has batches in the oldest slab.
     *
     * @return bytes written, 0 when there was none
     */
    long flushOldest() throws IOException {
        StreamLog log = oldest();
        return log == null ? 0 : flushSome(log);
    }

    /** The slab may come again with other contents, and must then be noted anew. */
    private static void forgetNote(StreamLog log, Slab slab) {
        if (log.noted == slab) {
            log.noted = null;
        }
    }

    private @Nullable StreamLog oldest() {
        for (Slab slab : slabs) {
            while (!slab.touched.isEmpty()) {
                StreamLog log = slab.touched.getLast();
                if (!log.tail.isEmpty()) {
                    return log;
                }
                slab.touched.removeLast();
                forgetNote(log, slab);
            }
        }
        return null;
    }

    /** Whether files were made since the folder was last synced. */
    boolean folderChanged() {
        return folderChanged;
    }

    void noteFolderChange() {
        folderChanged = true;
    }

    void folderSynced() {
        folderChanged = false;
    }
}

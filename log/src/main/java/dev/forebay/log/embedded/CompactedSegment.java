package dev.forebay.log.embedded;

import dev.forebay.log.disk.Disk;
import dev.forebay.log.disk.DiskFile;
import dev.forebay.log.record.RecordBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of some neighbouring segments, while it is being written. Until a checkpoint names
 * its file nothing depends on it, and a start after a crash removes it. Storage task only.
 */
final class CompactedSegment {
    private final Disk disk;
    private final SegmentStore store;
    private final StreamLog log;
    private final List<Segment> olds = new ArrayList<>();
    private boolean worthwhile;
    private @Nullable Segment kept;

    CompactedSegment(Disk disk, SegmentStore store, StreamLog log) {
        this.disk = disk;
        this.store = store;
        this.log = log;
    }

    /** The segments that it is to replace. */
    List<Segment> olds() {
        return olds;
    }

    /** Whether it gives room back: not if it would only join what was compacted before. */
    boolean isWorthwhile() {
        return worthwhile;
    }

    long bytes() {
        Segment segment = kept;
        return segment == null ? 0 : segment.bytes;
    }

    /** Takes a segment of which nothing is needed but these batches; none if empty. */
    void add(Segment old, ByteArrayOutputStream batches) throws IOException {
        olds.add(old);
        worthwhile |= batches.size() < old.bytes;
        if (batches.size() > 0) {
            append(ByteBuffer.wrap(batches.toByteArray()));
        }
    }

    private void append(ByteBuffer batches) throws IOException {
        Segment segment = kept;
        if (segment == null) {
            segment = create(RecordBatch.baseOffset(batches, 0));
        }
        ByteBuffer out = ByteBuffer.allocate(batches.limit() + gapBytes(segment, batches));
        long begin = segment.bytes;
        for (int at = 0; at < batches.limit(); ) {
            long offset = RecordBatch.baseOffset(batches, at);
            while (segment.endOffset < offset) {
                put(segment, GapBatch.of(segment.endOffset, offset - segment.endOffset), out);
            }
            int size = RecordBatch.sizeBytes(batches, at);
            put(segment, batches.slice(at, size), out);
            at += size;
        }
        DiskFile file = store.files.get(segment.path());
        file.write(out.flip(), begin);
        store.writer.syncIfMuch(file, segment);
    }

    private static int gapBytes(Segment segment, ByteBuffer batches) {
        long gaps = 0;
        long end = segment.endOffset;
        for (int at = 0; at < batches.limit(); at += RecordBatch.sizeBytes(batches, at)) {
            gaps += Math.ceilDiv(RecordBatch.baseOffset(batches, at) - end, 1L << 31);
            end = RecordBatch.lastOffset(batches, at) + 1;
        }
        return (int) gaps * RecordBatch.HEADER_BYTES;
    }

    private static void put(Segment segment, ByteBuffer batch, ByteBuffer out) {
        SparseIndex index = segment.index;
        if (index != null) {
            index.offer(segment.endOffset, segment.bytes, segment.maxTimestamp);
        }
        segment.bytes += batch.limit();
        segment.endOffset = RecordBatch.lastOffset(batch, 0) + 1;
        segment.maxTimestamp = Math.max(segment.maxTimestamp, RecordBatch.maxTimestamp(batch, 0));
        out.put(batch);
    }

    /** Its generation is above all others, so that no file that has yet to go is of this name. */
    private Segment create(long baseOffset) throws IOException {
        int generation = Segment.APPENDED;
        for (Segment segment : log.segments) {
            generation = Math.max(generation, segment.generation);
        }
        Segment segment = new Segment(log.id, baseOffset, generation + 1);
        segment.index = new SparseIndex();
        kept = segment;
        store.files.createEmpty(segment.path());
        return segment;
    }

    /** Brings it to disk, apart from the folder; null when nothing is kept. */
    @Nullable Segment seal() throws IOException {
        Segment segment = kept;
        if (segment == null) {
            return null;
        }
        segment.state = Segment.State.SEALED;
        SyncFailedException.sync(store.files.get(segment.path()), segment.path());
        store.indexes.store(log, segment);
        store.writer.noteFolderChange();
        segment.synced = segment.extent();
        return segment;
    }

    /** Removes what was written of it. */
    void discard() throws IOException {
        Segment segment = kept;
        if (segment != null) {
            store.files.close(segment.path());
            disk.delete(segment.path());
            disk.delete(segment.indexPath());
            kept = null;
        }
    }
}

package dev.forebay.log.embedded;

import dev.forebay.log.disk.DiskFile;
import dev.forebay.log.record.RecordBatch;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads a segment from front to back in large pieces, checking every batch whole. */
final class BatchWalk implements Closeable {
    private static final int PIECE_BYTES = 1 << 20;

    private final DiskFile file;
    private final Segment segment;
    private ByteBuffer piece;
    private long pieceAt;
    private long maxTimestamp;
    private long damaged;

    BatchWalk(DiskFile file, Segment segment) {
        this.file = file;
        this.segment = segment;
        piece = ByteBuffer.allocate((int) Math.min(PIECE_BYTES, segment.bytes));
        piece.limit(0);
    }

    /** The place behind the batch at this one; null when the batch is not whole. */
    SegmentScanner.@Nullable Place next(SegmentScanner.Place place) throws IOException {
        int at = find(place.position(), RecordBatch.HEADER_BYTES);
        if (at >= 0) {
            long size = RecordBatch.sizeBytes(piece, at);
            boolean fits =
                    size >= RecordBatch.HEADER_BYTES && place.position() + size <= segment.bytes;
            at = fits ? find(place.position(), (int) size) : -1;
        }
        if (at < 0
                || !SegmentScanner.isHeaderOf(piece, at, place.offset())
                || !RecordBatch.isValid(piece, at)) {
            damaged++;
            return null;
        }
        maxTimestamp = RecordBatch.maxTimestamp(piece, at);
        return new SegmentScanner.Place(
                RecordBatch.lastOffset(piece, at) + 1,
                place.position() + RecordBatch.sizeBytes(piece, at));
    }

    /** Where in the piece these bytes are, after loading them if need be; -1 beyond the end. */
    private int find(long position, int bytes) throws IOException {
        long at = position - pieceAt;
        if (at < 0 || at + bytes > piece.limit()) {
            if (piece.capacity() < bytes) {
                piece = ReadBuffers.of(bytes);
            }
            piece.clear().limit((int) Math.min(piece.capacity(), segment.bytes - position));
            file.read(piece, position);
            piece.flip();
            pieceAt = position;
            at = 0;
        }
        return at + bytes <= piece.limit() ? (int) at : -1;
    }

    /** The bytes of the batch at a place that {@link #next} stepped over last. */
    ByteBuffer batch(SegmentScanner.Place place) {
        int at = (int) (place.position() - pieceAt);
        return piece.slice(at, RecordBatch.sizeBytes(piece, at));
    }

    /** Of the last batch stepped over. */
    long maxTimestamp() {
        return maxTimestamp;
    }

    long damagedBatches() {
        return damaged;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}

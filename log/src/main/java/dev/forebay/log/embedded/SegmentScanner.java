package dev.forebay.log.embedded;

import dev.forebay.log.disk.DiskFile;
import dev.forebay.log.record.RecordBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Steps through the batches of a segment on disk, checking each header against the chain: where the
 * last batch ended, in bytes and in offsets, the next begins. Storage task only.
 */
final class SegmentScanner {
    private static final int WINDOW_BYTES = 64 << 10;

    private final OpenFiles files;

    /** Empty until something has to be looked up in a segment itself. */
    private ByteBuffer window = ByteBuffer.allocate(0);

    private long windowAt;

    SegmentScanner(OpenFiles files) {
        this.files = files;
    }

    /** A place in a segment where a batch begins. */
    record Place(long offset, long position) {}

    /** Decides where to stop: sees the batch at the place, whose header is in the window. */
    interface Stop {
        boolean here(Place place, ByteBuffer window, int at);
    }

    /** An index made from the segment itself, as far as its chain holds. */
    SparseIndex index(Segment segment) throws IOException {
        SparseIndex index = new SparseIndex();
        long[] greatest = {Segment.NO_TIMESTAMP};
        walk(
                segment,
                new Place(segment.baseOffset, 0),
                (place, headers, at) -> {
                    index.offer(place.offset(), place.position(), greatest[0]);
                    long timestamp = RecordBatch.maxTimestamp(headers, at);
                    greatest[0] = Math.max(greatest[0], timestamp);
                    return false;
                });
        return index;
    }

    /**
     * Walks from a place until told to stop.
     *
     * @return where it was told to stop, or the end of the segment; null when the chain is broken
     */
    @Nullable Place walk(Segment segment, Place from, Stop stop) throws IOException {
        DiskFile file = files.get(segment.path());
        Place place = from;
        window.limit(0);
        while (place.position() < segment.bytes) {
            int at = header(file, segment, place.position());
            if (at < 0 || !chains(segment, place, at)) {
                return null;
            }
            if (stop.here(place, window, at)) {
                return place;
            }
            place =
                    new Place(
                            place.offset() + RecordBatch.lastOffsetDelta(window, at) + 1,
                            place.position() + RecordBatch.sizeBytes(window, at));
        }
        return place.offset() == segment.endOffset ? place : null;
    }

    /** Where in the window the header of the batch at this position is; -1 when it is not there. */
    private int header(DiskFile file, Segment segment, long position) throws IOException {
        long at = position - windowAt;
        if (at < 0 || at + RecordBatch.HEADER_BYTES > window.limit()) {
            if (window.capacity() == 0) {
                window = ByteBuffer.allocateDirect(WINDOW_BYTES);
            }
            window.clear();
            window.limit((int) Math.min(window.capacity(), segment.bytes - position));
            file.read(window, position);
            window.flip();
            windowAt = position;
            at = 0;
        }
        return at + RecordBatch.HEADER_BYTES > window.limit() ? -1 : (int) at;
    }

    private boolean chains(Segment segment, Place place, int at) {
        return isHeaderOf(window, at, place.offset())
                && place.position() + RecordBatch.sizeBytes(window, at) <= segment.bytes;
    }

    /** Whether the fields that no batch checksum guards are as the store wrote them. */
    static boolean isHeaderOf(ByteBuffer bytes, int at, long offset) {
        return RecordBatch.baseOffset(bytes, at) == offset
                && RecordBatch.magic(bytes, at) == RecordBatch.MAGIC
                && RecordBatch.partitionLeaderEpoch(bytes, at) == 0
                && RecordBatch.sizeBytes(bytes, at) >= RecordBatch.HEADER_BYTES
                && RecordBatch.lastOffsetDelta(bytes, at) >= 0;
    }
}

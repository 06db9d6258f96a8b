package dev.forebay.log.embedded;

import dev.forebay.log.Damage;
import dev.forebay.log.disk.DiskFile;
import dev.forebay.log.record.RecordBatch;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Tells exactly which bytes and offsets of a segment are damaged. Storage task only. */
final class DamageFinder {
    /** A damaged region is searched for its end in pieces of this size. */
    private static final int PIECE_BYTES = 4 << 20;

    private final OpenFiles files;

    DamageFinder(OpenFiles files) {
        this.files = files;
    }

    /**
     * The damage nearest before or at an offset.
     *
     * @param from a place where a batch begins, known to be right
     * @param offset nothing behind the batch that holds it is looked at unless damage begins before
     */
    Damage find(StreamLog log, Segment segment, SegmentScanner.Place from, long offset)
            throws IOException {
        DiskFile file = files.get(segment.path());
        SegmentScanner.Place place = from;
        while (place.offset() <= offset) {
            ByteBuffer batch = read(file, segment, place.position());
            if (!isSound(batch, place.offset())) {
                SegmentScanner.Place next = nextSound(file, segment, place);
                return damage(log, segment, place, next, "a batch fails its checks");
            }
            place =
                    new SegmentScanner.Place(
                            RecordBatch.lastOffset(batch, 0) + 1,
                            place.position() + RecordBatch.sizeBytes(batch, 0));
        }
        // Every batch is whole and yet the chain broke when it was read: the disk answers variably.
        return damage(log, segment, from, place, "the bytes differed from one read to the next");
    }

    private static ByteBuffer read(DiskFile file, Segment segment, long position)
            throws IOException {
        long left = segment.bytes - position;
        ByteBuffer header = ByteBuffer.allocate((int) Math.min(left, RecordBatch.HEADER_BYTES));
        file.read(header, position);
        header.flip();
        if (header.limit() < RecordBatch.HEADER_BYTES) {
            return header;
        }
        long bytes = RecordBatch.sizeBytes(header, 0);
        if (bytes < RecordBatch.HEADER_BYTES || bytes > left) {
            return header;
        }
        ByteBuffer batch = ByteBuffer.allocate((int) bytes);
        file.read(batch, position);
        return batch.flip();
    }

    static boolean isSound(ByteBuffer batch, long offset) {
        return batch.limit() >= RecordBatch.HEADER_BYTES
                && SegmentScanner.isHeaderOf(batch, 0, offset)
                && RecordBatch.isValid(batch, 0);
    }

    /** Where the next batch behind a damaged one begins; the segment's end when there is none. */
    SegmentScanner.Place nextSound(DiskFile file, Segment segment, SegmentScanner.Place bad)
            throws IOException {
        long position = bad.position() + 1;
        while (position + RecordBatch.HEADER_BYTES <= segment.bytes) {
            int bytes = (int) Math.min(PIECE_BYTES, segment.bytes - position);
            ByteBuffer piece = ByteBuffer.allocate(bytes);
            file.read(piece, position);
            piece.flip();
            for (int at = 0; at + RecordBatch.HEADER_BYTES <= piece.limit(); at++) {
                if (isCandidate(segment, bad, piece, at)) {
                    ByteBuffer batch = read(file, segment, position + at);
                    if (isSound(batch, RecordBatch.baseOffset(piece, at))) {
                        return new SegmentScanner.Place(
                                RecordBatch.baseOffset(piece, at), position + at);
                    }
                }
            }
            position += Math.max(1, bytes - RecordBatch.HEADER_BYTES + 1);
        }
        return new SegmentScanner.Place(segment.endOffset, segment.bytes);
    }

    private static boolean isCandidate(
            Segment segment, SegmentScanner.Place bad, ByteBuffer piece, int at) {
        if (RecordBatch.magic(piece, at) != RecordBatch.MAGIC
                || RecordBatch.partitionLeaderEpoch(piece, at) != 0) {
            return false;
        }
        long offset = RecordBatch.baseOffset(piece, at);
        return offset > bad.offset() && offset < segment.endOffset;
    }

    private static Damage damage(
            StreamLog log,
            Segment segment,
            SegmentScanner.Place from,
            SegmentScanner.Place to,
            String detail) {
        return new Damage(
                segment.path(),
                from.position(),
                to.position() - from.position(),
                log.name(),
                from.offset(),
                to.offset() - 1,
                Damage.Kind.CORRUPT,
                detail);
    }

    /** The disk refuses to read; not remembered, since it may work the next time. */
    Damage unreadable(StreamLog log, Segment segment, long from, IOException cause) {
        return new Damage(
                segment.path(),
                0,
                segment.bytes,
                log.name(),
                from,
                segment.endOffset - 1,
                Damage.Kind.CORRUPT,
                "cannot be read: " + cause);
    }

    /** The stored index is missing or wrong; no batch is concerned. */
    static Damage index(StreamLog log, Segment segment) {
        return new Damage(
                segment.indexPath(),
                0,
                0,
                log.name(),
                -1,
                -1,
                Damage.Kind.CORRUPT,
                "the index is damaged or missing; made anew from its segment, nothing is lost");
    }
}

package dev.forebay.log.embedded;

import dev.forebay.log.Damage;
import dev.forebay.log.disk.DiskFile;
import dev.forebay.log.record.RecordBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads batches of a stream, from memory or from segments; those from segments are checked first.
 * Storage task only.
 */
final class SegmentReader {
    private static final int INDEXES_KEPT = 512;
    private static final float LOAD = 0.75f;

    private final OpenFiles files;
    private final SegmentScanner scanner;
    private final IndexFiles indexes;
    private final DamageFinder finder;
    private final DamageList damages;
    private final LinkedHashMap<Segment, Boolean> indexed = new LinkedHashMap<>(16, LOAD, true);

    SegmentReader(
            OpenFiles files,
            SegmentScanner scanner,
            IndexFiles indexes,
            DamageFinder finder,
            DamageList damages) {
        this.files = files;
        this.scanner = scanner;
        this.indexes = indexes;
        this.finder = finder;
        this.damages = damages;
    }

    /** What a read gives. */
    sealed interface Result {
        /**
         * Whole batches; none at the end.
         *
         * @param next where to go on: the end of these batches and of what was left out behind them
         */
        record Batches(ByteBuffer bytes, long next) implements Result {}

        record Damaged(Damage damage) implements Result {}
    }

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Whole batches from the one that holds the offset, or the next one after a known gap. */
    Result read(StreamLog log, long fromOffset, int maxBytes) {
        Result first = readPiece(log, fromOffset, maxBytes);
        if (!(first instanceof Result.Batches batches)) {
            return first;
        }
        if (!batches.bytes().hasRemaining() || !isSegmentEnd(log, batches.next())) {
            return batches;
        }
        List<ByteBuffer> pieces = new ArrayList<>();
        pieces.add(batches.bytes());
        int bytes = batches.bytes().remaining();
        long next = batches.next();
        Result.Batches more = further(log, next, maxBytes - bytes);
        while (more != null) {
            pieces.add(more.bytes());
            bytes += more.bytes().remaining();
            next = more.next();
            more = isSegmentEnd(log, next) ? further(log, next, maxBytes - bytes) : null;
        }
        return new Result.Batches(joined(pieces, bytes), next);
    }

    private static ByteBuffer joined(List<ByteBuffer> pieces, int bytes) {
        if (pieces.size() == 1) {
            return pieces.getFirst();
        }
        ByteBuffer joined = ReadBuffers.of(bytes);
        pieces.forEach(joined::put);
        return joined.flip();
    }

    /** Whether a read stopped because a segment ended there and not for want of room. */
    private static boolean isSegmentEnd(StreamLog log, long offset) {
        if (log.tail.isEmpty() || offset < log.tail.get(0).baseOffset()) {
            int number = log.segmentAt(offset);
            return number > 0 && log.segments.get(number).baseOffset >= offset;
        }
        return offset == log.tail.get(0).baseOffset();
    }

    /** What follows, if it fits and is whole. */
    private Result.@Nullable Batches further(StreamLog log, long next, int room) {
        if (room < RecordBatch.HEADER_BYTES) {
            return null;
        }
        return readPiece(log, next, room) instanceof Result.Batches batches
                        && batches.bytes().hasRemaining()
                        && batches.bytes().remaining() <= room
                ? batches
                : null;
    }

    /** From one segment, or from memory; steps over what compaction left out. */
    private Result readPiece(StreamLog log, long fromOffset, int maxBytes) {
        long from = Math.max(fromOffset, log.startOffset);
        while (true) {
            Result piece = readWithGaps(log, from, maxBytes);
            boolean onlyGap =
                    piece instanceof Result.Batches batches
                            && !batches.bytes().hasRemaining()
                            && batches.next() > from;
            if (!onlyGap) {
                return piece;
            }
            from = ((Result.Batches) piece).next();
        }
    }

    private Result readWithGaps(StreamLog log, long from, int maxBytes) {
        if (from >= log.endOffset) {
            return new Result.Batches(NOTHING, from);
        }
        Damage hole = log.holeAt(from);
        if (hole != null) {
            return new Result.Damaged(hole);
        }
        if (!log.tail.isEmpty() && from >= log.tail.get(0).baseOffset()) {
            return fromTail(log, from, maxBytes);
        }
        int number = log.segmentAt(from);
        if (number < 0) {
            return fromTail(log, from, maxBytes);
        }
        Segment segment = log.segments.get(number);
        try {
            return fromSegment(log, segment, Math.max(from, segment.baseOffset), maxBytes);
        } catch (IOException e) {
            return new Result.Damaged(finder.unreadable(log, segment, from, e));
        }
    }

    private static Result fromTail(StreamLog log, long from, int maxBytes) {
        Tail tail = log.tail;
        int first = tail.firstEndingAfter(from);
        long limit = log.nextHole(from);
        int end = first;
        long bytes = 0;
        while (end < tail.size() && tail.get(end).baseOffset() < limit) {
            long more = bytes + tail.get(end).bytes();
            if (end > first && more > maxBytes) {
                break;
            }
            bytes = more;
            end++;
        }
        ByteBuffer copy = ReadBuffers.of((int) bytes);
        long next = from;
        for (int i = first; i < end; i++) {
            Tail.Batch batch = tail.get(i);
            int at = copy.position();
            copy.put(at, batch.slab().bytes, batch.position(), batch.bytes());
            RecordBatch.setBaseOffset(copy, at, batch.baseOffset());
            copy.position(at + batch.bytes());
            next = batch.endOffset();
        }
        return new Result.Batches(copy.flip(), next);
    }

    private Result fromSegment(StreamLog log, Segment segment, long from, int maxBytes)
            throws IOException {
        SegmentScanner.Place place = locate(log, segment, from);
        if (place == null) {
            return new Result.Damaged(damageBefore(log, segment, from));
        }
        if (place.position() >= segment.bytes) {
            return new Result.Batches(NOTHING, from);
        }
        ByteBuffer bytes = load(segment, place, maxBytes);
        int good = soundBytes(segment, bytes, place, log.nextHole(from));
        if (good == 0) {
            return new Result.Damaged(found(log, finder.find(log, segment, place, from)));
        }
        long next = RecordBatch.lastOffset(bytes, lastBatch(bytes, good)) + 1;
        log.hintSegment = segment;
        log.hintOffset = next;
        log.hintPosition = place.position() + good;
        int records = segment.isCompacted() ? GapBatch.strip(bytes, good) : good;
        return new Result.Batches(bytes.limit(records), next);
    }

    /** Where the batch that holds an offset begins; null when damage hides it. */
    private SegmentScanner.@Nullable Place locate(StreamLog log, Segment segment, long from)
            throws IOException {
        if (log.hintSegment == segment && log.hintOffset == from) {
            return new SegmentScanner.Place(from, log.hintPosition);
        }
        SegmentScanner.Place anchor = anchor(log, segment, from);
        SegmentScanner.Place hole = afterHoles(log, segment, anchor, from);
        return scanner.walk(
                segment,
                hole,
                (place, window, at) ->
                        place.offset() + RecordBatch.lastOffsetDelta(window, at) >= from);
    }

    /** Known damage between the anchor and the offset is stepped over. */
    private static SegmentScanner.Place afterHoles(
            StreamLog log, Segment segment, SegmentScanner.Place anchor, long from) {
        SegmentScanner.Place best = anchor;
        for (Damage hole : log.holes) {
            boolean between = hole.lastOffset() < from && hole.lastOffset() >= best.offset();
            if (between && hole.file().equals(segment.path())) {
                best =
                        new SegmentScanner.Place(
                                hole.lastOffset() + 1, hole.position() + hole.length());
            }
        }
        return best;
    }

    private SegmentScanner.Place anchor(StreamLog log, Segment segment, long from)
            throws IOException {
        SparseIndex index = index(log, segment);
        int entry = index.floor(from);
        return entry < 0
                ? new SegmentScanner.Place(segment.baseOffset, 0)
                : new SegmentScanner.Place(index.offset(entry), index.position(entry));
    }

    SparseIndex index(StreamLog log, Segment segment) throws IOException {
        SparseIndex index = segment.index;
        if (index != null) {
            return index;
        }
        if (segment.state == Segment.State.SEALED && !segment.isIndexDue()) {
            index = indexes.load(segment);
            if (index == null) {
                damages.add(DamageFinder.index(log, segment));
            }
        }
        if (index == null) {
            index = scanner.index(segment);
        }
        segment.index = index;
        indexed.put(segment, Boolean.TRUE);
        if (indexed.size() > INDEXES_KEPT) {
            Segment eldest = indexed.firstEntry().getKey();
            indexed.remove(eldest);
            eldest.index = null;
        }
        return index;
    }

    /** A segment that is no longer of a stream. */
    void forget(Segment segment) {
        indexed.remove(segment);
    }

    private ByteBuffer load(Segment segment, SegmentScanner.Place place, int maxBytes)
            throws IOException {
        DiskFile file = files.get(segment.path());
        long left = segment.bytes - place.position();
        int wanted = (int) Math.min(left, Math.max(maxBytes, RecordBatch.HEADER_BYTES));
        ByteBuffer bytes = ReadBuffers.of(wanted);
        file.read(bytes, place.position());
        bytes.flip();
        if (bytes.limit() < RecordBatch.HEADER_BYTES) {
            return bytes;
        }
        long first = RecordBatch.sizeBytes(bytes, 0);
        if (first > bytes.limit() && first <= left) {
            bytes = ReadBuffers.of((int) first);
            file.read(bytes, place.position());
            bytes.flip();
        }
        return bytes;
    }

    /** Bytes of the whole and sound batches from the place on, below the first known hole. */
    private static int soundBytes(
            Segment segment, ByteBuffer bytes, SegmentScanner.Place place, long limit) {
        int at = 0;
        long offset = place.offset();
        while (bytes.limit() - at >= RecordBatch.HEADER_BYTES
                && offset < limit
                && offset < segment.endOffset
                && SegmentScanner.isHeaderOf(bytes, at, offset)
                && RecordBatch.isValid(bytes, at)) {
            offset += RecordBatch.lastOffsetDelta(bytes, at) + 1L;
            at += RecordBatch.sizeBytes(bytes, at);
        }
        return at;
    }

    private static int lastBatch(ByteBuffer bytes, int end) {
        int at = 0;
        while (at + RecordBatch.sizeBytes(bytes, at) < end) {
            at += RecordBatch.sizeBytes(bytes, at);
        }
        return at;
    }

    private Damage damageBefore(StreamLog log, Segment segment, long from) throws IOException {
        SegmentScanner.Place anchor = anchor(log, segment, from);
        SegmentScanner.Place start = afterHoles(log, segment, anchor, from);
        return found(log, finder.find(log, segment, start, from));
    }

    /** Damage becomes known: no read goes there any more. */
    Damage found(StreamLog log, Damage damage) {
        damages.add(damage);
        if (log.holes.stream().noneMatch(damage::equals)) {
            log.holes.add(damage);
        }
        return damage;
    }

    /** The first batch at or after a time, as an offset; the end when there is none. */
    long offsetAt(StreamLog log, long timestamp) throws IOException {
        for (Segment segment : log.segments) {
            if (segment.maxTimestamp < timestamp) {
                continue;
            }
            SparseIndex index = index(log, segment);
            int entry = Math.max(0, index.floorByTime(timestamp));
            SegmentScanner.Place from =
                    index.size() == 0
                            ? new SegmentScanner.Place(segment.baseOffset, 0)
                            : new SegmentScanner.Place(index.offset(entry), index.position(entry));
            SegmentScanner.Place found =
                    scanner.walk(
                            segment,
                            from,
                            (place, window, at) ->
                                    RecordBatch.maxTimestamp(window, at) >= timestamp);
            return found == null ? from.offset() : found.offset();
        }
        for (int i = 0; i < log.tail.size(); i++) {
            if (log.tail.get(i).maxTimestamp() >= timestamp) {
                return log.tail.get(i).baseOffset();
            }
        }
        return log.endOffset;
    }
}

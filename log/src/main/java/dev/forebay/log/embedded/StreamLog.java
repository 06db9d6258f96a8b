package dev.forebay.log.embedded;

import dev.forebay.log.Damage;
import dev.forebay.log.RetentionRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the storage task knows of a stream: its segments, its tail, and what is damaged. */
final class StreamLog {
    final EmbeddedStream stream;
    final long id;
    final List<Segment> segments = new ArrayList<>(1);
    final Tail tail = new Tail();

    /** Ranges of offsets that are lost or unreadable, in no order. */
    final List<Damage> holes = new ArrayList<>(0);

    long startOffset;

    /** What lies below is kept for its retention only, as the stream's user said last. */
    long neededFrom;

    /** Whether that counts among what the share of the disk is for, as the user said last. */
    RetentionRule.Claim claim = RetentionRule.Claim.SHARE;

    /** End of what was applied: of the tail, or of the last segment. */
    long endOffset;

    /** How far everything is in segments that were synced, or was dropped. */
    long syncedEnd;

    /** The slab that this stream was last noted in. */
    @Nullable Slab noted;

    /** Where the last read ended, so that the next need not search. */
    @Nullable Segment hintSegment;

    long hintOffset;
    long hintPosition;

    StreamLog(EmbeddedStream stream, long id) {
        this.stream = stream;
        this.id = id;
    }

    String name() {
        return stream.name().value();
    }

    /** How far everything is in segments. */
    long flushedEnd() {
        return tail.isEmpty() ? endOffset : tail.get(0).baseOffset();
    }

    /** Index of the segment that holds an offset or the next one after it; -1 when none does. */
    int segmentAt(long offset) {
        int low = 0;
        int high = segments.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (segments.get(middle).endOffset <= offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low < segments.size() ? low : -1;
    }

    /** The damage that an offset lies in, null when it is not known to be damaged. */
    @Nullable Damage holeAt(long offset) {
        for (int i = 0; i < holes.size(); i++) {
            Damage hole = holes.get(i);
            if (hole.firstOffset() <= offset && offset <= hole.lastOffset()) {
                return hole;
            }
        }
        return null;
    }

    /** The first offset at or after this one where known damage begins; the end when none does. */
    long nextHole(long offset) {
        long next = Long.MAX_VALUE;
        for (int i = 0; i < holes.size(); i++) {
            long first = holes.get(i).firstOffset();
            if (first >= offset && first < next) {
                next = first;
            }
        }
        return next;
    }

    /** Whether the oldest segment is there for its retention only, and may go. */
    boolean isFirstUnneeded() {
        boolean growing = segments.size() == 1 && !tail.isEmpty();
        return !segments.isEmpty() && !growing && segments.getFirst().endOffset <= neededFrom;
    }

    /** Whether a segment is whole and on disk, and more comes behind it. */
    boolean isSettled(int number) {
        Segment segment = segments.get(number);
        return number < segments.size() - 1
                && segment.state == Segment.State.SEALED
                && !segment.isDirty()
                && !segment.isIndexDue()
                && segment.endOffset <= syncedEnd;
    }

    /** Whether the oldest segment may go to keep all streams within their share of the disk. */
    boolean yieldsFirst() {
        return claim == RetentionRule.Claim.SHARE && isFirstUnneeded();
    }

    /** Bytes of segments that are there for their retention only, and count in the share. */
    long unneededBytes() {
        long sum = 0;
        if (claim == RetentionRule.Claim.ALL) {
            return sum;
        }
        for (int i = 0; i < segments.size() && segments.get(i).endOffset <= neededFrom; i++) {
            sum += segments.get(i).bytes;
        }
        return sum;
    }

    long segmentBytes() {
        long sum = 0;
        for (Segment segment : segments) {
            sum += segment.bytes;
        }
        return sum;
    }

    long allBytes() {
        return segmentBytes() + tail.bytes();
    }
}

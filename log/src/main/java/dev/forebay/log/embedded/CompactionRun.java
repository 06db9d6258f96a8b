package dev.forebay.log.embedded;

import dev.forebay.log.Damage;
import dev.forebay.log.LiveOffsets;
import dev.forebay.log.disk.Disk;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes through the stale segments of one stream, oldest first: reads each as long as little enough
 * of it is needed, checking every batch, and has what is needed of neighbours written to one
 * segment. Storage task only.
 */
final class CompactionRun {
    private static final Logger LOG = LoggerFactory.getLogger(CompactionRun.class);

    /** Bytes read in one step, at most and apart from a last batch. */
    private static final int PIECE_BYTES = 1 << 20;

    /** What was compacted before is copied again, to join its neighbour, up to this share. */
    private static final int JOINED_SHARE = 16;

    private final Disk disk;
    private final SegmentStore store;
    private final LogSettings settings;
    private final LogListener listener;
    private final StreamLog log;
    private final LiveOffsets live;
    private final List<Segment> stale;
    private final long now;
    private int next;
    private CompactedSegment output;

    // The segment that is being read.
    private @Nullable BatchWalk walk;
    private SegmentScanner.Place place = new SegmentScanner.Place(0, 0);
    private ByteArrayOutputStream needed = new ByteArrayOutputStream();
    private long bytesRead;
    private long bytesGivenBack;

    CompactionRun(
            Disk disk,
            SegmentStore store,
            LogSettings settings,
            LogListener listener,
            StreamLog log,
            LiveOffsets live,
            List<Segment> stale,
            long now) {
        this.disk = disk;
        this.store = store;
        this.settings = settings;
        this.listener = listener;
        this.log = log;
        this.live = live;
        this.stale = stale;
        this.now = now;
        this.output = new CompactedSegment(disk, store, log);
    }

    /** Bytes read so far. */
    long bytesRead() {
        return bytesRead;
    }

    /** Bytes fewer that there are by now. */
    long bytesGivenBack() {
        return bytesGivenBack;
    }

    /**
     * Does one piece.
     *
     * @return false when this was the last
     * @throws IOException writing failed
     */
    boolean step() throws IOException {
        if (!store.logs.contains(log)) {
            giveUp();
            return false;
        }
        if (next == stale.size()) {
            finishOutput();
            return false;
        }
        Segment segment = stale.get(next);
        if (!isThere(segment)) {
            leave();
        } else if (walk != null) {
            read(segment);
        } else {
            begin(segment);
        }
        return true;
    }

    /** Leaves everything as it was. */
    void giveUp() throws IOException {
        closeWalk();
        output.discard();
    }

    /** It may have been dropped meanwhile. */
    private boolean isThere(Segment segment) {
        int number = log.segmentAt(segment.baseOffset);
        return number >= 0 && log.segments.get(number) == segment;
    }

    private void begin(Segment segment) throws IOException {
        if (!output.olds().isEmpty() && !follows(output.olds().getLast(), segment)) {
            finishOutput();
        }
        long count = count(segment);
        if (count == 0) {
            output.add(segment, new ByteArrayOutputStream());
            next++;
        } else if (isCandidate(segment) || joins(segment)) {
            open(segment);
        } else if (live.covers(segment.baseOffset, segment.endOffset)) {
            leaveUntil(segment, now + settings.compaction().lookAgainNanos());
        } else {
            leave();
        }
    }

    private long count(Segment segment) {
        return live.covers(segment.baseOffset, segment.endOffset)
                ? live.countIn(segment.baseOffset, segment.endOffset)
                : segment.endOffset - segment.baseOffset;
    }

    /** Whether one stands right behind the other. */
    private boolean follows(Segment first, Segment second) {
        int number = log.segmentAt(second.baseOffset);
        return number > 0 && log.segments.get(number - 1) == first;
    }

    /** Whether little enough of it may be needed. */
    private boolean isCandidate(Segment segment) {
        return now >= segment.lookedUntil
                && !isHit(segment)
                && count(segment) < segment.endOffset - segment.baseOffset;
    }

    /** Whether known damage lies in it. */
    private boolean isHit(Segment segment) {
        return log.holeAt(segment.baseOffset) != null
                || log.nextHole(segment.baseOffset) < segment.endOffset;
    }

    /** Whether it is what little was left before, and more of that kind may follow. */
    private boolean joins(Segment segment) {
        if (!segment.isCompacted()
                || segment.bytes > settings.segmentBytes() / JOINED_SHARE
                || isHit(segment)
                || !output.olds().isEmpty()) {
            return false;
        }
        Segment before = segment;
        for (int i = next + 1; i < stale.size() && follows(before, stale.get(i)); i++) {
            before = stale.get(i);
            if (count(before) > 0) {
                return isCandidate(before);
            }
        }
        return false;
    }

    private void open(Segment segment) throws IOException {
        needed = new ByteArrayOutputStream();
        place = new SegmentScanner.Place(segment.baseOffset, 0);
        try {
            walk = new BatchWalk(disk.open(segment.path()), segment);
        } catch (IOException e) {
            unreadable(segment, e);
        }
    }

    private void read(Segment segment) throws IOException {
        long end = Math.min(segment.bytes, place.position() + PIECE_BYTES);
        long begin = place.position();
        try {
            while (place.position() < end && walk != null) {
                readBatch(segment, walk);
            }
        } catch (IOException e) {
            unreadable(segment, e);
        }
        bytesRead += place.position() - begin;
        if (walk != null && place.position() == segment.bytes) {
            closeWalk();
            output.add(segment, needed);
            next++;
            if (output.bytes() > settings.segmentBytes() / JOINED_SHARE) {
                finishOutput();
            }
        }
    }

    private void readBatch(Segment segment, BatchWalk from) throws IOException {
        SegmentScanner.Place after = from.next(place);
        if (after == null) {
            Damage damage = store.finder.find(log, segment, place, place.offset());
            store.found(log, damage);
            LOG.warn("{} is damaged and not compacted", segment.path());
            leaveUntil(segment, Long.MAX_VALUE);
            return;
        }
        boolean wanted =
                live.anyIn(place.offset(), after.offset() - 1)
                        && !GapBatch.isAt(from.batch(place), 0);
        if (wanted) {
            needed.writeBytes(bytes(from));
        }
        if (wanted && needed.size() >= most(segment)) {
            leaveUntil(segment, now + settings.compaction().lookAgainNanos());
        } else {
            place = after;
        }
    }

    private byte[] bytes(BatchWalk from) {
        ByteBuffer batch = from.batch(place);
        byte[] copy = new byte[batch.remaining()];
        batch.get(copy);
        return copy;
    }

    private long most(Segment segment) {
        return isCandidate(segment)
                ? settings.compaction().mostLive(segment.bytes)
                : Long.MAX_VALUE;
    }

    /** Maybe the disk can read it the next time. */
    private void unreadable(Segment segment, IOException why) throws IOException {
        LOG.warn("{} cannot be read and is not compacted", segment.path(), why);
        leaveUntil(segment, now + settings.compaction().lookAgainNanos());
    }

    private void leaveUntil(Segment segment, long time) throws IOException {
        segment.lookedUntil = Math.max(segment.lookedUntil, time);
        leave();
    }

    /** The segment at hand stays as it is: what is before it cannot join what is behind it. */
    private void leave() throws IOException {
        closeWalk();
        finishOutput();
        next++;
    }

    private void closeWalk() throws IOException {
        BatchWalk open = walk;
        walk = null;
        if (open != null) {
            open.close();
        }
    }

    private void finishOutput() throws IOException {
        CompactedSegment finished = output;
        output = new CompactedSegment(disk, store, log);
        if (!finished.isWorthwhile() || !isWhole(finished.olds())) {
            finished.discard();
            return;
        }
        Segment kept = finished.seal();
        if (kept != null) {
            kept.lookedUntil = now + settings.compaction().lookAgainNanos();
        }
        long before = log.allBytes();
        store.replace(log, finished.olds(), kept);
        long fewer = before - log.allBytes();
        bytesGivenBack += fewer;
        listener.compacted(finished.olds().size(), fewer);
    }

    private boolean isWhole(List<Segment> olds) {
        for (int i = 0; i < olds.size(); i++) {
            if (!isThere(olds.get(i)) || (i > 0 && !follows(olds.get(i - 1), olds.get(i)))) {
                return false;
            }
        }
        return true;
    }
}

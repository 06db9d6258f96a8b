package dev.forebay.log.embedded;

import dev.forebay.log.Damage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges what a scan found: which frames are kept, what is damaged, and whether a bad end is a torn
 * write or damage. The sync marks decide: a frame that some whole header says was on disk is
 * damaged when it is bad; the one after all marks may have been torn, if nothing whole is behind
 * it.
 */
final class Chain {
    /** Damage before it is known which streams and offsets it hit. */
    record Spot(
            long sequence,
            String path,
            long position,
            long length,
            Damage.Kind kind,
            String detail) {}

    private final CommitScan scan;
    private final List<KeptFrame> kept = new ArrayList<>();
    private final List<Spot> spots = new ArrayList<>();
    private final List<KeptFrame> dropped = new ArrayList<>();
    private long lastSequence;
    private long highestSeen;
    private boolean gapInGroup;
    private CommitScan.@Nullable Found last;

    Chain(CommitScan scan, long afterSequence) {
        this.scan = scan;
        this.lastSequence = afterSequence;
        this.highestSeen = afterSequence;
    }

    void judge() throws IOException {
        List<KeptFrame> open = new ArrayList<>();
        List<CommitScan.Found> frames = scan.frames();
        for (int i = 0; i < frames.size(); i++) {
            CommitScan.Found found = frames.get(i);
            long sequence = found.header().sequence();
            if (sequence > lastSequence + 1) {
                missing(last, found, open);
                gapInGroup = true;
            }
            if (i == frames.size() - 1 && found.contents() == CommitScan.Contents.DAMAGED) {
                torn(found);
                break;
            }
            add(found, open);
            lastSequence = sequence;
            last = found;
        }
        dropped.addAll(open);
        traceOfNext();
    }

    private void add(CommitScan.Found found, List<KeptFrame> open) throws IOException {
        FrameHeader header = found.header();
        KeptFrame frame =
                switch (found.contents()) {
                    case SOUND -> whole(found);
                    case PADDING_DAMAGED -> paddingDamaged(found);
                    case DAMAGED -> damaged(found);
                };
        if (header.kind() == Frame.PART) {
            open.add(frame);
            return;
        }
        if (header.kind() == Frame.CLOSING || gapInGroup) {
            kept.addAll(open);
        } else {
            dropped.addAll(open);
        }
        open.clear();
        gapInGroup = false;
        kept.add(frame);
    }

    private static KeptFrame whole(CommitScan.Found found) {
        return new KeptFrame(
                found.path(),
                found.from() + Frame.HEADER_BYTES,
                found.from() + Frame.HEADER_BYTES + found.header().payloadBytes(),
                found.header().sequence(),
                found.header().engineTime(),
                found.header().kind(),
                List.of(),
                KeptFrame.Condition.WHOLE);
    }

    private KeptFrame paddingDamaged(CommitScan.Found found) {
        if (found.header().sequence() < scan.frames().getLast().header().sequence()) {
            spots.add(
                    spot(
                            found,
                            Damage.Kind.CORRUPT,
                            "the filling of a frame is damaged, its entries are whole"));
        }
        return whole(found);
    }

    /** A frame that was on disk for sure. */
    private KeptFrame damaged(CommitScan.Found found) throws IOException {
        spots.add(spot(found, Damage.Kind.CORRUPT, "entries of a synced frame are damaged"));
        return remains(found, found.from(), found.to(), found.header().sequence());
    }

    private KeptFrame remains(CommitScan.Found like, int from, int to, long sequence)
            throws IOException {
        return new KeptFrame(
                like.path(),
                from,
                to,
                sequence,
                like.header().engineTime(),
                Frame.WHOLE,
                scan.salvage(like.path(), from, to, sequence),
                KeptFrame.Condition.DAMAGED);
    }

    /** Whole frames lie behind these, so they were on disk. */
    private void missing(
            CommitScan.@Nullable Found previous, CommitScan.Found next, List<KeptFrame> open)
            throws IOException {
        boolean sameFile = previous != null && previous.path().equals(next.path());
        int from = sameFile && previous != null ? previous.to() : 0;
        spots.add(
                new Spot(
                        lastSequence + 1,
                        next.path(),
                        from,
                        (long) next.from() - from,
                        Damage.Kind.CORRUPT,
                        "frames %d to %d are missing"
                                .formatted(lastSequence + 1, next.header().sequence() - 1)));
        for (long s = lastSequence + 1; s < next.header().sequence(); s++) {
            open.addAll(strayEntries(next, s));
        }
    }

    private List<KeptFrame> strayEntries(CommitScan.Found like, long sequence) throws IOException {
        List<KeptFrame> found = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        for (CommitScan.Stray stray : scan.strays()) {
            if (stray.sequence() == sequence && !paths.contains(stray.path())) {
                paths.add(stray.path());
                List<FrameAudit.Entry> entries =
                        scan.salvage(stray.path(), 0, Integer.MAX_VALUE, sequence);
                found.add(
                        new KeptFrame(
                                stray.path(),
                                0,
                                0,
                                sequence,
                                like.header().engineTime(),
                                Frame.WHOLE,
                                entries,
                                KeptFrame.Condition.DAMAGED));
            }
        }
        return found;
    }

    /** The last frame is bad and nothing says that it was on disk. */
    private void torn(CommitScan.Found found) throws IOException {
        spots.add(
                spot(
                        found,
                        Damage.Kind.TORN_OR_DAMAGED,
                        "the last frame is torn or damaged: may have been answered"));
        highestSeen = Math.max(highestSeen, found.header().sequence());
        dropped.add(remains(found, found.from(), found.to(), found.header().sequence()));
    }

    /** Without a header the next frame may still have left a trace. */
    private void traceOfNext() {
        boolean reported =
                !spots.isEmpty() && spots.getLast().kind() == Damage.Kind.TORN_OR_DAMAGED;
        for (CommitScan.Stray stray : scan.strays()) {
            if (stray.sequence() == lastSequence + 1 || isExpectedAt(stray)) {
                highestSeen = Math.max(highestSeen, lastSequence + 1);
                if (!reported) {
                    spots.add(
                            new Spot(
                                    lastSequence + 1,
                                    stray.path(),
                                    stray.position(),
                                    Frame.SECTOR,
                                    Damage.Kind.TORN_OR_DAMAGED,
                                    "the last frame is torn or damaged: may have been answered"));
                    reported = true;
                }
            }
        }
    }

    /** Whether the remains lie just where the next frame of the same file would begin. */
    private boolean isExpectedAt(CommitScan.Stray stray) {
        CommitScan.Found before = last;
        return before != null
                && stray.position() == before.to()
                && stray.path().equals(before.path());
    }

    private static Spot spot(CommitScan.Found found, Damage.Kind kind, String detail) {
        return new Spot(
                found.header().sequence(),
                found.path(),
                found.from(),
                found.header().frameBytes(),
                kind,
                detail);
    }

    /** What is applied, in order. */
    List<KeptFrame> kept() {
        return kept;
    }

    /** Frames that are not applied: unclosed groups, and what is left of a bad last frame. */
    List<KeptFrame> dropped() {
        return dropped;
    }

    List<Spot> spots() {
        return spots;
    }

    /** No frame with this or a smaller number may be written again. */
    long highestSequence() {
        return Math.max(lastSequence, highestSeen);
    }

    long engineTime(long before) {
        return kept.isEmpty() ? before : Math.max(before, kept.getLast().engineTime());
    }
}

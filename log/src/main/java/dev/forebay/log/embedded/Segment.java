package dev.forebay.log.embedded;

import org.jspecify.annotations.Nullable;

/**
 * A file of record batches of one stream, one after the other and with contiguous offsets: a gap
 * begins a new segment. Storage task only.
 */
final class Segment {
    static final String FOLDER = "segments";

    /** Stands for "no timestamp". */
    static final long NO_TIMESTAMP = -1;

    /** What a checkpoint may say of a segment: all of it is on disk. */
    record Extent(long baseOffset, long endOffset, long bytes, long maxTimestamp, State state) {}

    /** Whether a segment can still grow. */
    enum State {
        OPEN,
        SEALED
    }

    final long streamId;
    final long baseOffset;
    long endOffset;
    long bytes;
    long maxTimestamp = NO_TIMESTAMP;
    State state = State.OPEN;

    /** What the last sync covered, null before the first. */
    @Nullable Extent synced;

    /** Loaded or being built; null when nothing of the segment was looked up since the start. */
    @Nullable SparseIndex index;

    private boolean indexStored;

    Segment(long streamId, long baseOffset) {
        this.streamId = streamId;
        this.baseOffset = baseOffset;
        this.endOffset = baseOffset;
    }

    /** The file is gone: nothing is ever read from it or written to it. */
    static Segment lost(long streamId, Extent extent) {
        Segment segment = restore(streamId, extent);
        segment.state = State.SEALED;
        segment.synced = segment.extent();
        segment.indexStored = true;
        return segment;
    }

    static Segment restore(long streamId, Extent extent) {
        Segment segment = new Segment(streamId, extent.baseOffset());
        segment.endOffset = extent.endOffset();
        segment.bytes = extent.bytes();
        segment.maxTimestamp = extent.maxTimestamp();
        segment.state = extent.state();
        segment.synced = extent;
        segment.indexStored = extent.state() == State.SEALED;
        return segment;
    }

    Extent extent() {
        return new Extent(baseOffset, endOffset, bytes, maxTimestamp, state);
    }

    boolean isDirty() {
        return !extent().equals(synced);
    }

    boolean isIndexDue() {
        return state == State.SEALED && !indexStored;
    }

    void indexStored() {
        indexStored = true;
    }

    String path() {
        return path(streamId, baseOffset);
    }

    String indexPath() {
        return indexPath(streamId, baseOffset);
    }

    static String path(long streamId, long baseOffset) {
        return "%s/%016x-%020d.log".formatted(FOLDER, streamId, baseOffset);
    }

    static String indexPath(long streamId, long baseOffset) {
        return "%s/%016x-%020d.index".formatted(FOLDER, streamId, baseOffset);
    }
}

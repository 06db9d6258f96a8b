package dev.forebay.log.embedded;

import org.jspecify.annotations.Nullable;

/**
 * A file of record batches of one stream, one after the other and with contiguous offsets: a gap
 * begins a new segment. What compaction leaves of segments is in one of a higher generation, where
 * {@link GapBatch} stands for what it left out. Storage task only.
 */
final class Segment {
    static final String FOLDER = "segments";

    /** Stands for "no timestamp". */
    static final long NO_TIMESTAMP = -1;

    /** What a checkpoint may say of a segment: all of it is on disk. */
    record Extent(
            long baseOffset,
            long endOffset,
            long bytes,
            long maxTimestamp,
            State state,
            int generation) {}

    private static final int ID_DIGITS = 16;
    private static final int OFFSET_DIGITS = 20;

    /** As it was appended. */
    static final int APPENDED = 0;

    /** Whether a segment can still grow. */
    enum State {
        OPEN,
        SEALED
    }

    final long streamId;
    final long baseOffset;

    /** How often its bytes were copied by compaction. */
    final int generation;

    long endOffset;
    long bytes;
    long maxTimestamp = NO_TIMESTAMP;
    State state = State.OPEN;

    /** So much of it was synced, though it may not count yet as {@link #synced}. */
    long forcedBytes;

    /** What the last checkpoint's sync covered, null before the first. */
    @Nullable Extent synced;

    /** Loaded or being built; null when nothing of the segment was looked up since the start. */
    @Nullable SparseIndex index;

    /** Compaction has no use for a look at it before this time. */
    long lookedUntil = Long.MIN_VALUE;

    private boolean indexStored;

    Segment(long streamId, long baseOffset) {
        this(streamId, baseOffset, APPENDED);
    }

    Segment(long streamId, long baseOffset, int generation) {
        this.streamId = streamId;
        this.baseOffset = baseOffset;
        this.generation = generation;
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
        Segment segment = new Segment(streamId, extent.baseOffset(), extent.generation());
        segment.endOffset = extent.endOffset();
        segment.bytes = extent.bytes();
        segment.forcedBytes = extent.bytes();
        segment.maxTimestamp = extent.maxTimestamp();
        segment.state = extent.state();
        segment.synced = extent;
        segment.indexStored = extent.state() == State.SEALED;
        return segment;
    }

    Extent extent() {
        return new Extent(baseOffset, endOffset, bytes, maxTimestamp, state, generation);
    }

    /** Whether it holds what compaction left. */
    boolean isCompacted() {
        return generation > APPENDED;
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
        return path(streamId, baseOffset, generation);
    }

    String indexPath() {
        return file(streamId, baseOffset, generation, "index");
    }

    static String path(long streamId, Extent extent) {
        return path(streamId, extent.baseOffset(), extent.generation());
    }

    static String path(long streamId, long baseOffset, int generation) {
        return file(streamId, baseOffset, generation, "log");
    }

    private static String file(long streamId, long baseOffset, int generation, String kind) {
        // Asked for at each read and flush, where a formatter would cost more than all the rest.
        StringBuilder name = new StringBuilder(FOLDER).append('/');
        padded(name, Long.toHexString(streamId), ID_DIGITS).append('-');
        padded(name, Long.toString(baseOffset), OFFSET_DIGITS).append('.');
        if (generation != APPENDED) {
            name.append(generation).append('.');
        }
        return name.append(kind).toString();
    }

    private static StringBuilder padded(StringBuilder name, String digits, int width) {
        return name.repeat('0', width - digits.length()).append(digits);
    }
}

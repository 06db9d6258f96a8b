package dev.forebay.testkit.log;

import java.util.function.IntSupplier;

/**
 * How a memory store behaves where stores may differ.
 *
 * @param segmentBytes bytes after which a segment is full; retention drops whole segments
 * @param compactBelowPercent segments are compacted of which less than this share is needed
 * @param gap offsets left unused before the next batch, 0 or more: drawn each time, so that nobody
 *     comes to count on offsets without gaps
 */
public record MemoryLogOptions(int segmentBytes, int compactBelowPercent, IntSupplier gap) {
    private static final int SEGMENT_BYTES = 1 << 20;
    private static final int COMPACT_BELOW_PERCENT = 5;

    /** Segments of 1 MiB, compacted when less than 5 % is needed; no gaps. */
    public static MemoryLogOptions defaults() {
        return new MemoryLogOptions(SEGMENT_BYTES, COMPACT_BELOW_PERCENT, () -> 0);
    }

    public MemoryLogOptions withGaps(IntSupplier newGap) {
        return new MemoryLogOptions(segmentBytes, compactBelowPercent, newGap);
    }

    public MemoryLogOptions withSegmentBytes(int bytes) {
        return new MemoryLogOptions(bytes, compactBelowPercent, gap);
    }

    public MemoryLogOptions withCompaction(int belowPercent) {
        return new MemoryLogOptions(segmentBytes, belowPercent, gap);
    }
}

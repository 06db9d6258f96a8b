package dev.forebay.testkit.log;

import java.util.function.IntSupplier;

/**
 * How a memory store behaves where stores may differ.
 *
 * @param segmentBytes bytes after which a segment is full; retention drops whole segments
 * @param gap offsets left unused before the next batch, 0 or more: drawn each time, so that nobody
 *     comes to count on offsets without gaps
 */
public record MemoryLogOptions(int segmentBytes, IntSupplier gap) {
    private static final int SEGMENT_BYTES = 1 << 20;

    /** Segments of 1 MiB, no gaps. */
    public static MemoryLogOptions defaults() {
        return new MemoryLogOptions(SEGMENT_BYTES, () -> 0);
    }

    public MemoryLogOptions withGaps(IntSupplier newGap) {
        return new MemoryLogOptions(segmentBytes, newGap);
    }

    public MemoryLogOptions withSegmentBytes(int bytes) {
        return new MemoryLogOptions(bytes, gap);
    }
}

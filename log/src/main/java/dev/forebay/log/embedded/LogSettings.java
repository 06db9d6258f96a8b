package dev.forebay.log.embedded;

import dev.forebay.log.DamagePolicy;

/**
 * Sizes and limits of an embedded store. All may change between starts except that commit-log files
 * that exist keep their size until they are made anew.
 *
 * @param commitFileBytes size of a commit-log file; a multiple of {@code frameAlignment}
 * @param commitFilesAtStart commit-log files made at the first start, 2 or more
 * @param commitFilesMax commit-log files at most, when checkpoints cannot keep up
 * @param frameAlignment frames begin at multiples of this: a power of two, 512 to 4096
 * @param frameBytes appends are gathered into one frame up to about this size
 * @param frameBytesMax a frame is never larger, unless one batch is; larger groups are split
 * @param batchBytesMax larger batches are refused. One that no frame of an ordinary file takes has
 *     a frame of its own in a wide file
 * @param slabBytes size of one piece of the memory that holds what is not yet in segments
 * @param tailBytes all of that memory, at least three slabs
 * @param volatileBytes memory for the batches of all volatile streams together; what is beyond goes
 *     to spill files
 * @param segmentBytes a segment is closed when it would grow beyond this
 * @param openFiles segment files kept open at a time
 * @param reserveBytes disk space kept back for the time when the volume is full; 0 for none
 * @param retainedPercent share of the volume, 0 to 100, that records which nobody needs any more
 *     may fill, all streams together; the oldest go before their retention ends
 * @param compaction when segments are compacted
 * @param idleMarkNanos idle time after which the last frame gets its mark
 * @param spaceCheckNanos how often free space is looked at
 * @param damagePolicy what opening does about damaged bytes
 */
public record LogSettings(
        int commitFileBytes,
        int commitFilesAtStart,
        int commitFilesMax,
        int frameAlignment,
        int frameBytes,
        int frameBytesMax,
        int batchBytesMax,
        int slabBytes,
        long tailBytes,
        long volatileBytes,
        long segmentBytes,
        int openFiles,
        long reserveBytes,
        int retainedPercent,
        CompactionRule compaction,
        long idleMarkNanos,
        long spaceCheckNanos,
        DamagePolicy damagePolicy) {
    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;
    private static final int MIN_ALIGNMENT = 512;
    private static final int MIN_VOLATILE = 64 * KIB;
    private static final int VOLATILE_SLABS = 16;
    private static final int MAX_ALIGNMENT = 4096;
    private static final int MIN_SLABS = 3;
    private static final int RETAINED_PERCENT = 20;

    public LogSettings {
        require(
                Integer.bitCount(frameAlignment) == 1
                        && frameAlignment >= MIN_ALIGNMENT
                        && frameAlignment <= MAX_ALIGNMENT,
                "frameAlignment is a power of two from 512 to 4096");
        require(
                commitFileBytes >= 2 * frameAlignment && commitFileBytes % frameAlignment == 0,
                "commitFileBytes is a multiple of frameAlignment, twice it at least");
        require(commitFilesAtStart >= 2, "commitFilesAtStart is 2 or more");
        require(commitFilesMax >= commitFilesAtStart, "commitFilesMax is below commitFilesAtStart");
        require(frameBytes > 0 && frameBytesMax >= frameAlignment, "frames have some room");
        require(batchBytesMax > 0, "batches have some room");
        require(slabBytes >= frameAlignment, "slabBytes holds at least one alignment");
        require(tailBytes >= (long) MIN_SLABS * slabBytes, "tailBytes holds three slabs");
        require(volatileBytes >= MIN_VOLATILE, "volatileBytes is 64 KiB or more");
        require(segmentBytes > 0, "segmentBytes is positive");
        require(openFiles >= 2, "openFiles is 2 or more");
        require(reserveBytes >= 0, "reserveBytes is not negative");
        require(
                retainedPercent >= 0 && retainedPercent <= 100,
                "retainedPercent is between 0 and 100");
        require(idleMarkNanos > 0 && spaceCheckNanos > 0, "times are positive");
    }

    /** The sizes for a server. */
    public static LogSettings defaults() {
        return new LogSettings(
                32 * MIB,
                2,
                8,
                4 * KIB,
                512 * KIB,
                64 * MIB,
                136 * MIB,
                MIB,
                32L * MIB,
                64L * MIB,
                64L * MIB,
                256,
                64L * MIB,
                RETAINED_PERCENT,
                CompactionRule.defaults(),
                20_000_000L,
                500_000_000L,
                DamagePolicy.REFUSE);
    }

    /** Sizes so small that a few appends reach every limit; for tests. */
    public static LogSettings tiny() {
        return new LogSettings(
                16 * KIB,
                2,
                4,
                512,
                4 * KIB,
                16 * KIB,
                24 * KIB,
                4 * KIB,
                16L * KIB,
                64L * KIB,
                4L * KIB,
                4,
                8L * KIB,
                RETAINED_PERCENT,
                CompactionRule.eager(),
                20_000_000L,
                500_000_000L,
                DamagePolicy.REFUSE);
    }

    public LogSettings withDamagePolicy(DamagePolicy policy) {
        return new LogSettings(
                commitFileBytes,
                commitFilesAtStart,
                commitFilesMax,
                frameAlignment,
                frameBytes,
                frameBytesMax,
                batchBytesMax,
                slabBytes,
                tailBytes,
                volatileBytes,
                segmentBytes,
                openFiles,
                reserveBytes,
                retainedPercent,
                compaction,
                idleMarkNanos,
                spaceCheckNanos,
                policy);
    }

    public LogSettings withReserveBytes(long bytes) {
        return new LogSettings(
                commitFileBytes,
                commitFilesAtStart,
                commitFilesMax,
                frameAlignment,
                frameBytes,
                frameBytesMax,
                batchBytesMax,
                slabBytes,
                tailBytes,
                volatileBytes,
                segmentBytes,
                openFiles,
                bytes,
                retainedPercent,
                compaction,
                idleMarkNanos,
                spaceCheckNanos,
                damagePolicy);
    }

    /** Size of one piece of the memory for volatile streams, and of a spill file. */
    int volatileSlabBytes() {
        return (int) Math.min(MIB, volatileBytes / VOLATILE_SLABS);
    }

    /** The largest frame but of a batch that needs more, padding included. */
    int largestFrame() {
        return Math.min(frameBytesMax, commitFileBytes);
    }

    /** The largest batch: what an ordinary frame takes is never refused. */
    int largestBatch() {
        return Math.max(batchBytesMax, largestFrame() - Frame.HEADER_BYTES);
    }

    /** Size of a commit-log file that takes the largest batch, whatever stands around it. */
    int wideFileBytes() {
        return Frame.alignTo(largestBatch() + 2 * frameAlignment, frameAlignment);
    }

    /** The largest atomic group: parts may each leave nearly half a file unused. */
    long largestGroup() {
        return Math.max((commitFilesMax - 1L) * largestFrame() / 2, largestBatch());
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}

package dev.forebay.log.embedded;

import java.time.Duration;

/**
 * When a segment is compacted.
 *
 * @param belowPercent less of its bytes than this share are needed, 0 to 100; 0 for never, unless
 *     nothing is
 * @param lookAgainNanos how long a segment that was looked at is left in peace, 0 or more
 */
public record CompactionRule(int belowPercent, long lookAgainNanos) {
    private static final int ALL = 100;
    private static final int BELOW_PERCENT = 25;

    public CompactionRule {
        if (belowPercent < 0 || belowPercent > ALL || lookAgainNanos < 0) {
            throw new IllegalArgumentException("a share in percent and a time, not negative");
        }
    }

    /**
     * Less than 25 %; looked at every ten minutes. Whole record batches are kept, of up to 64 kB:
     * one small message in sixteen such batches is 6 % of them.
     */
    public static CompactionRule defaults() {
        return new CompactionRule(BELOW_PERCENT, Duration.ofMinutes(10).toNanos());
    }

    /** The same, with another share. */
    public CompactionRule below(int percent) {
        return new CompactionRule(percent, lookAgainNanos);
    }

    /** So that small segments are compacted too, and looked at again soon; for tests. */
    static CompactionRule eager() {
        return new CompactionRule(ALL / 2, Duration.ofMillis(100).toNanos());
    }

    /** How many bytes of a segment this large may be needed. */
    long mostLive(long bytes) {
        return bytes * belowPercent / ALL;
    }
}

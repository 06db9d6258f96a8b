package dev.forebay.engine;

import java.time.Duration;

/**
 * How long settled messages stay readable, whichever comes first.
 *
 * @param retentionMillis for how long, 0 or more
 * @param retentionBytes how many bytes of the queue, 0 or more
 * @param idleReaderMillis how long a named subscription or a pass, or the subscription that a pass
 *     goes into, may be without a receive before it keeps nothing from being let go; what it then
 *     loses counts as expired. 1 or more, engine time
 */
public record Retention(long retentionMillis, long retentionBytes, long idleReaderMillis) {
    /** A day or 1 GiB; a week without a receive. */
    public static Retention defaults() {
        return new Retention(
                Duration.ofDays(1).toMillis(), 1L << 30, Duration.ofDays(7).toMillis());
    }
}

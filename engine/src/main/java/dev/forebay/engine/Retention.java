package dev.forebay.engine;

import java.time.Duration;

/**
 * How long settled messages stay readable, whichever comes first.
 *
 * @param retentionMillis for how long, 0 or more
 * @param retentionBytes how many bytes of the queue, 0 or more
 */
public record Retention(long retentionMillis, long retentionBytes) {
    /** A day or 1 GiB. */
    public static Retention defaults() {
        return new Retention(Duration.ofDays(1).toMillis(), 1L << 30);
    }
}

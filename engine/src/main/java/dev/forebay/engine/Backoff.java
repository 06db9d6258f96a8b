package dev.forebay.engine;

/** How long a message waits after a failed attempt before it is delivered again. */
public sealed interface Backoff {
    /** Not at all. */
    record AtOnce() implements Backoff {}

    /**
     * Always as long.
     *
     * @param delayMillis 1 ms to 30 days
     */
    record Fixed(long delayMillis) implements Backoff {}

    /**
     * Longer with each attempt: the n-th failure waits {@code firstMillis * factor^(n-1)}, at most
     * {@code capMillis}; of this a random share of up to {@code jitterPercent} is taken off, so
     * that what failed together does not come back together.
     *
     * @param firstMillis after the first failure, 1 ms to 30 days
     * @param factor 1 to 100
     * @param capMillis {@code firstMillis} to 30 days
     * @param jitterPercent 0 to 100
     */
    record Exponential(long firstMillis, double factor, long capMillis, int jitterPercent)
            implements Backoff {}

    /** For queues that do not say otherwise. */
    static Backoff atOnce() {
        return new AtOnce();
    }
}

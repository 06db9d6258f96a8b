package dev.forebay.cli.load;

import java.util.concurrent.TimeUnit;

/**
 * Gives out the moments at which something is due, evenly spaced at a rate that may change. Moments
 * are not put off when their takers are late, so that what is measured from them includes the time
 * spent waiting for a slow server. Thread-safe.
 */
public final class Pacer {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private long last;
    private long interval;

    /**
     * Starts now.
     *
     * @param now in nanoseconds
     * @param perSecond 1 or more
     */
    public Pacer(long now, int perSecond) {
        last = now;
        interval = SECOND / perSecond;
    }

    /** The next moment, which may have passed already. */
    public synchronized long next() {
        last += interval;
        return last;
    }

    /** Goes on at another rate from the last moment given out. */
    public synchronized void rate(int perSecond) {
        interval = SECOND / perSecond;
    }
}

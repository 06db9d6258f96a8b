package dev.forebay.engine.struct;

import java.util.Arrays;

/**
 * How fast a total has been growing of late: what it was at the end of each of the last 32 seconds
 * in which it grew. Two array writes an event; half a KB once there was one.
 */
public final class Meter {
    private static final int SLOTS = 32;
    private static final long SECOND = 1_000;
    private static final long NONE = Long.MIN_VALUE;

    /** The rate is that of so many seconds. */
    public static final int WINDOW_SECONDS = 30;

    private static final long[] NOTHING = {};

    private long[] seconds = NOTHING;
    private long[] totals = NOTHING;
    private long began = NONE;

    /** What the total was before all that is kept. */
    private long before;

    /** The total is this at engine time {@code now}, in ms. */
    public void note(long now, long total) {
        if (began == NONE) {
            began = now;
            before = total;
            seconds = new long[SLOTS];
            Arrays.fill(seconds, NONE);
            totals = new long[SLOTS];
        }
        long second = Math.floorDiv(now, SECOND);
        int slot = Math.floorMod(second, SLOTS);
        if (seconds[slot] != second && seconds[slot] != NONE) {
            before = Math.max(before, totals[slot]);
        }
        seconds[slot] = second;
        totals[slot] = total;
    }

    /** Growth a second until {@code now}, when the total is this; 0 before a second has passed. */
    public double perSecond(long now, long total) {
        return perSecond(now, total, WINDOW_SECONDS);
    }

    /**
     * The same over fewer seconds.
     *
     * @param windowSeconds at least 1, at most {@link #WINDOW_SECONDS}
     */
    public double perSecond(long now, long total, int windowSeconds) {
        if (began == NONE || now - began < SECOND) {
            return 0;
        }
        long second = Math.floorDiv(now, SECOND);
        long from = second - windowSeconds;
        long base = before;
        long start = Math.max(began, from * SECOND);
        for (int slot = 0; slot < SLOTS; slot++) {
            if (seconds[slot] != NONE && seconds[slot] < from) {
                base = Math.max(base, totals[slot]);
            }
        }
        return (total - base) * (double) SECOND / Math.max(1, now - start);
    }
}

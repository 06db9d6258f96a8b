package dev.forebay.server.metrics;

/**
 * How long a pool will need to run dry at the pace at which its depth has been falling. The pace is
 * smoothed over {@link #WINDOW_MILLIS}; it is measured between scrapes, so that what nobody looks
 * at costs nothing. On the lane.
 */
final class DrainTime {
    private static final double WINDOW_MILLIS = 10_000;

    /** Closer scrapes would measure noise. */
    private static final long LEAST_MILLIS = 500;

    private static final double MILLIS_PER_SECOND = 1_000;

    private long at;
    private long depth;
    private double fallPerMilli;

    DrainTime(long now, long depth) {
        this.at = now;
        this.depth = depth;
    }

    /**
     * Seconds until dry; 0 when it is, infinite when the depth does not fall.
     *
     * @param now engine time in ms
     * @param depthNow unsettled messages
     */
    double seconds(long now, long depthNow) {
        long passed = now - at;
        if (passed >= LEAST_MILLIS) {
            double fall = (double) (depth - depthNow) / passed;
            double weight = 1 - Math.exp(-passed / WINDOW_MILLIS);
            fallPerMilli += weight * (fall - fallPerMilli);
            at = now;
            depth = depthNow;
        }
        if (depthNow == 0) {
            return 0;
        }
        return fallPerMilli <= 0
                ? Double.POSITIVE_INFINITY
                : depthNow / fallPerMilli / MILLIS_PER_SECOND;
    }
}

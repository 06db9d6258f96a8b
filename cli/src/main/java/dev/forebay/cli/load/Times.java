package dev.forebay.cli.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;

/** How long things took. Thread-safe. */
final class Times {
    private static final long LONGEST = TimeUnit.MINUTES.toNanos(10);
    private static final int DIGITS = 3;
    private static final double NANOS_PER_HUNDREDTH = 1e4;

    private final ConcurrentHistogram nanos = new ConcurrentHistogram(LONGEST, DIGITS);

    void add(long taken) {
        nanos.recordValue(Math.clamp(taken, 0, LONGEST));
    }

    long count() {
        return nanos.getTotalCount();
    }

    /** The mean, in ms, to a hundredth. */
    double mean() {
        return Math.round(nanos.getMean() / NANOS_PER_HUNDREDTH) / 100.0;
    }

    /** Below which so many of a hundred are, in ms, to a hundredth. */
    double millis(double percentile) {
        return Math.round(nanos.getValueAtPercentile(percentile) / NANOS_PER_HUNDREDTH) / 100.0;
    }
}

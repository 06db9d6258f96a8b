package dev.forebay.cli.demo;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** How long the producer waited for answers. Thread-safe. */
final class Latencies {
    private static final long LONGEST = TimeUnit.MINUTES.toNanos(1);
    private static final int DIGITS = 3;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int MEDIAN = 50;
    private static final int TAIL = 99;

    /** In milliseconds. */
    record Summary(double median, double p99, double longest) {}

    private final Histogram nanos = new Histogram(LONGEST, DIGITS);

    synchronized void record(long waited) {
        nanos.recordValue(Math.clamp(waited, 0, LONGEST));
    }

    synchronized Summary summary() {
        return new Summary(
                nanos.getValueAtPercentile(MEDIAN) / NANOS_PER_MILLI,
                nanos.getValueAtPercentile(TAIL) / NANOS_PER_MILLI,
                nanos.getMaxValue() / NANOS_PER_MILLI);
    }
}

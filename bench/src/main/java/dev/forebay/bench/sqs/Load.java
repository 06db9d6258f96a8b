package dev.forebay.bench.sqs;

import java.time.Duration;
import java.util.Locale;

/**
 * What a load generator saw in one run.
 *
 * @param errors answers other than 2xx and broken connections
 */
record Load(long requests, long errors, Duration lasted, Duration p50, Duration p99, Duration max) {
    private static final double NANOS_A_MILLI = 1e6;
    private static final double NANOS_A_SECOND = 1e9;

    double perSecond() {
        return requests * NANOS_A_SECOND / lasted.toNanos();
    }

    static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.2f", duration.toNanos() / NANOS_A_MILLI);
    }
}

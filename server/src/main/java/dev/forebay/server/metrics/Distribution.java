package dev.forebay.server.metrics;

import dev.forebay.httpapi.ServerView;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/**
 * A histogram that one thread fills and any thread reads. Filling costs a short search and two
 * ordered stores, where the library's own costs several contended ones.
 */
final class Distribution {
    /** Seconds, from the fastest sync to a slow disk, two steps a factor of ten apart or so. */
    static final double[] COMMIT_SECONDS = {
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5
    };

    static final double[] BATCH_SIZES = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000, 10_000};

    /** Seconds, from at once to a day. */
    static final double[] WAIT_SECONDS = {
        0.001, 0.005, 0.025, 0.1, 0.5, 1, 5, 15, 60, 300, 900, 3_600, 14_400, 86_400
    };

    private final double[] bounds;
    private final AtomicLongArray counts;

    /** The sum's bits, one element, so that it has the same memory rules as the counts. */
    private final AtomicLongArray sum = new AtomicLongArray(1);

    /**
     * An empty one.
     *
     * @param bounds upper bounds of the buckets, rising; one without end is added
     */
    Distribution(double[] bounds) {
        this.bounds = Arrays.copyOf(bounds, bounds.length + 1);
        this.bounds[bounds.length] = Double.POSITIVE_INFINITY;
        this.counts = new AtomicLongArray(this.bounds.length);
    }

    /** Adds one value. By one thread only. */
    void add(double value) {
        int bucket = 0;
        while (value > bounds[bucket]) {
            bucket++;
        }
        counts.setRelease(bucket, counts.getPlain(bucket) + 1);
        double total = Double.longBitsToDouble(sum.getPlain(0)) + value;
        sum.setRelease(0, Double.doubleToRawLongBits(total));
    }

    /** How many values fell into each bucket; what is beyond the last bound is left out. */
    ServerView.Buckets buckets() {
        int bounded = bounds.length - 1;
        return new ServerView.Buckets(
                Arrays.stream(bounds, 0, bounded).boxed().toList(),
                IntStream.range(0, bounded).mapToObj(counts::getAcquire).toList());
    }

    HistogramSnapshot snapshot(String name, String help) {
        return HistogramSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(dataPoint(Labels.EMPTY))
                .build();
    }

    HistogramDataPointSnapshot dataPoint(Labels labels) {
        long[] copy = new long[bounds.length];
        Arrays.setAll(copy, counts::getAcquire);
        double total = Double.longBitsToDouble(sum.getAcquire(0));
        return new HistogramDataPointSnapshot(
                ClassicHistogramBuckets.of(bounds, copy), total, labels, Exemplars.EMPTY, 0);
    }
}

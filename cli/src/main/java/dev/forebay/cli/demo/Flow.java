package dev.forebay.cli.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/** Rates over the last seconds, from the counters that the server shows. */
final class Flow {
    private static final long WINDOW = TimeUnit.SECONDS.toNanos(2);
    private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

    private record Sample(long at, PoolFigures figures) {}

    private final Deque<Sample> window = new ArrayDeque<>();

    /**
     * Takes note of the figures of a moment.
     *
     * @param at in nanoseconds; never less than before
     */
    void add(long at, PoolFigures figures) {
        window.addLast(new Sample(at, figures));
        while (at - window.getFirst().at > WINDOW) {
            window.removeFirst();
        }
    }

    /** Messages a second into the queue. */
    double in() {
        return perSecond(newest().figures.accepted() - oldest().figures.accepted());
    }

    /** Messages a second out of the queue, settled or put aside. */
    double out() {
        return perSecond(newest().figures.ended() - oldest().figures.ended());
    }

    /** Seconds until the queue is empty at these rates; empty when it does not get emptier. */
    OptionalDouble drainSeconds() {
        long depth = newest().figures.depth();
        double fall = out() - in();
        if (depth == 0) {
            return OptionalDouble.of(0);
        }
        return fall <= 0 ? OptionalDouble.empty() : OptionalDouble.of(depth / fall);
    }

    private double perSecond(long count) {
        long passed = newest().at - oldest().at;
        return passed == 0 ? 0 : count * SECOND / passed;
    }

    private Sample newest() {
        return window.getLast();
    }

    private Sample oldest() {
        return window.getFirst();
    }
}

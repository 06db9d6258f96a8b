package dev.forebay.server.webhook;

import java.util.random.RandomGenerator;

/**
 * When a request that failed is made again: after a while that doubles, give or take a fifth, so
 * that many servers do not come at once.
 *
 * @param firstMillis after the first failure
 * @param mostMillis that it doubles to
 * @param attempts after which it is given up, the first included
 */
record Retries(long firstMillis, long mostMillis, int attempts) {
    private static final double SPREAD = 0.2;

    /** About an hour. */
    static Retries standard() {
        return new Retries(1_000, 300_000, 20);
    }

    /**
     * How long to wait.
     *
     * @param failures until now, from 1 on
     */
    long delayMillis(int failures, RandomGenerator random) {
        double doubled = (double) firstMillis * Math.pow(2, failures - 1);
        double spread = 1 + SPREAD * (2 * random.nextDouble() - 1);
        return Math.round(Math.min((double) mostMillis, doubled) * spread);
    }
}

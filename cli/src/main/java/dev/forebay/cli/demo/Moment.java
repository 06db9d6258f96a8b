package dev.forebay.cli.demo;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * All that the view shows of one moment.
 *
 * @param seconds since the story began
 * @param pool the server's figures
 * @param heldBack why the server delivers nothing, if something holds the queue back
 * @param inRate messages a second into the pool
 * @param outRate messages a second out of it
 * @param drainSeconds until the pool is empty at these rates; empty when it does not get emptier
 * @param answers how long the producer waited for answers
 * @param account what producer and consumers saw so far
 * @param consumers in the order of their coming
 */
record Moment(
        double seconds,
        PoolFigures pool,
        Optional<HeldBack> heldBack,
        double inRate,
        double outRate,
        OptionalDouble drainSeconds,
        Latencies.Summary answers,
        Account account,
        List<Worker> consumers) {

    /** A consumer, as the view shows it. */
    record Worker(int number, int rate, Consumer.State state) {}
}

package dev.forebay.cli.demo;

import java.time.Duration;

/**
 * How fast and how long everything goes.
 *
 * @param surgeRate orders a second in the surge
 * @param calmRate orders a second after it
 * @param slowRate orders a second that a consumer manages at first
 * @param quickRate orders a second that each of several consumers manages when catching up
 * @param surge length of the first act
 * @param silence least length of the act without the dead consumer
 * @param calm least length of the act of the poison order
 * @param outage how long the payment service is down, at least
 * @param pause how long the queue's breaker holds delivery back the first time
 * @param lease the queue's visibility timeout; whole seconds
 * @param patience longest that any act waits for what it is about
 */
record Script(
        int surgeRate,
        int calmRate,
        int slowRate,
        int quickRate,
        Duration surge,
        Duration silence,
        Duration calm,
        Duration outage,
        Duration pause,
        Duration lease,
        Duration patience) {
    /** A message that is received this often without being settled is put aside. */
    static final int MOST_RECEIVES = 3;

    /** So many failures of one cause within the window, and the queue's breaker holds back. */
    static final int FAILURES = 20;

    static final Duration FAILURE_WINDOW = Duration.ofSeconds(10);

    /** Consumers once the surge is over. */
    static final int CONSUMERS = 4;

    private static final long MILLIS_PER_SECOND = 1_000;

    /** About how many messages will be in the pool at most. */
    long deepest() {
        return (surgeRate - slowRate) * surge.plus(silence).toMillis() / MILLIS_PER_SECOND;
    }

    /** Some 50 seconds, to be watched. */
    static Script told() {
        return new Script(
                500,
                100,
                100,
                300,
                Duration.ofSeconds(12),
                Duration.ofSeconds(8),
                Duration.ofSeconds(3),
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                Duration.ofSeconds(5),
                Duration.ofSeconds(60));
    }

    /** The same within some seconds. */
    static Script fast() {
        return new Script(
                500,
                100,
                100,
                400,
                Duration.ofMillis(1_500),
                Duration.ofMillis(1_200),
                Duration.ofMillis(300),
                Duration.ofMillis(1_200),
                Duration.ofMillis(400),
                Duration.ofSeconds(1),
                Duration.ofSeconds(20));
    }
}

package dev.forebay.engine;

import java.util.OptionalInt;

/**
 * What follows a failed attempt: a lease that ran out, or a release that leaves the delay to the
 * rule. A message may carry a rule of its own in the header {@value #HEADER}, written as {@link
 * RetryText} tells.
 *
 * @param backoff how long the message waits
 * @param maxAttempts after this many failed attempts it is given up, 1 to 1,000,000: dead-lettered
 *     when the queue has a dead-letter queue, else dropped. Empty: the dead-letter rule's own
 *     number counts, or none
 */
public record RetryRule(Backoff backoff, OptionalInt maxAttempts) {
    /** The header in which a sender gives one message another rule than its queue's. */
    public static final String HEADER = "forebay-retry";

    /** At once, without an end. */
    public static RetryRule defaults() {
        return new RetryRule(Backoff.atOnce(), OptionalInt.empty());
    }

    public static RetryRule of(Backoff backoff) {
        return new RetryRule(backoff, OptionalInt.empty());
    }

    public RetryRule withMaxAttempts(int attempts) {
        return new RetryRule(backoff, OptionalInt.of(attempts));
    }
}

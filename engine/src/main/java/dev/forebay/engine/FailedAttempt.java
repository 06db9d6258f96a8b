package dev.forebay.engine;

/**
 * An attempt at a message that did not end with an ack.
 *
 * @param attempt 1 for the first delivery that is known of
 * @param at wall-clock ms of its end
 * @param reason what the consumer said, that the lease ran out, or why it was given up
 */
public record FailedAttempt(int attempt, long at, String reason) {
    /** So many are told of a message: the latest. */
    public static final int MOST = 10;
}

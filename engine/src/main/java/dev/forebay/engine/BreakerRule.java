package dev.forebay.engine;

/**
 * When a queue stops delivering because what its consumers need is down. After {@code failures}
 * failed attempts of one cause within {@code windowMillis} delivery pauses for {@code pauseMillis};
 * then one message is let through as a probe. Its ack resumes delivery; its failure pauses again,
 * twice as long each time up to {@code longestPauseMillis}.
 *
 * <p>Failures of one cause are those whose reasons differ in nothing but numbers and case; leases
 * that run out have a cause of their own. What fails while the breaker is open, the probe included,
 * and what would be given up for a cause that other messages failed of within the window, does not
 * count as an attempt: an outage delays the backlog and dead-letters nothing. A message that failed
 * as the probe stands back for those that did not: as long as the breaker is open, and for a pause
 * after that. Where no other is ready (it is alone, or first in a queue of strict order) it does
 * not, and nobody can tell it from an outage: it is tried until it is acked, rejected or purged.
 *
 * <p>Failures of all messages are counted: in a queue with few of them {@code failures} must be
 * fewer than the attempts that one message has.
 *
 * @param failures 1 to 1000
 * @param windowMillis 1 ms to 1 day
 * @param pauseMillis 1 ms to 1 day
 * @param longestPauseMillis {@code pauseMillis} to 1 day
 */
public record BreakerRule(
        int failures, long windowMillis, long pauseMillis, long longestPauseMillis) {
    /** Twenty failures within a minute; pauses of 5 s up to 5 minutes. */
    public static BreakerRule defaults() {
        return new BreakerRule(20, 60_000, 5_000, 300_000);
    }
}

package dev.forebay.engine;

/**
 * Why a queue does not deliver although it may have messages.
 *
 * @param cause what holds it back
 * @param detail for people: which limit, which failures
 * @param retryAfterMillis in how many ms that ends, at the earliest; {@link #UNTIL_TOLD} when only
 *     a command ends it
 */
public record HeldBack(Cause cause, String detail, long retryAfterMillis) {
    public static final long UNTIL_TOLD = -1;

    /** What can hold deliveries back. */
    public enum Cause {
        /** Somebody paused delivery. */
        PAUSED,
        /** Too many attempts failed of one cause; a probe is let through after the time told. */
        BREAKER,
        /** A rate limit of the queue, the client, the subscription, or of a replay into it. */
        RATE,
        /** As many messages are leased as may be. */
        LEASES,
        /** Somebody drains this consumer. */
        DRAINED
    }
}

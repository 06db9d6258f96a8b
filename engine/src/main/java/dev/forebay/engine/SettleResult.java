package dev.forebay.engine;

/** The end of one settlement, given once it is on disk. */
public sealed interface SettleResult {
    record Done() implements SettleResult {}

    /**
     * The message was settled before (acked, dead-lettered, expired, purged), or the subscription
     * or replay that gave the lease is gone: nothing changed, and it will not deliver the message
     * again.
     */
    record AlreadySettled() implements SettleResult {}

    /**
     * The lease ended (expired or released) and the message is ready again or waits for a retry. An
     * ack in a queue without order still settles the message and gives {@link Done}.
     */
    record LeaseEnded() implements SettleResult {}

    /** Another, newer lease holds the message: nothing changed. */
    record LeasedAnew() implements SettleResult {}

    /** There never was such a lease: the offset does not exist in this queue. */
    record Unknown() implements SettleResult {}

    /** An extension past the longest lease. */
    record TooLong(long longestMillis) implements SettleResult {}

    record Refused(Refusal refusal) implements SettleResult {}
}

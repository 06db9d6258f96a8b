package dev.forebay.testkit.history;

/** What a consumer said of a lease. */
public sealed interface Settlement {
    /** Done with it, for ever. */
    record Ack() implements Settlement {}

    /** To be delivered again, not before {@code delayMillis}. */
    record Release(long delayMillis) implements Settlement {}

    /** Given up: to the dead-letter queue, or dropped when there is none. */
    record Reject() implements Settlement {}

    /** The lease ends {@code leaseMillis} from now. */
    record Extend(long leaseMillis) implements Settlement {}

    /** Taken back by who sent it, before anybody could have it. */
    record Withdraw() implements Settlement {}

    /** Whether the message may never be delivered again by this queue. */
    default boolean isFinal() {
        return !(this instanceof Release || this instanceof Extend);
    }
}

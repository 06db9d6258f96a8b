package dev.forebay.engine;

/** What a consumer says of a lease it got. */
public sealed interface Settlement {
    LeaseId lease();

    /** Done: never delivered again. */
    record Ack(LeaseId lease) implements Settlement {}

    /**
     * Back to the queue.
     *
     * @param delayMillis not delivered again before this has passed; 0 for at once
     */
    record Release(LeaseId lease, long delayMillis) implements Settlement {}

    /**
     * Never to be retried: to the dead-letter queue with this reason, or dropped when the queue has
     * none.
     */
    record Reject(LeaseId lease, String reason) implements Settlement {}

    /**
     * The lease ends {@code leaseMillis} from now instead.
     *
     * @param leaseMillis more than 0; the total since the lease began may not pass the queue's
     *     longest lease
     */
    record Extend(LeaseId lease, long leaseMillis) implements Settlement {}
}

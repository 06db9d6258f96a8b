package dev.forebay.engine;

import org.jspecify.annotations.Nullable;

/**
 * A wish for messages.
 *
 * @param max most messages wanted, 1 or more
 * @param leaseMillis how long the lease lasts; -1 for the queue's own
 * @param waitMillis how long to wait for the first message when there is none; 0 answers at once,
 *     -1 for the queue's own
 * @param attemptId a repeated receive with an equal id gets the same leases again as long as none
 *     of them was settled, extended or ended (SQS ReceiveRequestAttemptId); null for none
 */
public record Receive(int max, long leaseMillis, long waitMillis, @Nullable String attemptId) {
    /** The queue's own value applies. */
    public static final long QUEUE_DEFAULT = -1;
}

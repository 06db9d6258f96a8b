package dev.forebay.engine;

import org.jspecify.annotations.Nullable;

/**
 * A wish for messages.
 *
 * @param max most messages wanted, 1 or more
 * @param leaseMillis how long the lease lasts; -1 for the queue's own; -2 until the consumer
 *     settles it, at the latest until the server ends: such a lease is bound to a connection, whose
 *     end the face tells by releasing what it had, and comes with the delivery, not before it, to
 *     disk
 * @param waitMillis how long to wait for the first message when there is none; 0 answers at once,
 *     -1 for the queue's own
 * @param attemptId a repeated receive with an equal id gets the same leases again as long as none
 *     of them was settled, extended or ended (SQS ReceiveRequestAttemptId); null for none
 * @param priority of those that wait, the higher are served first, however long the lower wait; any
 *     number
 */
public record Receive(
        int max, long leaseMillis, long waitMillis, @Nullable String attemptId, int priority) {
    /** The queue's own value applies. */
    public static final long QUEUE_DEFAULT = -1;

    /** The lease ends with the connection that the message is delivered on. */
    public static final long BOUND = -2;

    /** One of the usual priority, 0. */
    public Receive(int max, long leaseMillis, long waitMillis, @Nullable String attemptId) {
        this(max, leaseMillis, waitMillis, attemptId, 0);
    }

    /** The same with another wait. */
    Receive withWaitMillis(long millis) {
        return new Receive(max, leaseMillis, millis, attemptId, priority);
    }

    /** Whether leases are bound to a connection. */
    public boolean isBound() {
        return leaseMillis == BOUND;
    }
}

package dev.forebay.cli.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * The queue, as its consumers have it. Thread-safe; calls block, and fail with IOException when the
 * server refuses or does not answer.
 */
interface Pool {
    /** Most messages in one receive or delete. */
    int BATCH = 10;

    /** Up to {@link #BATCH} messages; none when none came within the server's wait. */
    List<Delivery> receive() throws IOException, InterruptedException;

    /** Settles messages, at most {@link #BATCH}; gives those for which the server confirmed it. */
    List<Delivery> delete(List<Delivery> messages) throws IOException, InterruptedException;

    /**
     * Ends a lease, so that the message is delivered again.
     *
     * @param reason why the work on it failed
     * @param delay not before this has passed
     */
    void giveBack(Delivery message, String reason, Duration delay)
            throws IOException, InterruptedException;
}

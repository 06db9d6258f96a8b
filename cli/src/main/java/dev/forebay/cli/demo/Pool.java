package dev.forebay.cli.demo;

import java.io.IOException;
import java.util.List;

/**
 * The queue between producer and consumers. Thread-safe; calls block, and fail with IOException
 * when the server refuses or does not answer.
 */
interface Pool {
    /** Most messages in one receive or delete. */
    int BATCH = 10;

    /** Returns when the server has it on disk. */
    void send(String body) throws IOException, InterruptedException;

    /** Up to {@link #BATCH} messages; none when none came within the server's wait. */
    List<Delivery> receive() throws IOException, InterruptedException;

    /** Settles messages, at most {@link #BATCH}; gives those for which the server confirmed it. */
    List<Delivery> delete(List<Delivery> messages) throws IOException, InterruptedException;

    /** Ends a lease at once, so that the message is delivered again. */
    void giveBack(Delivery message) throws IOException, InterruptedException;
}

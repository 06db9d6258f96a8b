package dev.forebay.cli.load;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** A queue made for one bench, over one protocol. Thread-safe. */
interface Wire {
    /**
     * Sends a message and waits until the server has answered for it.
     *
     * @throws IOException when it does not, with its reason
     */
    void send(String body) throws IOException, InterruptedException;

    /**
     * Takes what comes and acks it, until it is over.
     *
     * @param arrived is given the body of each, at once
     * @throws IOException when no more can be taken
     */
    void consume(CountDownLatch over, Consumer<String> arrived)
            throws IOException, InterruptedException;

    /** Deletes the queue and hangs up. */
    void delete() throws IOException, InterruptedException;
}

package dev.forebay.cli.demo;

import java.io.IOException;

/**
 * Where orders come in. Thread-safe; calls block, and fail with IOException when the server refuses
 * or does not answer.
 */
@FunctionalInterface
interface Inlet {
    /** Returns when the server has it on disk. */
    void send(String body) throws IOException, InterruptedException;
}

package dev.forebay.bench.sqs;

import java.io.IOException;

/** Work that goes on beside live traffic for a while, again and again. */
interface Background {
    void begin() throws IOException, InterruptedException;

    /** Ends it for now; returns how many messages it has looked at since it began. */
    long end() throws IOException, InterruptedException;
}

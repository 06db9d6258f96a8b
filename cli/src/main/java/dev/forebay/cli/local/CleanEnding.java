package dev.forebay.cli.local;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * Lets Ctrl-C and SIGTERM end a command in good order: the thread that works is interrupted, and
 * the process waits until it has cleaned up.
 */
public final class CleanEnding implements AutoCloseable {
    private static final long LONGEST_SECONDS = 20;

    private final CountDownLatch cleaned = new CountDownLatch(1);

    private CleanEnding() {}

    /** For what the calling thread does until it closes this. */
    public static CleanEnding of(ThreadFactory threads) {
        CleanEnding ending = new CleanEnding();
        Thread worker = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(threads.newThread(() -> ending.end(worker)));
        return ending;
    }

    private void end(Thread worker) {
        if (cleaned.getCount() == 0) {
            return;
        }
        worker.interrupt();
        try {
            var _ = cleaned.await(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        cleaned.countDown();
    }
}

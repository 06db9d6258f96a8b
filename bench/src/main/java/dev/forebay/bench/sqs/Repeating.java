package dev.forebay.bench.sqs;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Asks the same again and again in a thread of its own. */
final class Repeating implements Background {
    /** Returns how many messages were looked at for the answer. */
    interface Question {
        long ask() throws IOException, InterruptedException;
    }

    private final Question question;
    private volatile boolean over;
    private FutureTask<Long> asking = new FutureTask<>(this::looked);

    Repeating(Question question) {
        this.question = question;
    }

    @Override
    public void begin() {
        over = false;
        asking = new FutureTask<>(this::looked);
        Thread.ofPlatform().daemon().start(asking);
    }

    private long looked() throws IOException, InterruptedException {
        long looked = 0;
        while (!over) {
            looked += question.ask();
        }
        return looked;
    }

    @Override
    public long end() throws IOException, InterruptedException {
        over = true;
        try {
            return asking.get();
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }
}

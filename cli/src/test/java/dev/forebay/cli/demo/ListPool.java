package dev.forebay.cli.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;

/** A pool that hands out prepared batches and notes what is done to it. For one thread. */
final class ListPool implements Inlet, Pool {
    final Queue<List<Delivery>> batches = new ArrayDeque<>();
    final List<String> sent = new ArrayList<>();
    final List<String> deleted = new ArrayList<>();
    final List<String> givenBack = new ArrayList<>();
    final Deque<IOException> failures = new ArrayDeque<>();

    /** What to do when the batches are used up. */
    Runnable whenEmpty = () -> {};

    void deliver(String... bodies) {
        List<Delivery> batch = new ArrayList<>();
        for (String body : bodies) {
            batch.add(new Delivery("handle of " + body, body, 1));
        }
        batches.add(batch);
    }

    @Override
    public void send(String body) throws IOException {
        failIfPlanned();
        sent.add(body);
    }

    @Override
    public List<Delivery> receive() throws IOException {
        failIfPlanned();
        List<Delivery> batch = batches.poll();
        if (batch == null) {
            whenEmpty.run();
            return List.of();
        }
        return batch;
    }

    @Override
    public List<Delivery> delete(List<Delivery> messages) {
        messages.forEach(message -> deleted.add(message.body()));
        return messages;
    }

    @Override
    public void giveBack(Delivery message, String reason, Duration delay) {
        givenBack.add(message.body() + ": " + reason + " (" + delay.toMillis() + " ms)");
    }

    private void failIfPlanned() throws IOException {
        IOException failure = failures.poll();
        if (failure != null) {
            throw failure;
        }
    }
}

package dev.forebay.server.process;

import java.util.ArrayDeque;
import java.util.Deque;

/** What has been opened so far, to be closed in the other order when a later step fails. */
final class Closing {
    private final Deque<Runnable> steps = new ArrayDeque<>();

    void add(Runnable step) {
        steps.push(step);
    }

    void run() {
        while (!steps.isEmpty()) {
            steps.pop().run();
        }
    }
}

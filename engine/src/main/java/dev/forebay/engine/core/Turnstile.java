package dev.forebay.engine.core;

import java.util.ArrayDeque;

/** Lets so many tasks in at a time, the others in the order in which they came. */
final class Turnstile {
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private int free;

    Turnstile(int most) {
        this.free = most;
    }

    /** Runs the task now or later; it, or what it begins, must {@link #leave}. */
    void enter(Runnable task) {
        if (free > 0) {
            free--;
            task.run();
        } else {
            waiting.addLast(task);
        }
    }

    void leave() {
        Runnable next = waiting.pollFirst();
        if (next != null) {
            next.run();
        } else {
            free++;
        }
    }
}

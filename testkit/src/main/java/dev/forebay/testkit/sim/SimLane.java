package dev.forebay.testkit.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/**
 * A simulated thread: runs its tasks in the order they were handed over, one at a time, whenever
 * the scheduler's chance falls on it. The shape of the engine's lane.
 */
public final class SimLane implements Executor {
    private final SimScheduler scheduler;
    private final String name;
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private boolean running;

    SimLane(SimScheduler scheduler, String name) {
        this.scheduler = scheduler;
        this.name = name;
    }

    public String name() {
        return name;
    }

    /** True while a task of this lane runs. */
    public boolean inLane() {
        return running;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (tasks.size() == 1 && !running) {
            scheduler.enqueue(this);
        }
    }

    /** Runs the task on this lane once so many ms of virtual time have passed. */
    public void schedule(Runnable task, long delayMillis) {
        scheduler.after(delayMillis, this, task);
    }

    void runNext() {
        Runnable task = tasks.remove();
        running = true;
        try {
            task.run();
        } finally {
            running = false;
            if (!tasks.isEmpty()) {
                scheduler.enqueue(this);
            }
        }
    }

    void forget() {
        tasks.clear();
    }

    @Override
    public String toString() {
        return name;
    }
}

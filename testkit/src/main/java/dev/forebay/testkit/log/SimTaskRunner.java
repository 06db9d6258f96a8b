package dev.forebay.testkit.log;

import dev.forebay.log.embedded.LogTask;
import dev.forebay.log.embedded.TaskRunner;
import dev.forebay.testkit.sim.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * Drives the tasks of a store on the caller's thread, in an order drawn from a seed, and keeps a
 * clock that stands still while there is work and jumps to the next wish of a task when there is
 * none. Not thread-safe.
 */
public final class SimTaskRunner implements TaskRunner {
    /** So many steps without an end are a hang. */
    private static final int STEPS_MAX = 2_000_000;

    private final List<Driven> tasks = new ArrayList<>();
    private final Random random;
    private long nanos = 1;

    public SimTaskRunner(long seed) {
        random = Seeds.random(seed);
    }

    /** The clock in ns. */
    public long nanoTime() {
        return nanos;
    }

    @Override
    public Handle start(String name, LogTask task) {
        Driven driven = new Driven(name, task);
        tasks.add(driven);
        return driven;
    }

    /**
     * Takes steps until the condition holds.
     *
     * @throws AssertionError when it never will
     */
    public void driveUntil(BooleanSupplier condition) {
        for (int steps = 0; !condition.getAsBoolean(); steps++) {
            if (steps > STEPS_MAX) {
                throw new AssertionError("the store's tasks run on without an end: " + tasks);
            }
            if (!stepReady() && !jump(Long.MAX_VALUE)) {
                throw new AssertionError("the store's tasks rest and it never answered");
            }
        }
    }

    /** Lets so much time pass, with everything that falls due in it. */
    public void pass(long nanosToPass) {
        long end = nanos + nanosToPass;
        while (stepReady() || jump(end)) {
            if (nanos > end) {
                break;
            }
        }
        nanos = Math.max(nanos, end);
    }

    private boolean stepReady() {
        List<Driven> ready = new ArrayList<>();
        for (Driven task : tasks) {
            if (task.due <= nanos) {
                ready.add(task);
            }
        }
        if (ready.isEmpty()) {
            return false;
        }
        ready.get(random.nextInt(ready.size())).step();
        return true;
    }

    private boolean jump(long end) {
        long next = Long.MAX_VALUE;
        for (Driven task : tasks) {
            next = Math.min(next, task.due);
        }
        if (next == Long.MAX_VALUE || next > end) {
            return false;
        }
        nanos = Math.max(nanos, next);
        return true;
    }

    private final class Driven implements Handle {
        private final String name;
        private final LogTask task;
        private long due;

        Driven(String name, LogTask task) {
            this.name = name;
            this.task = task;
        }

        void step() {
            // Whoever wakes the task during the step wants another one.
            due = Long.MAX_VALUE;
            long wait = task.step();
            long wish = wait > Long.MAX_VALUE - nanos ? Long.MAX_VALUE : nanos + Math.max(0, wait);
            due = Math.min(due, wish);
            if (due > nanos && task.hasWork()) {
                due = nanos;
            }
        }

        @Override
        public void wake() {
            due = Math.min(due, nanos);
        }

        @Override
        public void stop() {
            tasks.remove(this);
        }

        @Override
        public String toString() {
            return name;
        }
    }
}

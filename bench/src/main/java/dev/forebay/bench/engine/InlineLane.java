package dev.forebay.bench.engine;

import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Lane;
import java.util.ArrayDeque;
import java.util.PriorityQueue;

/** A lane that runs its tasks on the caller's thread when told to, and its own clock. */
final class InlineLane implements Lane, EngineClock {
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Later> timers = new PriorityQueue<>();
    private long now = 1;
    private long sequence;

    private record Later(long due, long order, Runnable task) implements Comparable<Later> {
        @Override
        public int compareTo(Later other) {
            int byTime = Long.compare(due, other.due);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    @Override
    public boolean inLane() {
        return true;
    }

    @Override
    public void execute(Runnable task) {
        tasks.addLast(task);
    }

    @Override
    public void schedule(Runnable task, long delayMillis) {
        timers.add(new Later(now + delayMillis, sequence++, task));
    }

    /** Runs what is waiting and what that makes wait, without time passing. */
    void run() {
        Runnable task;
        while ((task = tasks.pollFirst()) != null) {
            task.run();
        }
    }

    /** Lets time pass. */
    void pass(long millis) {
        now += millis;
        while (!timers.isEmpty() && timers.peek().due <= now) {
            tasks.addLast(timers.remove().task);
            run();
        }
    }

    @Override
    public long now() {
        return now;
    }

    @Override
    public long wall() {
        return 1_700_000_000_000L + now;
    }
}

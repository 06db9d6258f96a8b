package dev.forebay.testkit.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * All that would run at once in a real process, run one after the other in an order drawn from a
 * seed. Tasks of one lane keep their order; lanes interleave in any way. Time stands still while
 * tasks run and jumps to the next timer when none is left.
 *
 * <p>Not thread-safe: one thread builds and drives it.
 */
public final class SimScheduler {
    private final Random random;
    private final List<SimLane> ready = new ArrayList<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final RunTrace trace;
    private @Nullable SimLane running;
    private long now;
    private long sequence;
    private long stepsRun;

    /** Everything that is left to chance comes from this seed. */
    public SimScheduler(long seed) {
        random = Seeds.random(seed);
        trace = new RunTrace();
    }

    /** A new line of tasks that run in their order, one at a time. */
    public SimLane lane(String name) {
        return new SimLane(this, name);
    }

    /** Tasks that run in no particular order, each on a lane of its own. */
    public Executor anyOrder(String name) {
        return task -> lane(name).execute(task);
    }

    /** Virtual time in ms since the scheduler was made. */
    public long now() {
        return now;
    }

    /** The seed's source of chance, for whatever else a simulation must draw. */
    public Random random() {
        return random;
    }

    public long stepsRun() {
        return stepsRun;
    }

    /** What ran last, newest last, for the report of a failure. */
    public RunTrace trace() {
        return trace;
    }

    void enqueue(SimLane lane) {
        ready.add(lane);
    }

    void after(long delayMillis, SimLane lane, Runnable task) {
        timers.add(new Timer(now + Math.max(0, delayMillis), sequence++, lane, task));
    }

    /** Runs one task, moving time on when none is ready; false when nothing is left at all. */
    public boolean step() {
        if (ready.isEmpty()) {
            if (timers.isEmpty()) {
                return false;
            }
            advanceTo(timers.peek().due());
        }
        runOne();
        return true;
    }

    /** Runs one ready task; false when none is ready now. Time stands still. */
    public boolean stepNow() {
        if (ready.isEmpty()) {
            return false;
        }
        runOne();
        return true;
    }

    private void runOne() {
        int chosen = random.nextInt(ready.size());
        SimLane lane = ready.get(chosen);
        ready.set(chosen, ready.getLast());
        ready.removeLast();
        stepsRun++;
        trace.add(now, lane.name());
        running = lane;
        lane.runNext();
        running = null;
    }

    /** Runs what is ready, and what that makes ready, without moving time. */
    public void runReady() {
        while (!ready.isEmpty()) {
            runOne();
        }
    }

    /** Runs everything that falls due in this many ms, and ends at that time. */
    public void runFor(long millis) {
        long end = now + millis;
        runReady();
        while (!timers.isEmpty() && timers.peek().due() <= end) {
            advanceTo(timers.peek().due());
            runReady();
        }
        now = end;
    }

    /** Forgets every task and timer, as the death of a process does. Time goes on from here. */
    public void abandon() {
        ready.forEach(SimLane::forget);
        if (running != null) {
            running.forget();
        }
        ready.clear();
        timers.clear();
    }

    private void advanceTo(long time) {
        now = Math.max(now, time);
        while (!timers.isEmpty() && timers.peek().due() <= now) {
            Timer timer = timers.remove();
            timer.lane().execute(timer.task());
        }
    }

    private record Timer(long due, long sequence, SimLane lane, Runnable task)
            implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            int byTime = Long.compare(due, other.due);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }
}

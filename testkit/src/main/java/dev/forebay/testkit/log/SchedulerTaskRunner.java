package dev.forebay.testkit.log;

import dev.forebay.log.embedded.LogTask;
import dev.forebay.log.embedded.TaskRunner;
import dev.forebay.testkit.sim.SimLane;
import dev.forebay.testkit.sim.SimScheduler;

/**
 * Lets the embedded store's tasks take their steps whenever the scheduler's seed says so, among all
 * else that it runs. Not thread-safe.
 */
public final class SchedulerTaskRunner implements TaskRunner {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final SimScheduler scheduler;
    private long longWait = Long.MAX_VALUE;
    private long leastLongWait;

    public SchedulerTaskRunner(SimScheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Virtual time in ns. */
    public long nanoTime() {
        return scheduler.now() * NANOS_PER_MILLI;
    }

    /**
     * From now on who wants to rest for {@code millis} or longer rests for {@code leastMillis} at
     * least, unless he is woken. For times in which nothing happens that a store must look out for:
     * hours of it pass with few steps.
     */
    public void lengthen(long millis, long leastMillis) {
        longWait = millis;
        leastLongWait = leastMillis;
    }

    @Override
    public Handle start(String name, LogTask task) {
        return new Driven(scheduler.lane(name), task);
    }

    private final class Driven implements Handle {
        private final SimLane lane;
        private final LogTask task;
        private boolean queued;
        private boolean stopped;
        private long dueAt = LogTask.UNTIL_WOKEN;

        Driven(SimLane lane, LogTask task) {
            this.lane = lane;
            this.task = task;
            wake();
        }

        @Override
        public void wake() {
            if (!queued && !stopped) {
                queued = true;
                lane.execute(this::step);
            }
        }

        private void step() {
            queued = false;
            if (stopped) {
                return;
            }
            long wait = task.step();
            if (wait <= 0 || task.hasWork()) {
                wake();
            } else if (wait < LogTask.UNTIL_WOKEN) {
                wakeAfter(Math.ceilDiv(wait, NANOS_PER_MILLI));
            }
        }

        private void wakeAfter(long wish) {
            long millis = wish < longWait ? wish : Math.max(wish, leastLongWait);
            long at = scheduler.now() + millis;
            if (dueAt <= scheduler.now() || at < dueAt) {
                dueAt = at;
                lane.schedule(this::wake, millis);
            }
        }

        @Override
        public void stop() {
            stopped = true;
        }
    }
}

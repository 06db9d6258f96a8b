package dev.forebay.engine.sim;

import dev.forebay.engine.Lane;
import dev.forebay.testkit.sim.SimLane;

/** The engine's lane on the seeded scheduler. */
record SchedulerLane(SimLane lane) implements Lane {
    @Override
    public boolean inLane() {
        return lane.inLane();
    }

    @Override
    public void execute(Runnable task) {
        lane.execute(task);
    }

    @Override
    public void schedule(Runnable task, long delayMillis) {
        lane.schedule(task, delayMillis);
    }
}

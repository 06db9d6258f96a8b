package dev.forebay.engine.sim;

import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Queues;
import dev.forebay.engine.core.EngineLimits;
import dev.forebay.log.LogStore;
import dev.forebay.log.disk.Disk;
import dev.forebay.testkit.sim.SimScheduler;

/** A bug planted around the engine; the one without any is what is tested in earnest. */
interface EngineFlaw {
    EngineFlaw NONE = new EngineFlaw() {};

    default Disk disk(Disk disk) {
        return disk;
    }

    default LogStore store(LogStore store, SimClock clock, SimScheduler scheduler) {
        return store;
    }

    default EngineLimits limits(EngineLimits limits) {
        return limits;
    }

    default Queues queues(Queues queues) {
        return queues;
    }

    default EngineClock clock(SimClock clock) {
        return clock;
    }
}

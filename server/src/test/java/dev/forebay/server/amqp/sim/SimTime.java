package dev.forebay.server.amqp.sim;

import dev.forebay.engine.EngineClock;
import dev.forebay.testkit.sim.SimScheduler;

/** The engine's times, made from virtual time. */
final class SimTime implements EngineClock {
    private static final long EPOCH = 1_700_000_000_000L;

    private final SimScheduler scheduler;
    private long engineOffset;
    private boolean standing = true;

    /** Engine time is 0 until {@link #continueFrom} is known. */
    SimTime(SimScheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Engine time goes on from here: the time of the log's last frame. */
    void continueFrom(long engineTime) {
        standing = false;
        engineOffset = engineTime - scheduler.now();
    }

    @Override
    public long now() {
        return standing ? 0 : scheduler.now() + engineOffset;
    }

    @Override
    public long wall() {
        return EPOCH + scheduler.now();
    }
}

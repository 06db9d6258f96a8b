package dev.forebay.engine.sim;

import dev.forebay.engine.EngineClock;
import dev.forebay.testkit.sim.SimScheduler;

/** Both of the engine's times, made from virtual time; the wall clock can be made to jump. */
final class SimClock implements EngineClock {
    private static final long EPOCH = 1_700_000_000_000L;

    private final SimScheduler scheduler;
    private long engineOffset;
    private long wallOffset;
    private long continuedFrom;
    private boolean standing;

    SimClock(SimScheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Engine time goes on from here: the time of the log's last frame. */
    void continueFrom(long engineTime) {
        standing = false;
        continuedFrom = engineTime;
        engineOffset = engineTime - scheduler.now();
    }

    /** Engine time at which the running process took over. */
    long continuedFrom() {
        return continuedFrom;
    }

    void jumpWall(long millis) {
        wallOffset += millis;
    }

    /** No process runs: engine time is 0 until {@link #continueFrom} is known. */
    void standStill() {
        standing = true;
    }

    @Override
    public long now() {
        return standing ? 0 : scheduler.now() + engineOffset;
    }

    @Override
    public long wall() {
        return EPOCH + scheduler.now() + wallOffset;
    }
}

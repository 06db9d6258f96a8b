package dev.forebay.engine.core;

import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Lane;

/**
 * One turn of the lane: from the first command to the flush behind the tasks that were waiting
 * then. Everything in it happens at the same time, and goes out together.
 */
final class Turn {
    private final Lane lane;
    private final EngineClock clock;
    private final Runnable tick;
    private final Runnable end;
    private boolean open;
    private long now;
    private long wall;

    /**
     * @param tick brings all state to the present, before the turn's first command
     * @param flush sends out what the turn gathered
     */
    Turn(Lane lane, EngineClock clock, Runnable tick, Runnable flush) {
        this.lane = lane;
        this.clock = clock;
        this.tick = tick;
        this.end =
                () -> {
                    try {
                        flush.run();
                    } finally {
                        open = false;
                    }
                };
    }

    /** Begins a turn if there is none. Every command does so first. */
    void begin() {
        if (!open) {
            open = true;
            now = Math.max(now, clock.now());
            wall = clock.wall();
            lane.execute(end);
            tick.run();
        }
    }

    /** Engine time as it is now, for who only looks: in a turn, that of the turn. */
    long present() {
        return open ? now : Math.max(now, clock.now());
    }

    /** Engine time of the turn. */
    long now() {
        return now;
    }

    /** Wall-clock time of the turn. */
    long wall() {
        return wall;
    }
}

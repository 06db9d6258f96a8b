package dev.forebay.engine.sim;

import dev.forebay.engine.Queues;
import dev.forebay.testkit.sim.SimScheduler;

/** A computer with its disk, on which server processes live and die. */
interface Machine {
    /** What this machine can suffer. */
    FaultMix mix();

    /**
     * Starts a server process on what is on disk, and returns when it is ready. The clock is set to
     * go on from the log's last frame.
     */
    Queues boot(SimScheduler scheduler, SimClock clock);

    /** Stops the running process in the orderly way. The caller forgets its tasks afterwards. */
    void stop();

    /** The running process dies in this way; its tasks have been forgotten by the caller. */
    void die(Step.Death death, long seed);

    /** A disturbance from now on, until the process dies or room is made. */
    void disturb(Step.Fault fault, long seed);

    /** Makes room on a disk that was full; what was refused for it resumes by itself. */
    void calm();

    /** Nothing will happen to its disk any more, so it may look out for trouble less often. */
    default void leaveAlone() {}

    /** True when nothing but a restart helps. */
    boolean isFailed();

    /** True when the process may refuse everything with StorageFailed, or sends with DiskFull. */
    boolean isDisturbed();

    /** Throws when the state of the running process contradicts itself. */
    void check();

    /** Whether its keys take turns. */
    default boolean takesTurns() {
        return true;
    }

    /** Whether its queues can be asked for timelines. */
    default boolean tellsTimelines() {
        return true;
    }

    /** A second machine with the same bytes on disk; only while no process runs on this one. */
    Machine copy();
}

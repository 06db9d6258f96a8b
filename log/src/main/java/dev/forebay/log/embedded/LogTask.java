package dev.forebay.log.embedded;

/** Work done in steps. Steps of one task never run at the same time. */
public interface LogTask {
    /** Answer of {@link #step()}: nothing to do until someone wakes the task. */
    long UNTIL_WOKEN = Long.MAX_VALUE;

    /**
     * Does one piece of work, blocking for no longer than the disk does.
     *
     * @return ns after which the next step is wanted at the latest: 0 at once, {@link #UNTIL_WOKEN}
     *     only after a wake-up
     */
    long step();

    /**
     * A step threw, which is a defect. Nothing may be built on what it left: the task fails the
     * store as a disk that fails does, and from then on its steps only refuse. Called by whoever
     * drives the task, between steps.
     */
    void failed(Throwable defect);

    /** Whether a step would find something to do now; asked by a runner before it parks. */
    boolean hasWork();
}

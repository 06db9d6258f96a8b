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

    /** Whether a step would find something to do now; asked by a runner before it parks. */
    boolean hasWork();
}

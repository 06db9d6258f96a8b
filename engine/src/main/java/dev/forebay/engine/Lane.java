package dev.forebay.engine;

/**
 * The single thread on which a part of the engine runs: an event loop in the server, its own thread
 * in-process, the seeded scheduler in the simulation.
 */
public interface Lane {
    /** True when the caller runs on this lane. */
    boolean inLane();

    /**
     * Runs the task on the lane, after the tasks handed over before it. Callable from any thread.
     */
    void execute(Runnable task);

    /** Runs the task on the lane once {@code delayMillis} have passed. Callable from any thread. */
    void schedule(Runnable task, long delayMillis);

    /**
     * Goes on with work that is done in slices, after all that others want by now. Behind {@link
     * #execute} an event loop would do slice after slice before it looks at its sockets again.
     */
    default void goOn(Runnable rest) {
        schedule(rest, 0);
    }
}

package dev.forebay.engine;

/** Both times the engine knows, handed in. Callable on the lane and on the log's threads. */
public interface EngineClock {
    /**
     * Engine time in ms: never goes back, does not jump with the wall clock, and after a restart
     * goes on from the last frame of the log, so that downtime does not count. All durations
     * (leases, delays, retries, deduplication windows) are measured in it.
     */
    long now();

    /** Wall-clock time in ms since the epoch, for what people and clients read. */
    long wall();
}

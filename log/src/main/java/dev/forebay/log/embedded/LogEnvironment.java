package dev.forebay.log.embedded;

import java.util.function.LongSupplier;

/**
 * What the store takes from outside.
 *
 * @param engineTime engine time in ms, stamped on frames; never taken to run backwards
 * @param nanoTime a monotonic clock in ns, for idle timers and measurements
 * @param newLogId gives a random number that names a new log
 * @param runner drives the store's tasks
 * @param listener hears of commits, checkpoints and damage
 * @param memory for large pieces
 */
public record LogEnvironment(
        LongSupplier engineTime,
        LongSupplier nanoTime,
        LongSupplier newLogId,
        TaskRunner runner,
        LogListener listener,
        LogMemory memory) {
    /** With the memory of the JVM. */
    public LogEnvironment(
            LongSupplier engineTime,
            LongSupplier nanoTime,
            LongSupplier newLogId,
            TaskRunner runner,
            LogListener listener) {
        this(engineTime, nanoTime, newLogId, runner, listener, LogMemory.ofJvm());
    }
}

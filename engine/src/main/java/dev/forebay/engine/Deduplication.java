package dev.forebay.engine;

/**
 * How sends with equal deduplication ids are told apart.
 *
 * @param windowMillis how long an id is remembered, in engine time, across restarts
 * @param scope whether equal ids under different keys are different
 * @param capacity most ids remembered at once; a send beyond it is refused as throttled
 */
public record Deduplication(long windowMillis, Scope scope, int capacity) {
    public enum Scope {
        QUEUE,
        KEY
    }
}

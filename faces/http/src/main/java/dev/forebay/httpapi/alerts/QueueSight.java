package dev.forebay.httpapi.alerts;

import java.util.OptionalLong;

/**
 * What is seen of a queue at one instant.
 *
 * @param ready messages that somebody could receive now
 * @param waiting messages that count for the limit: ready and delayed
 * @param bytes of its unsettled messages
 * @param ageMillis of its oldest unsettled message, 0 when there is none
 * @param ageObjectiveMillis how old that should get, if anybody said so
 * @param newDeadLetters messages that were given up since the sight before
 * @param readers who takes messages out
 * @param maxDepth most messages that may wait, where more are refused
 * @param maxBytes most bytes of them, where more are refused
 */
public record QueueSight(
        String queue,
        long ready,
        long waiting,
        long bytes,
        long ageMillis,
        OptionalLong ageObjectiveMillis,
        long newDeadLetters,
        Readers readers,
        OptionalLong maxDepth,
        OptionalLong maxBytes) {
    /** Who takes messages out. */
    public enum Readers {
        /** Somebody receives, did so within the last minutes, or has messages. */
        SOME,
        /** Nobody did. */
        NONE,
        /** Nobody needs to: it is paused, or keeps dead letters for people. */
        NOT_NEEDED
    }
}

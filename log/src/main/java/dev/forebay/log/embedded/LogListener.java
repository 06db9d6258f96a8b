package dev.forebay.log.embedded;

import dev.forebay.log.Damage;

/** Told what the store does, for metrics. Called on the store's threads; must not block. */
public interface LogListener {
    /** Hears nothing. */
    LogListener NONE = new LogListener() {};

    /**
     * A frame became durable.
     *
     * @param nanos from the start of the write to the end of the sync
     * @param batches record batches in it, 0 for a marking frame
     * @param bytes written, padding included
     */
    default void committed(long nanos, int batches, int bytes) {}

    /**
     * A checkpoint was written.
     *
     * @param nanos from its beginning to its end, other work between its steps included
     * @param streams how many streams had something new
     */
    default void checkpointed(long nanos, int streams) {}

    /**
     * Segments of which little was needed gave way to what was needed of them.
     *
     * @param segments how many went
     * @param bytes how many bytes fewer there are now
     */
    default void compacted(int segments, long bytes) {}

    /** Damage was found that was not known before. */
    default void damaged(Damage damage) {}
}

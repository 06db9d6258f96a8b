package dev.forebay.engine.core;

import dev.forebay.engine.struct.OffsetSet;
import dev.forebay.log.DamagePolicy;
import dev.forebay.log.LogStream;
import org.jspecify.annotations.Nullable;

/**
 * Messages of a queue that are due within one stretch of time: a stream of their own, in the order
 * in which they were sent. It is deleted once all of them have left it.
 */
final class LaterRun {
    final Range range;
    final LogStream stream;

    /** Those that were cancelled and are still here, by number. */
    final OffsetSet cancelled = new OffsetSet();

    final Quarantine quarantine;

    /** Records below have left. */
    long start;

    /** Records below are counted in {@link #messages}. */
    long end;

    /** How many are to be delivered. */
    long messages;

    /** Bytes of these. */
    long bytes;

    /** Those that came while a purge waited for its turn, and their bytes. */
    long fresh;

    long freshBytes;

    /** Batches that are being filled or on their way to the disk. */
    int coming;

    /** The batch that the turn fills, or null. */
    @Nullable LaterBatch outgoing;

    /** What is left cannot be read: it stays, and a restart tries again. */
    boolean unreadable;

    /** What is left was not found, though nothing is damaged: that must not happen. */
    boolean missing;

    /**
     * The stretch, from one wall-clock time in ms to before another.
     *
     * @param number names the run within its queue, for ever
     * @param parent the run that is being divided into this one and others, or {@link #NO_PARENT}
     */
    record Range(long number, long from, long to, long parent) {
        static final long NO_PARENT = 0;

        boolean covers(long due) {
            return due >= from && due < to;
        }

        long width() {
            return to - from;
        }
    }

    LaterRun(Range range, LogStream stream, DamagePolicy onDamage) {
        this.range = range;
        this.stream = stream;
        this.start = stream.startOffset();
        this.quarantine = new Quarantine(onDamage);
    }

    /** Whether nothing is in it or on its way to it. */
    boolean isDone() {
        return messages == 0 && coming == 0;
    }

    void add(int size) {
        messages++;
        bytes += size;
    }

    void take(long count, long size) {
        messages -= count;
        bytes = messages == 0 ? 0 : bytes - size;
    }
}

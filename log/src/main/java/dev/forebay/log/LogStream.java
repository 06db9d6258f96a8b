package dev.forebay.log;

import java.util.function.LongConsumer;

/** One append-only sequence of record batches in a {@link LogStore}. Safe for use by any thread. */
public interface LogStream {
    StreamName name();

    /** Whether it ends with the process; see {@link LogStore#volatileStream}. */
    boolean isVolatile();

    /** Offset of the oldest record that is kept; equals {@link #endOffset()} when empty. */
    long startOffset();

    /** One more than the offset of the last durable record. */
    long endOffset();

    /** Bytes of batches kept, as appended. */
    long sizeBytes();

    /**
     * Reads whole batches, the first of which holds {@code fromOffset} or, where offsets have gaps,
     * the next record after it. Returns at least one batch if there is any, however large, and no
     * further batch beyond {@code maxBytes}. CRCs have been checked.
     *
     * @param completion called once, on a thread of the store, never inside this call
     */
    void read(long fromOffset, int maxBytes, ReadCompletion completion);

    /**
     * Offset of the first batch whose greatest timestamp is at or after {@code timestamp} (ms since
     * the epoch), or the end offset. From the time index: accurate to a batch, or, where a volatile
     * stream was spilled, to a stretch of it.
     */
    long offsetAt(long timestamp);

    /**
     * Lets go of leading segments that nobody needs: those wholly below {@code neededFrom} that are
     * also past retention, that is older than {@code rule.maxAgeMillis()} or in excess of {@code
     * rule.maxBytes()}. Done in the background; only whole segments go. A volatile stream keeps
     * nothing that nobody needs, whatever the rule says.
     */
    void retain(long neededFrom, RetentionRule rule);

    /**
     * Bytes of whole segments that the last {@link #retain} found past their retention and had to
     * leave, since something in them or before them is needed; what {@link #compact} may give back.
     * Segments that it looked at lately do not count. Of a volatile stream all that is there.
     */
    long staleBytes();

    /**
     * Gives room back where retention is over and little is needed: of each such segment, unless
     * much of it is needed, only the batches with needed records stay, at their offsets. What stays
     * is on disk before the rest goes; a crash leaves the one or the other. Done in the background,
     * as much as the store likes of it; what is damaged is reported and left alone.
     *
     * @param live must hold, from now on and after any crash, of all that will ever be read
     * @param done called once, on a thread of the store or, by a volatile stream, within this call,
     *     when nothing more comes of this, with the bytes that it gave back; never after the store
     *     has failed or was closed
     */
    void compact(LiveOffsets live, RetentionRule rule, LongConsumer done);
}

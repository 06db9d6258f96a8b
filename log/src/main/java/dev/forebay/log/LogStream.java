package dev.forebay.log;

/** One append-only sequence of record batches in a {@link LogStore}. Safe for use by any thread. */
public interface LogStream {
    StreamName name();

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
     * the epoch), or the end offset. From the time index: accurate to a batch.
     */
    long offsetAt(long timestamp);

    /**
     * Lets go of leading segments that nobody needs: those wholly below {@code neededFrom} that are
     * also past retention, that is older than {@code rule.maxAgeMillis()} or in excess of {@code
     * rule.maxBytes()}. Done in the background; only whole segments go.
     */
    void retain(long neededFrom, RetentionRule rule);
}

package dev.forebay.engine.core;

/**
 * Keeps what is read in the background (replays, previews) from the heels of live traffic: all of
 * it together looks through no more than so many messages and bytes a second, which is about a
 * quarter of one core. In engine time.
 */
final class Pace {
    /** One such read: short, so that nothing waits long behind it. */
    static final int READ_BYTES = 64 << 10;

    private static final long MICROS = 1_000_000;
    private static final long RECORDS_PER_SECOND = 100_000;
    private static final long BYTES_PER_SECOND = 64L << 20;

    private long freeAtMicros;

    /** How many ms until the next read may begin; 0 for now. */
    long waitMillis(long now) {
        long left = freeAtMicros - now * 1000;
        return left <= 0 ? 0 : (left + 999) / 1000;
    }

    /** So much was read. */
    void took(long now, long records, long bytes) {
        long cost =
                Math.max(records * MICROS / RECORDS_PER_SECOND, bytes * MICROS / BYTES_PER_SECOND);
        freeAtMicros = Math.max(freeAtMicros, now * 1000) + cost;
    }
}

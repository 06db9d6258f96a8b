package dev.forebay.engine.core;

/**
 * Keeps what is done in the background (replays, previews) from the heels of live traffic: all of
 * it together looks through no more than so many messages and bytes a second, which is about a
 * quarter of one core, and writes little while clients wait for what they send to be on disk. In
 * engine time.
 */
final class Pace {
    /** One such read: short, so that nothing waits long behind it. */
    static final int READ_BYTES = 64 << 10;

    private static final long MICROS = 1_000_000;
    private static final long RECORDS_PER_SECOND = 100_000;
    private static final long BYTES_PER_SECOND = 64L << 20;

    /** A commit of 64 KiB takes about twice as long as that of one message: 32 of them a second. */
    private static final long WRITTEN_BESIDE_SENDS_PER_SECOND = 2L << 20;

    private static final long SENT_LATELY_MILLIS = 1000;

    private long freeAtMicros;
    private long sendsUntil;

    /** How many ms until the next read may begin; 0 for now. */
    long waitMillis(long now) {
        long left = freeAtMicros - now * 1000;
        return left <= 0 ? 0 : (left + 999) / 1000;
    }

    /** So much was read. */
    void took(long now, long records, long bytes) {
        spend(
                now,
                Math.max(records * MICROS / RECORDS_PER_SECOND, bytes * MICROS / BYTES_PER_SECOND));
    }

    /** So much is written, of what was read: copies. */
    void wrote(long now, long bytes) {
        long perSecond = now < sendsUntil ? WRITTEN_BESIDE_SENDS_PER_SECOND : BYTES_PER_SECOND;
        spend(now, bytes * MICROS / perSecond);
    }

    /** Somebody waits for what was sent now. */
    void sent(long now) {
        sendsUntil = now + SENT_LATELY_MILLIS;
    }

    private void spend(long now, long micros) {
        freeAtMicros = Math.max(freeAtMicros, now * 1000) + micros;
    }
}

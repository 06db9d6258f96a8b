package dev.forebay.engine.core;

/** Lets pass so many a second, with a tenth of a second saved up at most. In engine time. */
final class Rate {
    private static final long THOUSANDTHS = 1000;
    private static final long MOST_SAVED_MILLIS = 100;

    private final long perSecond;
    private long saved;
    private long savedAt = Long.MIN_VALUE;

    /**
     * @param perSecond 0 for no limit
     */
    Rate(long perSecond) {
        this.perSecond = perSecond;
    }

    /** How many may pass now. */
    long room(long now) {
        if (perSecond == 0) {
            return Long.MAX_VALUE;
        }
        if (savedAt == Long.MIN_VALUE) {
            savedAt = now;
        }
        long elapsed = Math.min(now - savedAt, MOST_SAVED_MILLIS * THOUSANDTHS);
        // Each ms adds as many thousandths as messages pass in a second.
        long most = Math.max(perSecond * MOST_SAVED_MILLIS, THOUSANDTHS);
        saved = Math.min(most, saved + elapsed * perSecond);
        savedAt = now;
        return saved / THOUSANDTHS;
    }

    /** One has passed. */
    void took() {
        if (perSecond > 0) {
            saved -= THOUSANDTHS;
        }
    }

    /** How many ms until one more may pass. */
    long waitMillis() {
        if (perSecond == 0) {
            return 0;
        }
        return Math.max(1, (THOUSANDTHS - saved + perSecond - 1) / perSecond);
    }
}

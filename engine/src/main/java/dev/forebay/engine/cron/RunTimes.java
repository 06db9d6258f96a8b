package dev.forebay.engine.cron;

/** The times at which a schedule is to run, in wall-clock ms since the epoch, without end. */
public interface RunTimes {
    /** No time comes any more. */
    long NEVER = Long.MAX_VALUE;

    /** The first time after this one, or {@link #NEVER}. */
    long next(long after);

    /** How many times lie after the one and up to the other. */
    long count(long after, long to);

    /**
     * Of the times up to {@code to} the last but so many.
     *
     * @param count how many times lie from the answer to {@code to}, both included; at least 1 and
     *     at most what there are
     */
    default long last(long to, long count) {
        long width = 60_000;
        long found = count(to - width, to);
        while (found < count) {
            width *= 2;
            found = count(to - width, to);
        }
        long at = next(to - width);
        for (; found > count; found--) {
            at = next(at);
        }
        return at;
    }
}

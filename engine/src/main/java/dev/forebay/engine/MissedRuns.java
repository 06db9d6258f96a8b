package dev.forebay.engine;

/**
 * What becomes of runs of a {@link Schedule} that could not be made within {@link #LATE_MILLIS} of
 * their time: the server was down, the schedule was off, or its queue took no messages.
 */
public enum MissedRuns {
    /** They are left out. */
    SKIP,
    /** One run is made for all of them: the next that is on time, or else the last of them. */
    ONCE,
    /** Each is made, the oldest first; the oldest of very many are left out. */
    ALL;

    /** A run that comes later than this is missed, in ms. */
    public static final long LATE_MILLIS = 60_000;
}

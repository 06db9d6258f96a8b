package dev.forebay.engine;

/**
 * Sends a message again and again.
 *
 * @param name names it for ever; 1 to 255 of a-z, A-Z, 0-9, -, _, . and :, not beginning with a dot
 * @param queue where its messages go
 * @param when a cron expression, a macro or an interval, see {@link
 *     dev.forebay.engine.cron.RunText}
 * @param zone the time zone that it is meant in, such as {@code Europe/Berlin}
 * @param message what each run sends, with delay and expiry; a deduplication id is not taken
 * @param missed what becomes of runs that could not be made in time
 * @param mostCaughtUp of runs that were missed at most so many are made with {@link
 *     MissedRuns#ALL}; 1 to {@link #MOST_CAUGHT_UP}
 * @param activity whether it runs by itself
 * @param description for people; at most {@link #LONGEST_DESCRIPTION} characters
 */
public record Schedule(
        String name,
        String queue,
        String when,
        String zone,
        Send message,
        MissedRuns missed,
        int mostCaughtUp,
        Activity activity,
        String description) {
    public static final int MOST_CAUGHT_UP = 10_000;
    public static final int USUALLY_CAUGHT_UP = 1_000;
    public static final int LONGEST_DESCRIPTION = 1_000;

    /** Body, key and headers of a message take at most so many bytes. */
    public static final int LARGEST_MESSAGE = 64 << 10;

    public static final String UTC = "UTC";

    /** The schedule's name. */
    public static final String NAME_HEADER = "forebay-schedule";

    /** The run's number, from 1, as decimal digits. */
    public static final String RUN_HEADER = "forebay-schedule-run";

    /**
     * When the run was to be, in ms since the epoch as decimal digits; not with a run that somebody
     * asked for.
     */
    public static final String PLANNED_HEADER = "forebay-schedule-planned";

    /** How many runs were missed since the one before, as decimal digits; not when none was. */
    public static final String MISSED_HEADER = "forebay-schedule-missed";

    /** The face that its messages come through, as timelines tell. */
    public static final String FACE = "schedule";

    /** Whether a schedule runs by itself. */
    public enum Activity {
        ENABLED,
        DISABLED
    }

    /** One in UTC that makes up for missed runs by one, and is enabled. */
    public static Schedule of(String name, String queue, String when, Send message) {
        return new Schedule(
                name,
                queue,
                when,
                UTC,
                message,
                MissedRuns.ONCE,
                USUALLY_CAUGHT_UP,
                Activity.ENABLED,
                "");
    }

    public boolean isEnabled() {
        return activity == Activity.ENABLED;
    }

    public Schedule withZone(String other) {
        return new Schedule(
                name, queue, when, other, message, missed, mostCaughtUp, activity, description);
    }

    public Schedule withMissed(MissedRuns other, int most) {
        return new Schedule(name, queue, when, zone, message, other, most, activity, description);
    }

    public Schedule withActivity(Activity other) {
        return new Schedule(
                name, queue, when, zone, message, missed, mostCaughtUp, other, description);
    }
}

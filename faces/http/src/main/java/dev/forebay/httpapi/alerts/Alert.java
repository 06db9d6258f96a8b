package dev.forebay.httpapi.alerts;

/**
 * Something that needs somebody, or did.
 *
 * @param number names it; rises with each alert, over restarts too
 * @param queue the one it is about; empty when it is about the server
 * @param beganAt wall-clock ms
 * @param endedAt wall-clock ms, or {@link #LASTS}
 * @param silentUntil wall-clock ms until which nobody is told of it; 0 when nobody asked for that
 * @param summary one sentence, as things were when it began or became worse
 */
public record Alert(
        long number,
        AlertKind kind,
        Severity severity,
        String queue,
        long beganAt,
        long endedAt,
        long silentUntil,
        String summary) {
    /** It has not ended. */
    public static final long LASTS = 0;

    /** Whether it has not ended. */
    public boolean lasts() {
        return endedAt == LASTS;
    }

    /**
     * Whether nobody is to be told.
     *
     * @param wall now
     */
    public boolean isSilent(long wall) {
        return silentUntil > wall;
    }

    Alert ended(long wall) {
        return new Alert(number, kind, severity, queue, beganAt, wall, silentUntil, summary);
    }

    Alert become(Severity now, String why) {
        return new Alert(number, kind, now, queue, beganAt, endedAt, silentUntil, why);
    }

    Alert silent(long until) {
        return new Alert(number, kind, severity, queue, beganAt, endedAt, until, summary);
    }
}

package dev.forebay.httpapi;

import dev.forebay.engine.QueueStats;
import dev.forebay.httpapi.alerts.WhoReads;
import java.util.Locale;
import java.util.OptionalLong;

/** What a queue does now, in a word; those that need somebody come first. */
enum QueueState {
    /** Its oldest message is older than its age objective. */
    LATE,
    /** Messages are ready and nobody receives, nor has any. */
    UNREAD,
    /** Somebody paused its delivery, or its breaker did. */
    STOPPED,
    /** More comes than goes. */
    FILLING,
    /** It holds dead letters of others, which wait for a person. */
    DEAD_LETTERS,
    /** It will be empty in a while. */
    DRAINING,
    /** As much goes as comes. */
    STEADY,
    /** Nothing waits. */
    DRY;

    /**
     * Tells.
     *
     * @param depth unsettled messages
     * @param oldestAgeMillis of the oldest of them
     * @param objective how old that should get at most
     * @param consumers who receive, as far as is known
     * @param takesDeadLetters whether others send their dead letters there
     */
    static QueueState of(
            QueueStats stats,
            long depth,
            long oldestAgeMillis,
            OptionalLong objective,
            int consumers,
            boolean takesDeadLetters) {
        if (depth == 0) {
            return DRY;
        }
        if (takesDeadLetters && consumers == 0) {
            return DEAD_LETTERS;
        }
        if (objective.isPresent() && oldestAgeMillis > objective.getAsLong()) {
            return LATE;
        }
        if (WhoReads.isStopped(stats)) {
            return STOPPED;
        }
        if (stats.ready() > 0 && stats.leased() == 0 && consumers == 0) {
            return UNREAD;
        }
        return byPace(stats.pace());
    }

    private static QueueState byPace(QueueStats.Pace pace) {
        if (pace.drainMillis().isPresent()) {
            return DRAINING;
        }
        return pace.sentPerSecond() > pace.settledPerSecond() ? FILLING : STEADY;
    }

    /** As clients read it. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

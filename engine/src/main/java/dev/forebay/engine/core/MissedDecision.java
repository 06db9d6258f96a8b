package dev.forebay.engine.core;

import dev.forebay.engine.MissedRuns;
import dev.forebay.engine.Schedule;
import dev.forebay.engine.cron.RunTimes;

/**
 * What a schedule does about runs that are late.
 *
 * @param missed how many of the planned runs are left out
 * @param next the planned time of the first that is not; to be made if it is not in the future
 */
record MissedDecision(long missed, long next) {
    /**
     * Decides by the schedule's policy.
     *
     * @param next for when the next run is planned
     */
    static MissedDecision of(Schedule schedule, RunTimes times, long next, long wall) {
        long lastLate = wall - MissedRuns.LATE_MILLIS - 1;
        if (next > lastLate) {
            return new MissedDecision(0, next);
        }
        long late = times.count(next - 1, lastLate);
        return switch (schedule.missed()) {
            case SKIP -> new MissedDecision(late, times.next(lastLate));
            case ONCE -> {
                long onTime = times.next(lastLate);
                yield onTime <= wall
                        ? new MissedDecision(late, onTime)
                        : new MissedDecision(late - 1, times.last(lastLate, 1));
            }
            case ALL -> {
                long most = schedule.mostCaughtUp();
                yield late <= most
                        ? new MissedDecision(0, next)
                        : new MissedDecision(late - most, times.last(lastLate, most));
            }
        };
    }
}

package dev.forebay.engine;

import java.util.Optional;

/**
 * A schedule and what became of it. Each planned run since it was made, or since its times were
 * changed last, is made or counted as missed once {@code nextAt} is past it. Times are wall-clock
 * ms since the epoch.
 *
 * @param createdBy the user who made it or changed it last; empty when nobody was known
 * @param version counts its changes, from 1; runs do not change it
 * @param nextAt for when the next run is planned; it may lie in the past while the schedule is
 *     disabled or its queue takes no messages
 * @param lastPlannedAt for when the last run was planned; 0 before the first
 * @param lastRanAt when the last run was made; 0 before the first
 * @param runs how many runs were made, those asked for included
 * @param missed how many were not
 * @param failure why a run was last not made in time, or why it was disabled
 */
public record ScheduleInfo(
        Schedule schedule,
        String createdBy,
        long version,
        long createdAt,
        long modifiedAt,
        long nextAt,
        long lastPlannedAt,
        long lastRanAt,
        long runs,
        long missed,
        Optional<Failure> failure) {
    /**
     * Why a run was not made.
     *
     * @param at when
     * @param plannedAt for when the run was planned; 0 when it is about no single run
     * @param reason for people
     */
    public record Failure(long at, long plannedAt, String reason) {}
}

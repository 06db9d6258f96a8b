package dev.forebay.engine.core;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Schedule;
import dev.forebay.engine.ScheduleInfo;
import dev.forebay.engine.cron.RunTimes;
import dev.forebay.engine.struct.Timer;
import java.util.Optional;

/** A schedule as it stands: what was asked for, and how far it has come. */
final class ScheduleEntry {
    final long id;
    Schedule schedule;
    int queueId;
    String createdBy = "";
    long version;
    long createdAt;
    long modifiedAt;

    /** For when the next run is planned. */
    long next = RunTimes.NEVER;

    long lastPlanned;
    long lastRan;
    long runs;
    long missed;

    /** What {@link #missed} was at the last run. */
    long missedBefore;

    Optional<ScheduleInfo.Failure> failure = Optional.empty();

    /** Where its whole record stands among all that were written; its offset, or -1 so far. */
    long wholeAt;

    long wholeOffset = -1;

    /** The wall-clock time that it is armed for; {@link RunTimes#NEVER} when it is not. */
    long armedFor = RunTimes.NEVER;

    /** Refusals since the last run. */
    int refusals;

    /** Wakes it up after a refusal. */
    final Timer retry;

    private final ScheduleTimes allTimes;
    private final Caller caller;

    ScheduleEntry(long id, Schedule schedule, ScheduleTimes times, Retrying retrying) {
        this.id = id;
        this.schedule = schedule;
        this.allTimes = times;
        this.caller = new Caller(Schedule.FACE, "", "", schedule.name());
        this.retry =
                new Timer() {
                    @Override
                    protected void fire(long now) {
                        retrying.again(ScheduleEntry.this);
                    }
                };
    }

    /** Told when it is time to try once more. */
    interface Retrying {
        void again(ScheduleEntry entry);
    }

    String name() {
        return schedule.name();
    }

    /** In whose name its messages are sent. */
    Caller caller() {
        return caller;
    }

    RunTimes times() {
        return allTimes.of(schedule);
    }

    void failed(long at, long planned, String reason) {
        failure = Optional.of(new ScheduleInfo.Failure(at, planned, reason));
    }

    ScheduleInfo info() {
        return new ScheduleInfo(
                schedule,
                createdBy,
                version,
                createdAt,
                modifiedAt,
                next,
                lastPlanned,
                lastRan,
                runs,
                missed,
                failure);
    }
}

package dev.forebay.engine.cron;

import com.cronutils.model.time.ExecutionTime;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;

/** The days that the last three fields of a cron expression mean. */
final class CronDays {
    private static final LocalDate NOT_YET = LocalDate.MIN;

    private final ExecutionTime midnights;
    private LocalDate asked = NOT_YET;
    private LocalDate found = NOT_YET;

    /**
     * @param midnights what runs at midnight of each of the days
     */
    CronDays(ExecutionTime midnights) {
        this.midnights = midnights;
    }

    /**
     * The first of the days that is this one or later; {@link LocalDate#MAX} when there is none.
     */
    LocalDate from(LocalDate day) {
        if (day.isBefore(asked) || day.isAfter(found)) {
            ZonedDateTime before = day.atStartOfDay(ZoneOffset.UTC).minusSeconds(1);
            Optional<ZonedDateTime> next = midnights.nextExecution(before);
            asked = day;
            found = next.map(ZonedDateTime::toLocalDate).orElse(LocalDate.MAX);
        }
        return found;
    }

    boolean holds(LocalDate day) {
        return from(day).equals(day);
    }
}

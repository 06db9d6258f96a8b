package dev.forebay.engine.cron;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/**
 * A cron expression in a time zone.
 *
 * <p>Where the zone's clocks are put forward, times that they leave out are all one time: that of
 * the change. Where they are put back, times that they show twice count the first time only. So
 * something daily happens once a day. An expression that names no hours means each hour that
 * passes: it goes by elapsed time, without a run for a time left out and with two for one shown
 * twice.
 */
final class CronTimes implements RunTimes {
    private static final long SECOND = 1_000;
    private static final long DAY = 86_400_000;
    private static final int HOURS = 24;
    private static final int SIXTY = 60;

    /** Up to here times are counted one by one. */
    private static final long COUNTED_ONE_BY_ONE = 2 * DAY;

    private final TimesOfDay timesOfDay;
    private final CronDays days;
    private final ZoneId zone;
    private final ZoneRules rules;

    /**
     * The times of a day that the expression means, each field as bits.
     *
     * @param seconds bits 0 to 59
     * @param minutes bits 0 to 59
     * @param hours bits 0 to 23
     */
    record TimesOfDay(long seconds, long minutes, long hours) {
        boolean everyHour() {
            return hours == (1L << HOURS) - 1;
        }

        long count() {
            return (long) Long.bitCount(seconds) * Long.bitCount(minutes) * Long.bitCount(hours);
        }

        /** The first that is this one or later, or null. */
        @Nullable LocalTime from(LocalTime time) {
            int hour = next(hours, time.getHour(), HOURS);
            if (hour == HOURS) {
                return null;
            }
            if (hour == time.getHour()) {
                int minute = next(minutes, time.getMinute(), SIXTY);
                if (minute == time.getMinute()) {
                    int second = next(seconds, time.getSecond(), SIXTY);
                    if (second < SIXTY) {
                        return LocalTime.of(hour, minute, second);
                    }
                    minute = next(minutes, minute + 1, SIXTY);
                }
                if (minute < SIXTY) {
                    return LocalTime.of(hour, minute, first(seconds));
                }
                hour = next(hours, hour + 1, HOURS);
            }
            return hour == HOURS ? null : LocalTime.of(hour, first(minutes), first(seconds));
        }

        LocalTime first() {
            return LocalTime.of(first(hours), first(minutes), first(seconds));
        }

        private static int first(long bits) {
            return Long.numberOfTrailingZeros(bits);
        }

        private static int next(long bits, int from, int none) {
            long rest = from >= Long.SIZE ? 0 : bits >>> from << from;
            return rest == 0 ? none : Long.numberOfTrailingZeros(rest);
        }
    }

    CronTimes(TimesOfDay timesOfDay, CronDays days, ZoneId zone) {
        this.timesOfDay = timesOfDay;
        this.days = days;
        this.zone = zone;
        this.rules = zone.getRules();
    }

    @Override
    public long next(long after) {
        return timesOfDay.everyHour() ? nextElapsed(after) : nextShown(after);
    }

    /** By what clocks show. */
    private long nextShown(long after) {
        LocalDateTime local = local(after, rules.getOffset(Instant.ofEpochMilli(after)));
        while (true) {
            LocalDateTime next = nextLocal(local);
            if (next == null) {
                return NEVER;
            }
            long at = firstShown(next);
            if (at > after) {
                return at;
            }
            local = next;
        }
    }

    /** When clocks first show that time, or when they leave it out. */
    private long firstShown(LocalDateTime local) {
        ZoneOffsetTransition change = rules.getTransition(local);
        if (change != null && change.isGap()) {
            return change.getInstant().toEpochMilli();
        }
        // Of two offsets the first is that before the change.
        return local.toEpochSecond(rules.getOffset(local)) * SECOND;
    }

    /** By the time that passes. */
    private long nextElapsed(long after) {
        long from = after;
        while (true) {
            Instant instant = Instant.ofEpochMilli(from);
            ZoneOffset offset = rules.getOffset(instant);
            LocalDateTime next = nextLocal(local(from, offset));
            if (next == null) {
                return NEVER;
            }
            long at = next.toEpochSecond(offset) * SECOND;
            ZoneOffsetTransition change = rules.nextTransition(instant);
            if (change == null || at < change.getInstant().toEpochMilli()) {
                return at;
            }
            // From the change on clocks show something else.
            long changed = change.getInstant().toEpochMilli();
            LocalDateTime shown = local(changed, change.getOffsetAfter());
            if (isMeant(shown)) {
                return changed;
            }
            from = changed;
        }
    }

    private boolean isMeant(LocalDateTime local) {
        LocalTime time = local.toLocalTime();
        return time.equals(timesOfDay.from(time)) && days.holds(local.toLocalDate());
    }

    private static LocalDateTime local(long at, ZoneOffset offset) {
        return LocalDateTime.ofEpochSecond(Math.floorDiv(at, SECOND), 0, offset);
    }

    /** The next time that is meant, in whole seconds; null when there is none. */
    private @Nullable LocalDateTime nextLocal(LocalDateTime after) {
        LocalDateTime from = after.plusSeconds(1);
        LocalDate day = from.toLocalDate();
        if (days.holds(day)) {
            LocalTime time = timesOfDay.from(from.toLocalTime());
            if (time != null) {
                return day.atTime(time);
            }
        }
        LocalDate next = days.from(day.plusDays(1));
        return next.equals(LocalDate.MAX) ? null : next.atTime(timesOfDay.first());
    }

    @Override
    public long count(long after, long to) {
        if (to - after <= COUNTED_ONE_BY_ONE) {
            return oneByOne(after, to);
        }
        LocalDate day = Instant.ofEpochMilli(after).atZone(zone).toLocalDate().plusDays(1);
        long begin = beginOf(day);
        long count = oneByOne(after, begin - 1);
        long end = beginOf(day.plusDays(1));
        while (end <= to) {
            count += isPlain(begin, end) ? inPlainDay(day) : oneByOne(begin - 1, end - 1);
            day = day.plusDays(1);
            begin = end;
            end = beginOf(day.plusDays(1));
        }
        return count + oneByOne(begin - 1, to);
    }

    private long beginOf(LocalDate day) {
        return day.atStartOfDay(zone).toInstant().toEpochMilli();
    }

    /** Whether clocks are not changed on the day, nor at its ends. */
    private boolean isPlain(long begin, long end) {
        ZoneOffsetTransition change = rules.nextTransition(Instant.ofEpochMilli(begin - 1));
        return change == null || change.getInstant().toEpochMilli() > end;
    }

    private long inPlainDay(LocalDate day) {
        return days.holds(day) ? timesOfDay.count() : 0;
    }

    private long oneByOne(long after, long to) {
        long count = 0;
        for (long at = next(after); at <= to; at = next(at)) {
            count++;
        }
        return count;
    }
}

package dev.forebay.engine.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunTimesTest {
    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;
    private static final String BERLIN = "Europe/Berlin";

    private static RunTimes times(String text, String zone) {
        try {
            return RunText.read(text, ZoneId.of(zone));
        } catch (WrongRunText wrong) {
            throw new AssertionError(wrong.why(), wrong);
        }
    }

    private static long at(String instant) {
        return Instant.parse(instant).toEpochMilli();
    }

    private static List<String> next(String text, String zone, String after, int count) {
        RunTimes times = times(text, zone);
        List<String> all = new ArrayList<>();
        long at = at(after);
        for (int i = 0; i < count; i++) {
            at = times.next(at);
            all.add(Instant.ofEpochMilli(at).toString());
        }
        return all;
    }

    @Test
    void five_fields_are_as_cron_has_them() {
        assertThat(next("30 8 * * MON-FRI", "UTC", "2026-11-27T08:29:59.999Z", 2))
                .containsExactly("2026-11-27T08:30:00Z", "2026-11-30T08:30:00Z");
        assertThat(next("0 0 1 * mon", "UTC", "2026-11-28T00:00:00Z", 3))
                .containsExactly(
                        "2026-11-30T00:00:00Z", "2026-12-01T00:00:00Z", "2026-12-07T00:00:00Z");
        assertThat(next("0 12 29 2 *", "UTC", "2026-01-01T00:00:00Z", 1))
                .containsExactly("2028-02-29T12:00:00Z");
        assertThat(next("0 0 * * SUN-SUN", "UTC", "2026-11-23T12:00:00Z", 2))
                .containsExactly("2026-11-29T00:00:00Z", "2026-12-06T00:00:00Z");
        assertThat(next("0 0 * * sun-tue,FRI-SUN", "UTC", "2026-11-23T12:00:00Z", 4))
                .containsExactly(
                        "2026-11-24T00:00:00Z",
                        "2026-11-27T00:00:00Z",
                        "2026-11-28T00:00:00Z",
                        "2026-11-29T00:00:00Z");
    }

    @Test
    void a_sixth_field_before_them_is_for_seconds() {
        assertThat(next("*/20 59 23 31 12 *", "UTC", "2026-12-31T23:59:20Z", 2))
                .containsExactly("2026-12-31T23:59:40Z", "2027-12-31T23:59:00Z");
    }

    @Test
    void macros_and_intervals_are_understood() {
        assertThat(next("@daily", BERLIN, "2026-11-25T12:00:00Z", 1))
                .containsExactly("2026-11-25T23:00:00Z");
        assertThat(next(" @Hourly ", "UTC", "2026-11-25T12:00:00Z", 1))
                .containsExactly("2026-11-25T13:00:00Z");
        assertThat(next("every 15m", BERLIN, "2026-11-25T12:14:59Z", 2))
                .containsExactly("2026-11-25T12:15:00Z", "2026-11-25T12:30:00Z");
        assertThat(
                        times("every 15m", "UTC")
                                .count(at("2026-11-25T12:00:00Z"), at("2026-11-25T13:00:00Z")))
                .isEqualTo(4);
    }

    @Test
    void a_time_that_clocks_leave_out_is_when_they_are_put_forward() {
        assertThat(next("30 2 * * *", BERLIN, "2026-03-28T12:00:00Z", 2))
                .containsExactly("2026-03-29T01:00:00Z", "2026-03-30T00:30:00Z");
    }

    @Test
    void several_times_that_clocks_leave_out_are_one() {
        assertThat(next("*/15 2,3 * * *", BERLIN, "2026-03-28T12:00:00Z", 3))
                .containsExactly(
                        "2026-03-29T01:00:00Z", "2026-03-29T01:15:00Z", "2026-03-29T01:30:00Z");
    }

    @Test
    void a_time_that_clocks_show_twice_is_the_first() {
        assertThat(next("30 2 * * *", BERLIN, "2026-10-24T12:00:00Z", 2))
                .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
        // From between the two.
        assertThat(next("30 2 * * *", BERLIN, "2026-10-25T01:10:00Z", 1))
                .containsExactly("2026-10-26T01:30:00Z");
    }

    @Test
    void what_names_no_hour_goes_by_the_time_that_passes() {
        assertThat(next("30 * * * *", BERLIN, "2026-10-24T23:40:00Z", 3))
                .containsExactly(
                        "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z", "2026-10-25T02:30:00Z");
        assertThat(next("30 * * * *", BERLIN, "2026-03-29T00:00:00Z", 3))
                .containsExactly(
                        "2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z", "2026-03-29T02:30:00Z");
        // Half an hour of daylight saving: from 2:00 back to 1:30.
        assertThat(next("45 * * * *", "Australia/Lord_Howe", "2026-04-04T14:00:00Z", 3))
                .containsExactly(
                        "2026-04-04T14:45:00Z", "2026-04-04T15:15:00Z", "2026-04-04T16:15:00Z");
    }

    @Test
    void a_midnight_that_is_left_out_is_not_lost() {
        assertThat(next("0 0 * * *", "America/Sao_Paulo", "2018-11-03T12:00:00Z", 2))
                .containsExactly("2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z");
    }

    @Test
    void what_means_nothing_is_refused_with_the_reason() {
        refused("", "empty");
        refused("* * * *", "4 fields");
        refused("* * * * * * *", "7 fields");
        refused("61 * * * *", "minute", "61", "[0, 59]");
        refused("0 24 * * *", "hour", "24");
        refused("75 0 0 * * *", "second", "75");
        refused("0 0 0 * *", "day of month");
        refused("0 0 * 13 *", "month", "13");
        refused("0 0 * * 9", "day of week", "9");
        refused("0 0 * * 1#2", "day of week");
        refused("*/0 * * * *", "minute");
        refused("0 0 31 2 *", "No month");
        refused("every 0s", "1 second");
        refused("every 367d", "366 days");
        refused("every now and then", "4 fields");
        refused("x".repeat(300), "200");
    }

    private static void refused(String text, String... said) {
        assertThatThrownBy(() -> RunText.read(text, ZoneOffset.UTC))
                .isInstanceOfSatisfying(
                        WrongRunText.class, wrong -> assertThat(wrong.why()).contains(said));
    }

    /** Texts made of what expressions are made of mean something or are refused. */
    @Test
    void no_text_breaks_the_reader() {
        Random random = new Random(3);
        String[] bits = {"*", "*/", "-", ",", "/", "0", "1", "5", "31", "59", "60", "99999999999"};
        String[] more = {
            "L", "W", "#", "?", "MON", "jan", "*/5", "1-5", "0-59/3", "10,20", " ", "é"
        };
        int read = 0;
        for (int i = 0; i < 5_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int field = 0; field < 5; field++) {
                text.append(field == 0 ? "" : " ");
                text.append(random.nextBoolean() ? "*" : pick(bits, random));
                text.append(random.nextInt(4) == 0 ? pick(more, random) : "");
            }
            try {
                RunTimes times = RunText.read(text.toString(), ZoneOffset.UTC);
                assertThat(times.next(0)).isPositive();
                read++;
            } catch (WrongRunText wrong) {
                assertThat(wrong.why()).isNotEmpty();
            }
        }
        assertThat(read).isBetween(100, 4_900);
    }

    @Test
    void an_unknown_zone_is_refused() {
        assertThatThrownBy(() -> RunText.zone("Europe/Atlantis")).isInstanceOf(WrongRunText.class);
    }

    @Test
    void in_utc_times_are_those_of_the_library() {
        Random random = new Random(11);
        CronParser parser =
                new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
        for (int i = 0; i < 100; i++) {
            String text = drawn(random);
            ExecutionTime theirs = ExecutionTime.forCron(parser.parse(text));
            RunTimes ours = times(text, "UTC");
            ZonedDateTime at =
                    Instant.ofEpochMilli(
                                    at("2024-01-01T00:00:00Z") + random.nextLong(3 * 365 * DAY))
                            .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                            .atZone(ZoneOffset.UTC);
            for (int j = 0; j < 5; j++) {
                ZonedDateTime next = theirs.nextExecution(at).orElseThrow();
                assertThat(Instant.ofEpochMilli(ours.next(at.toInstant().toEpochMilli())))
                        .as(text + " after " + at)
                        .isEqualTo(next.toInstant());
                at = next;
            }
        }
    }

    private static String drawn(Random random) {
        String[] minutes = {"*", "0", "*/7", "3,33", "10-20", "59"};
        String[] hours = {"*", "0", "2", "*/5", "1-3", "23", "2,3"};
        String[] days = {"*", "1", "*/10", "29", "15-17"};
        String[] months = {"*", "3", "2,10", "JAN-MAR"};
        String[] weekdays = {"*", "*", "SUN", "1-5", "7"};
        return pick(minutes, random)
                + " "
                + pick(hours, random)
                + " "
                + pick(days, random)
                + " "
                + pick(months, random)
                + " "
                + pick(weekdays, random);
    }

    private static String pick(String[] from, Random random) {
        return from[random.nextInt(from.length)];
    }

    @Test
    void a_count_is_that_of_the_times_one_by_one_in_any_zone() {
        Random random = new Random(5);
        String[] zones = {BERLIN, "America/Sao_Paulo", "Australia/Lord_Howe", "UTC", "Asia/Tehran"};
        for (int i = 0; i < 60; i++) {
            String text = drawn(random);
            RunTimes times = times(text, pick(zones, random));
            long from = at("2018-01-01T00:00:00Z") + random.nextLong(2 * 365 * DAY);
            long to = from + random.nextLong(200 * DAY);
            long count = 0;
            List<Long> all = new ArrayList<>();
            for (long at = times.next(from); at <= to; at = times.next(at)) {
                assertThat(all.isEmpty() || all.getLast() < at).isTrue();
                all.add(at);
                count++;
            }
            assertThat(times.count(from, to)).as(text).isEqualTo(count);
            if (count > 0) {
                assertThat(times.last(to, 1)).isEqualTo(all.getLast());
                int most = 1 + random.nextInt(all.size());
                assertThat(times.last(to, most)).isEqualTo(all.get(all.size() - most));
            }
        }
    }

    @Test
    void a_year_of_seconds_is_counted_without_looking_at_each() {
        RunTimes times = times("* * * * * *", BERLIN);
        long from = at("2026-01-01T00:00:00Z");
        long to = at("2027-01-01T00:00:00Z");
        assertThat(times.count(from, to)).isEqualTo((to - from) / 1000);
        assertThat(times.last(to, 1000)).isEqualTo(to - 999_000);
    }
}

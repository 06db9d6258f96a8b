package dev.forebay.engine.cron;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text form of {@link RunTimes}: five fields of cron, six with seconds before them, a macro
 * such as {@code @daily}, or {@code every 15m}.
 */
public final class RunText {
    /** What is accepted, for people. */
    public static final String FORM =
            "five fields of cron such as \"30 8 * * MON-FRI\" (minute, hour, day of month, month, day"
                    + " of week), six with a field for seconds before them, @hourly, @daily,"
                    + " @weekly, @monthly, @yearly, or an interval such as \"every 15m\"";

    /** What is accepted as a time zone, for people. */
    public static final String ZONES =
            "a name of the tz database such as Europe/Berlin, UTC, or an offset such as +02:00";

    /** Longer texts are not looked at. */
    private static final int LONGEST = 200;

    private static final Map<String, String> MACROS =
            Map.of(
                    "@hourly", "0 * * * *",
                    "@daily", "0 0 * * *",
                    "@midnight", "0 0 * * *",
                    "@weekly", "0 0 * * 0",
                    "@monthly", "0 0 1 * *",
                    "@yearly", "0 0 1 1 *",
                    "@annually", "0 0 1 1 *");

    private static final Pattern EVERY = Pattern.compile("every +([0-9]{1,9}) ?([smhd])");
    private static final Pattern RANGE =
            Pattern.compile(
                    "(?:(?<all>\\*)|(?<from>[0-9]{1,2})(?:-(?<to>[0-9]{1,2}))?)"
                            + "(?:/(?<step>[0-9]{1,2}))?");
    private static final Pattern FROM_SUNDAY = Pattern.compile("\\bsun-(?!sun)");
    private static final long LONGEST_INTERVAL = 366 * 86_400_000L;

    private static final List<String> FIELDS =
            List.of("second", "minute", "hour", "day of month", "month", "day of week");
    private static final int SECOND = 0;
    private static final int MINUTE = 1;
    private static final int HOUR = 2;
    private static final int DAY_OF_MONTH = 3;
    private static final int MONTH = 4;
    private static final int DAY_OF_WEEK = 5;

    private static final int SIXTY = 60;
    private static final int HOURS = 24;

    /** Any day from which on days are looked for. */
    private static final LocalDate EXAMPLE = LocalDate.of(2000, 1, 1);

    /** What the library says before it says what is wrong. */
    private static final String LIBRARY_SAYS = "expression. ";

    private static final CronParser PARSER =
            new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    private RunText() {}

    /**
     * Reads the text.
     *
     * @throws WrongRunText when it means nothing, or a time that never comes
     */
    public static RunTimes read(String text, ZoneId zone) throws WrongRunText {
        String plain = text.strip().toLowerCase(Locale.ROOT);
        if (plain.isEmpty() || text.length() > LONGEST) {
            throw new WrongRunText("It is empty, or longer than " + LONGEST + " characters.");
        }
        Matcher every = EVERY.matcher(plain);
        if (every.matches()) {
            long millis = Long.parseLong(every.group(1)) * unit(every.group(2));
            if (millis == 0 || millis > LONGEST_INTERVAL) {
                throw new WrongRunText("An interval is 1 second to 366 days long.");
            }
            return new IntervalTimes(millis);
        }
        String[] fields = MACROS.getOrDefault(plain, plain).split("\\s+", -1);
        if (fields.length == FIELDS.size() - 1) {
            return cron(("0 " + String.join(" ", fields)).split(" ", -1), zone);
        }
        if (fields.length == FIELDS.size()) {
            return cron(fields, zone);
        }
        throw new WrongRunText("It has " + fields.length + " fields, not 5 or 6.");
    }

    private static long unit(String letter) {
        return switch (letter) {
            case "s" -> 1_000;
            case "m" -> 60_000;
            case "h" -> 3_600_000;
            default -> 86_400_000;
        };
    }

    /**
     * Reads the name of a time zone.
     *
     * @throws WrongRunText when there is no such zone
     */
    public static ZoneId zone(String name) throws WrongRunText {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException unknown) {
            throw new WrongRunText("There is no such time zone.");
        }
    }

    private static RunTimes cron(String[] written, ZoneId zone) throws WrongRunText {
        String[] fields = written.clone();
        // Sunday is 0 and 7; the library takes its name for 7 alone, the end of a range.
        fields[DAY_OF_WEEK] = FROM_SUNDAY.matcher(fields[DAY_OF_WEEK]).replaceAll("0-");
        // The field for seconds is like that for minutes, but cron has none.
        parse(SECOND, fields[SECOND] + " * * * *");
        parse(MINUTE, fields[MINUTE] + " * * * *");
        parse(HOUR, "0 " + fields[HOUR] + " * * *");
        parse(DAY_OF_MONTH, "0 0 " + fields[DAY_OF_MONTH] + " * *");
        parse(MONTH, "0 0 * " + fields[MONTH] + " *");
        parse(DAY_OF_WEEK, "0 0 * * " + fields[DAY_OF_WEEK]);
        String days = fields[DAY_OF_MONTH] + " " + fields[MONTH] + " " + fields[DAY_OF_WEEK];
        CronDays found = new CronDays(ExecutionTime.forCron(parse(DAY_OF_MONTH, "0 0 " + days)));
        if (found.from(EXAMPLE).equals(LocalDate.MAX)) {
            throw new WrongRunText("No month has such a day.");
        }
        CronTimes.TimesOfDay times =
                new CronTimes.TimesOfDay(
                        bits(SECOND, fields[SECOND], SIXTY),
                        bits(MINUTE, fields[MINUTE], SIXTY),
                        bits(HOUR, fields[HOUR], HOURS));
        return new CronTimes(times, found, zone);
    }

    private static Cron parse(int field, String cron) throws WrongRunText {
        try {
            return PARSER.parse(cron);
        } catch (IllegalArgumentException wrong) {
            throw new WrongRunText(
                    "Its field for the " + FIELDS.get(field) + " is wrong: " + reason(wrong));
        } catch (IndexOutOfBoundsException unfinished) {
            // How the library says that something is missing around a sign.
            throw incomplete(field);
        }
    }

    private static WrongRunText incomplete(int field) {
        return new WrongRunText(
                "Its field for the " + FIELDS.get(field) + " is wrong: it is incomplete.");
    }

    private static String reason(IllegalArgumentException wrong) {
        String message = String.valueOf(wrong.getMessage());
        int end = message.lastIndexOf(LIBRARY_SAYS);
        String cause = end < 0 ? message : message.substring(end + LIBRARY_SAYS.length());
        return cause.endsWith(".") ? cause : cause + ".";
    }

    /** Which numbers a field means, as bits. */
    private static long bits(int field, String text, int numbers) throws WrongRunText {
        long bits = 0;
        for (String part : text.split(",", -1)) {
            Matcher range = RANGE.matcher(part);
            if (!range.matches()) {
                throw incomplete(field);
            }
            boolean all = range.group("all") != null;
            boolean steps = range.group("step") != null;
            int from = all ? 0 : Integer.parseInt(range.group("from"));
            int to = all || steps ? numbers - 1 : from;
            if (range.group("to") != null) {
                to = Integer.parseInt(range.group("to"));
            }
            int step = steps ? Math.max(1, Integer.parseInt(range.group("step"))) : 1;
            for (int number = from; number <= to; number += step) {
                bits |= 1L << number;
            }
        }
        return bits;
    }
}

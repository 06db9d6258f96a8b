package dev.forebay.engine.cron;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
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
    private static final Pattern PLAIN = Pattern.compile("[0-9]{1,2}");
    private static final long LONGEST_INTERVAL = 366 * 86_400_000L;

    private static final List<String> FIELDS =
            List.of("second", "minute", "hour", "day of month", "month", "day of week");
    private static final int SECOND = 0;
    private static final int MINUTE = 1;
    private static final int HOUR = 2;
    private static final int DAY_OF_MONTH = 3;
    private static final int MONTH = 4;
    private static final int DAY_OF_WEEK = 5;

    /** Any day whose times are looked through. */
    private static final ZonedDateTime EXAMPLE =
            LocalDate.of(2000, 1, 1).atStartOfDay(ZoneOffset.UTC);

    private final CronParser parser =
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
            return new RunText().cron(("0 " + String.join(" ", fields)).split(" ", -1), zone);
        }
        if (fields.length == FIELDS.size()) {
            return new RunText().cron(fields, zone);
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

    private RunTimes cron(String[] fields, ZoneId zone) throws WrongRunText {
        // The field for seconds is like that for minutes, but cron has none.
        long seconds = bits(SECOND, fields[SECOND] + " * * * *", 1, 60);
        long minutes = bits(MINUTE, fields[MINUTE] + " * * * *", 1, 60);
        long hours = bits(HOUR, "0 " + fields[HOUR] + " * * *", 60, 24);
        parse(DAY_OF_MONTH, "0 0 " + fields[DAY_OF_MONTH] + " * *");
        parse(MONTH, "0 0 * " + fields[MONTH] + " *");
        parse(DAY_OF_WEEK, "0 0 * * " + fields[DAY_OF_WEEK]);
        String days = fields[DAY_OF_MONTH] + " " + fields[MONTH] + " " + fields[DAY_OF_WEEK];
        CronDays found = new CronDays(parse(DAY_OF_MONTH, "0 0 " + days));
        if (found.from(EXAMPLE.toLocalDate()).equals(LocalDate.MAX)) {
            throw new WrongRunText("No month has such a day.");
        }
        return new CronTimes(new CronTimes.TimesOfDay(seconds, minutes, hours), found, zone);
    }

    private ExecutionTime parse(int field, String cron) throws WrongRunText {
        try {
            return ExecutionTime.forCron(parser.parse(cron));
        } catch (IllegalArgumentException wrong) {
            throw new WrongRunText(
                    "Its field for the " + FIELDS.get(field) + " is wrong: " + reason(wrong));
        }
    }

    private static String reason(IllegalArgumentException wrong) {
        String message = String.valueOf(wrong.getMessage());
        String cause =
                message.substring(
                        message.lastIndexOf("expression. ") < 0
                                ? 0
                                : message.lastIndexOf("expression. ") + "expression. ".length());
        return cause.endsWith(".") ? cause : cause + ".";
    }

    /** Which numbers a field means, as bits. */
    private long bits(int field, String cron, int minutesEach, int numbers) throws WrongRunText {
        ExecutionTime times = parse(field, cron);
        String text = cron.split(" ", -1)[field == HOUR ? 1 : 0];
        if (text.equals("*")) {
            return (1L << numbers) - 1;
        }
        if (PLAIN.matcher(text).matches()) {
            return 1L << Integer.parseInt(text);
        }
        long bits = 0;
        ZonedDateTime end = EXAMPLE.plusMinutes((long) minutesEach * numbers);
        ZonedDateTime at = EXAMPLE.minusSeconds(1);
        while (true) {
            at = times.nextExecution(at).orElse(end);
            if (!at.isBefore(end)) {
                return bits;
            }
            bits |= 1L << (minutesEach == 1 ? at.getMinute() : at.getHour());
        }
    }
}

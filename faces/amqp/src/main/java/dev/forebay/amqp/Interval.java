package dev.forebay.amqp;

import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A stretch of time as the arguments of streams tell it: a whole number and a unit. */
final class Interval {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})([YMDhms])");
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final Map<String, Long> UNITS =
            Map.of("Y", 365 * DAY, "M", 30 * DAY, "D", DAY, "h", HOUR, "m", MINUTE, "s", SECOND);

    private Interval() {}

    /**
     * Its length in ms, for ever where that is more than a long holds; empty when the text is none.
     * A year has 365 days and a month 30, as in RabbitMQ.
     */
    static OptionalLong millis(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        long unit = UNITS.getOrDefault(matcher.group(2), SECOND);
        long count = Long.parseLong(matcher.group(1));
        return OptionalLong.of(count > Long.MAX_VALUE / unit ? Long.MAX_VALUE : count * unit);
    }
}

package dev.forebay.cli.demo;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.Locale;
import java.util.OptionalDouble;

/** How figures are written. */
final class Figures {
    private static final int MINUTE = 60;
    private static final int ONE_DIGIT_BELOW = 10;

    private Figures() {}

    /** A point in the story, such as 1:05. */
    static String clock(double seconds) {
        long whole = (long) seconds;
        return text("%d:%02d", whole / MINUTE, whole % MINUTE);
    }

    static String span(double seconds) {
        if (seconds < ONE_DIGIT_BELOW) {
            return text("%.1f s", seconds);
        }
        return seconds < MINUTE
                ? text("%.0f s", seconds)
                : text("%d min %02d s", (long) seconds / MINUTE, (long) seconds % MINUTE);
    }

    static String drain(OptionalDouble seconds) {
        return seconds.isPresent() ? span(seconds.getAsDouble()) : "not at this pace";
    }

    static String rate(double perSecond) {
        return text("%,.0f/s", perSecond);
    }

    static String millis(double millis) {
        return millis < ONE_DIGIT_BELOW ? text("%.1f ms", millis) : text("%,.0f ms", millis);
    }

    static String count(long count) {
        return text("%,d", count);
    }

    /** A count with its noun, such as 1 order or 10 orders. */
    static String count(long count, String noun) {
        return count(count) + " " + noun + (count == 1 ? "" : "s");
    }

    @FormatMethod
    private static String text(@FormatString String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}

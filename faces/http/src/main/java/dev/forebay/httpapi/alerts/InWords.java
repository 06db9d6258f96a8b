package dev.forebay.httpapi.alerts;

import java.time.Duration;
import java.util.Locale;

/** Figures as sentences have them. */
final class InWords {
    private static final int STEP = 1_024;
    private static final String UNITS = "KMGTPE";
    private static final int HOURS = 24;

    private InWords() {}

    /** A length of time, by its two largest units. */
    static String span(long millis) {
        Duration span = Duration.ofMillis(millis);
        if (span.toDays() > 0) {
            return two(span.toDays(), "d", span.toHoursPart(), "h");
        }
        if (span.toHours() > 0) {
            return two(span.toHours() % HOURS, "h", span.toMinutesPart(), "min");
        }
        if (span.toMinutes() > 0) {
            return two(span.toMinutesPart(), "min", span.toSecondsPart(), "s");
        }
        return span.toSeconds() > 0 ? span.toSeconds() + " s" : millis + " ms";
    }

    private static String two(long large, String unit, long small, String smallUnit) {
        return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }

    static String bytes(long bytes) {
        double left = bytes;
        int unit = -1;
        while (left >= STEP && unit < UNITS.length() - 1) {
            left /= STEP;
            unit++;
        }
        return unit < 0
                ? bytes + " bytes"
                : String.format(Locale.ROOT, "%.1f %siB", left, UNITS.charAt(unit));
    }

    static String messages(long count) {
        return count == 1 ? "1 message" : String.format(Locale.ROOT, "%,d messages", count);
    }

    static String waiting(long messages) {
        return messages(messages) + (messages == 1 ? " waits" : " wait");
    }
}

package dev.forebay.cli.output;

import java.util.Locale;

/** Figures with units, for people. */
public final class Units {
    private static final String[] SIZES = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final double STEP = 1024;
    private static final long SECOND = 1000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final int FEW = 100;

    private Units() {}

    /** Such as {@code 12,345}. */
    public static String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** Such as {@code 33.3/s}. */
    public static String rate(double perSecond) {
        return String.format(Locale.ROOT, perSecond < FEW ? "%,.1f/s" : "%,.0f/s", perSecond);
    }

    /** Such as {@code 1.5 MiB}. */
    public static String bytes(long bytes) {
        double left = bytes;
        int step = 0;
        while (left >= STEP && step < SIZES.length - 1) {
            left /= STEP;
            step++;
        }
        return step == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", left, SIZES[step]);
    }

    /** In the two largest units, such as {@code 3m 20s}. */
    public static String millis(long millis) {
        if (millis < SECOND) {
            return millis + "ms";
        } else if (millis < MINUTE) {
            return two(millis, SECOND, "s", 1, "ms", millis % SECOND != 0 && millis < 10 * SECOND);
        } else if (millis < HOUR) {
            return two(millis, MINUTE, "m", SECOND, "s", millis % MINUTE >= SECOND);
        } else if (millis < DAY) {
            return two(millis, HOUR, "h", MINUTE, "m", millis % HOUR >= MINUTE);
        }
        return two(millis, DAY, "d", HOUR, "h", millis % DAY >= HOUR);
    }

    private static String two(
            long millis, long large, String unit, long small, String rest, boolean both) {
        String whole = millis / large + unit;
        return both ? whole + " " + millis % large / small + rest : whole;
    }
}

package dev.forebay.httpapi.codec;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/** Times as RFC 3339 has them, in UTC with milliseconds. */
public final class Times {
    private static final long DAY = 86_400_000;
    private static final int HOUR = 3_600_000;
    private static final int MINUTE = 60_000;
    private static final int SECOND = 1_000;

    private Times() {}

    /** Such as {@code 2026-11-25T13:37:00.042Z}. */
    public static String show(long epochMillis) {
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(epochMillis, DAY));
        int inDay = (int) Math.floorMod(epochMillis, DAY);
        StringBuilder text = new StringBuilder(24);
        digits(text, date.getYear(), 4).append('-');
        digits(text, date.getMonthValue(), 2).append('-');
        digits(text, date.getDayOfMonth(), 2).append('T');
        digits(text, inDay / HOUR, 2).append(':');
        digits(text, inDay % HOUR / MINUTE, 2).append(':');
        digits(text, inDay % MINUTE / SECOND, 2).append('.');
        return digits(text, inDay % SECOND, 3).append('Z').toString();
    }

    /** In ms since the epoch. */
    public static long read(String member, String text) {
        try {
            Instant instant = OffsetDateTime.parse(text).toInstant();
            return instant.toEpochMilli();
        } catch (DateTimeException | ArithmeticException notATime) {
            throw ApiFailure.invalid(member, "a time such as 2026-11-25T13:37:00.000Z");
        }
    }

    private static StringBuilder digits(StringBuilder text, int value, int width) {
        String digits = Integer.toString(value);
        for (int i = digits.length(); i < width; i++) {
            text.append('0');
        }
        return text.append(digits);
    }
}

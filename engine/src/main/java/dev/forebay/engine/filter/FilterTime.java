package dev.forebay.engine.filter;

import dev.forebay.engine.filter.FilterTokens.Token;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and times as filters write them. */
final class FilterTime {
    private static final List<Unit> UNITS =
            List.of(
                    new Unit("w", 7L * 24 * 60 * 60 * 1000),
                    new Unit("d", 24L * 60 * 60 * 1000),
                    new Unit("h", 60L * 60 * 1000),
                    new Unit("m", 60L * 1000),
                    new Unit("s", 1000),
                    new Unit("ms", 1));

    /** Without alternatives that overlap: takes linear time. */
    private static final Pattern PART = Pattern.compile("([0-9]{1,9})(ms|w|d|h|m|s)");

    private FilterTime() {}

    private record Unit(String name, long millis) {}

    static long duration(Token token) throws FilterSyntax {
        Matcher part = PART.matcher(token.text());
        long millis = 0;
        int at = 0;
        while (part.find(at) && part.start() == at) {
            long count = Long.parseLong(part.group(1));
            for (Unit unit : UNITS) {
                millis += unit.name().equals(part.group(2)) ? count * unit.millis() : 0;
            }
            at = part.end();
        }
        if (at == 0 || at < token.text().length() || millis < 0) {
            throw FilterParser.wrong(token, "Expected a duration such as 90s, 1h30m or 2d");
        }
        return millis;
    }

    static String write(long millis) {
        StringBuilder text = new StringBuilder();
        long rest = millis;
        for (Unit unit : UNITS) {
            if (rest >= unit.millis()) {
                // Each part has nine digits at most.
                long count = rest / unit.millis();
                text.append(count).append(unit.name());
                rest -= count * unit.millis();
            }
        }
        return text.isEmpty() ? "0s" : text.toString();
    }

    static long instant(Token token) throws FilterSyntax {
        try {
            String text = token.text();
            if (!text.contains("T")) {
                return LocalDate.parse(text)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant()
                        .toEpochMilli();
            }
            boolean offset = text.endsWith("Z") || text.matches(".*T.*[+-].*");
            return offset
                    ? OffsetDateTime.parse(text).toInstant().toEpochMilli()
                    : LocalDateTime.parse(text).toInstant(ZoneOffset.UTC).toEpochMilli();
        } catch (DateTimeException | ArithmeticException notOne) {
            throw FilterParser.wrong(
                    token, "Expected a time such as 2026-11-25 or 2026-11-25T10:00:00Z");
        }
    }
}

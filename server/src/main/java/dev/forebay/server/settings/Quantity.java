package dev.forebay.server.settings;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes and times as people write them, both ways. */
final class Quantity {
    private static final Pattern FORM = Pattern.compile("(\\d{1,15}) ?([A-Za-z]*)");
    private static final Map<String, Long> BYTES_OF =
            Map.ofEntries(
                    Map.entry("", 1L),
                    Map.entry("b", 1L),
                    Map.entry("kb", 1_000L),
                    Map.entry("mb", 1_000_000L),
                    Map.entry("gb", 1_000_000_000L),
                    Map.entry("tb", 1_000_000_000_000L),
                    Map.entry("kib", 1L << 10),
                    Map.entry("mib", 1L << 20),
                    Map.entry("gib", 1L << 30),
                    Map.entry("tib", 1L << 40));
    private static final Map<String, Long> MILLIS_OF =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
    private static final Map<String, String> LONGER_TIMES =
            Map.ofEntries(
                    Map.entry("", "s"),
                    Map.entry("msec", "ms"),
                    Map.entry("milliseconds", "ms"),
                    Map.entry("sec", "s"),
                    Map.entry("seconds", "s"),
                    Map.entry("min", "m"),
                    Map.entry("minutes", "m"),
                    Map.entry("hours", "h"),
                    Map.entry("days", "d"));
    private static final List<String> SIZES = List.of("TiB", "GiB", "MiB", "KiB");
    private static final List<String> TIMES = List.of("d", "h", "m", "s");

    private Quantity() {}

    static Optional<Long> bytes(String text) {
        return read(text, BYTES_OF);
    }

    static Optional<Duration> time(String text) {
        return read(text, MILLIS_OF).map(Duration::ofMillis);
    }

    static String showBytes(long bytes) {
        return show(bytes, SIZES, BYTES_OF, "B");
    }

    static String showTime(Duration time) {
        return show(time.toMillis(), TIMES, MILLIS_OF, "ms");
    }

    /** The size that was probably meant by one with half a unit, such as 64M or 64Mi. */
    static Optional<String> likelyBytes(String text) {
        return likely(
                text,
                unit ->
                        SIZES.stream()
                                .filter(size -> !unit.isEmpty())
                                .filter(size -> size.toLowerCase(Locale.ROOT).startsWith(unit))
                                .findFirst());
    }

    /** The time that was probably meant by one without a unit, or with a longer name of one. */
    static Optional<String> likelyTime(String text) {
        return likely(text, unit -> Optional.ofNullable(LONGER_TIMES.get(unit)));
    }

    private static Optional<String> likely(
            String text, Function<String, Optional<String>> unitMeant) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? unitMeant
                        .apply(matcher.group(2).toLowerCase(Locale.ROOT))
                        .map(unit -> matcher.group(1) + unit)
                : Optional.empty();
    }

    private static Optional<Long> read(String text, Map<String, Long> units) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Long unit = units.get(matcher.group(2).toLowerCase(Locale.ROOT));
        long number = Long.parseLong(matcher.group(1));
        if (unit == null || number > Long.MAX_VALUE / unit) {
            return Optional.empty();
        }
        return Optional.of(number * unit);
    }

    private static String show(
            long amount, List<String> units, Map<String, Long> sizes, String smallest) {
        for (String unit : units) {
            long size = sizes.getOrDefault(unit.toLowerCase(Locale.ROOT), 1L);
            if (amount > 0 && amount % size == 0) {
                return amount / size + unit;
            }
        }
        return amount + smallest;
    }
}

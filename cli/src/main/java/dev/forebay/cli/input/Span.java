package dev.forebay.cli.input;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A duration, such as {@code 500ms}, {@code 30s} or {@code 1h30m}.
 *
 * @param millis in milliseconds, 0 or more
 */
public record Span(long millis) {
    private static final Map<String, Long> UNITS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);
    private static final Pattern PART = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");
    private static final Pattern WHOLE = Pattern.compile("(" + PART.pattern() + ")+");

    /** The duration that a text stands for, if it is one. */
    static Optional<Span> of(String text) {
        if (!WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        long millis = 0;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            millis += Long.parseLong(part.group(1)) * UNITS.getOrDefault(part.group(2), 0L);
        }
        return Optional.of(new Span(millis));
    }

    /** Reads one off the command line. */
    public static final class Converter implements ITypeConverter<Span> {
        /** For picocli. */
        public Converter() {}

        @Override
        public Span convert(String text) {
            return of(text).orElseThrow(() ->
                    new TypeConversionException(
                            "\"%s\"; accepted is a time such as 500ms, 30s, 5m, 2h, 1h30m or 7d."
                                    .formatted(text)));
        }
    }
}

package dev.forebay.cli.input;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A number of bytes, such as {@code 65536}, {@code 64KiB} or {@code 1GiB}.
 *
 * @param bytes 0 or more
 */
public record Size(long bytes) {
    private static final Map<String, Long> UNITS =
            Map.of(
                    "", 1L,
                    "B", 1L,
                    "KiB", 1L << 10,
                    "MiB", 1L << 20,
                    "GiB", 1L << 30,
                    "TiB", 1L << 40,
                    "kB", 1_000L,
                    "MB", 1_000_000L,
                    "GB", 1_000_000_000L);
    private static final Pattern WHOLE = Pattern.compile("(\\d{1,15})([A-Za-z]*)");

    /** The size that a text stands for, if it is one. */
    static Optional<Size> of(String text) {
        Matcher matcher = WHOLE.matcher(text);
        if (!matcher.matches() || !UNITS.containsKey(matcher.group(2))) {
            return Optional.empty();
        }
        return Optional.of(
                new Size(
                        Long.parseLong(matcher.group(1))
                                * UNITS.getOrDefault(matcher.group(2), 1L)));
    }

    /** Reads one off the command line. */
    public static final class Converter implements ITypeConverter<Size> {
        /** For picocli. */
        public Converter() {}

        @Override
        public Size convert(String text) {
            return of(text).orElseThrow(() ->
                    new TypeConversionException(
                            "\"%s\"; accepted is a size such as 65536, 64KiB, 10MiB or 1GiB."
                                    .formatted(text)));
        }
    }
}

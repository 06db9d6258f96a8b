package dev.forebay.cli.input;

import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * A number of things, such as {@code 17} or {@code 1000000}.
 *
 * @param value 0 or more
 */
public record Count(long value) {
    private static final Pattern WHOLE = Pattern.compile("\\d{1,15}");

    /** As an int; what is greater is as good as the greatest. */
    public int asInt() {
        return Math.clamp(value, 0, Integer.MAX_VALUE);
    }

    private static Count read(String text, long least) {
        return Optional.of(text)
                .filter(digits -> WHOLE.matcher(digits).matches())
                .map(digits -> new Count(Long.parseLong(digits)))
                .filter(count -> count.value >= least)
                .orElseThrow(() ->
                        new TypeConversionException(
                                "\"%s\"; accepted is a whole number from %d on."
                                        .formatted(text, least)));
    }

    /** Reads one off the command line. */
    public static final class Converter implements ITypeConverter<Count> {
        /** For picocli. */
        public Converter() {}

        @Override
        public Count convert(String text) {
            return read(text, 0);
        }
    }

    /** Reads how many a second, 1 or more: {@code 50} or {@code 50/s}. */
    public static final class PerSecond implements ITypeConverter<Count> {
        /** For picocli. */
        public PerSecond() {}

        @Override
        public Count convert(String text) {
            return read(text.endsWith("/s") ? text.substring(0, text.length() - 2) : text, 1);
        }
    }

    /** Reads one off the command line that is 1 or more. */
    public static final class FromOne implements ITypeConverter<Count> {
        /** For picocli. */
        public FromOne() {}

        @Override
        public Count convert(String text) {
            return read(text, 1);
        }
    }
}

package dev.forebay.cli.message;

import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The states that a message can be in. */
final class StateNames implements Iterable<String> {
    private static final List<String> ALL =
            List.of(
                    "ready",
                    "delayed",
                    "leased",
                    "acked",
                    "dead-lettered",
                    "expired",
                    "dropped",
                    "purged",
                    "moved",
                    "scheduled");

    /** For picocli. */
    StateNames() {}

    @Override
    public Iterator<String> iterator() {
        return ALL.iterator();
    }

    /** Reads one off the command line. */
    static final class Converter implements ITypeConverter<String> {
        /** For picocli. */
        Converter() {}

        @Override
        public String convert(String text) {
            if (!ALL.contains(text)) {
                throw new TypeConversionException(
                        "\"%s\"; accepted are %s.".formatted(text, String.join(", ", ALL)));
            }
            return text;
        }
    }
}

package dev.forebay.server.settings;

import dev.forebay.httpapi.mask.MaskRules;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How the value of a setting is written, and what of it is accepted. */
public sealed interface Form<T> {
    /** The value, or nothing when the text is not of this form or out of range. */
    Optional<T> read(String text);

    /** Completes "accepted is ...". */
    String accepted();

    /** What of a text that {@link #read} does not accept is wrong, where that can be said. */
    default Optional<String> why(String wrong) {
        return Optional.empty();
    }

    /** What was probably meant by a text that {@link #read} does not accept. */
    default Optional<String> nearest(String wrong) {
        return Optional.empty();
    }

    /** A whole number from {@code least} to {@code most}. */
    record Whole(int least, int most) implements Form<Integer> {
        private static final Pattern DIGITS = Pattern.compile("-?\\d{1,10}");

        @Override
        public Optional<Integer> read(String text) {
            if (!DIGITS.matcher(text).matches()) {
                return Optional.empty();
            }
            long value = Long.parseLong(text);
            return value < least || value > most ? Optional.empty() : Optional.of((int) value);
        }

        @Override
        public String accepted() {
            return "a whole number from " + least + " to " + most;
        }
    }

    /** A port to listen on, 0 for a free one, or {@code off} for not at all. */
    record MaybePort() implements Form<OptionalInt> {
        private static final String OFF = "off";
        private static final Whole PORT = new Whole(0, 65_535);

        @Override
        public Optional<OptionalInt> read(String text) {
            return text.equalsIgnoreCase(OFF)
                    ? Optional.of(OptionalInt.empty())
                    : PORT.read(text).map(OptionalInt::of);
        }

        @Override
        public String accepted() {
            return PORT.accepted() + ", or " + OFF;
        }
    }

    /** Bytes, with a unit of 1024 (KiB) or 1000 (kB) and their like; without one, bytes. */
    record Bytes(long least, long most) implements Form<Long> {
        @Override
        public Optional<Long> read(String text) {
            return Quantity.bytes(text).filter(value -> value >= least && value <= most);
        }

        @Override
        public String accepted() {
            return "a size from "
                    + Quantity.showBytes(least)
                    + " to "
                    + Quantity.showBytes(most)
                    + ", such as 64MiB or 1GB";
        }

        @Override
        public Optional<String> nearest(String wrong) {
            return Quantity.likelyBytes(wrong).filter(text -> read(text).isPresent());
        }
    }

    /** A length of time with its unit: ms, s, m, h or d. */
    record Time(Duration least, Duration most) implements Form<Duration> {
        @Override
        public Optional<Duration> read(String text) {
            return Quantity.time(text)
                    .filter(value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0);
        }

        @Override
        public String accepted() {
            return "a time from "
                    + Quantity.showTime(least)
                    + " to "
                    + Quantity.showTime(most)
                    + ", such as 20ms, 30s or 7d";
        }

        @Override
        public Optional<String> nearest(String wrong) {
            return Quantity.likelyTime(wrong).filter(text -> read(text).isPresent());
        }
    }

    /** Yes or no. */
    record Switch() implements Form<Boolean> {
        @Override
        public Optional<Boolean> read(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "true", "yes", "on" -> Optional.of(true);
                case "false", "no", "off" -> Optional.of(false);
                default -> Optional.empty();
            };
        }

        @Override
        public String accepted() {
            return "true or false";
        }

        @Override
        public Optional<String> nearest(String wrong) {
            return Suggestion.nearest(wrong.toLowerCase(Locale.ROOT), List.of("true", "false"));
        }
    }

    /** One of an enum's names, written in lower case with dashes. */
    record Choice<E extends Enum<E>>(Class<E> type) implements Form<E> {
        @Override
        public Optional<E> read(String text) {
            return Arrays.stream(type.getEnumConstants())
                    .filter(constant -> written(constant).equals(text.toLowerCase(Locale.ROOT)))
                    .findFirst();
        }

        @Override
        public String accepted() {
            return Arrays.stream(type.getEnumConstants())
                    .map(Choice::written)
                    .collect(Collectors.joining(" or "));
        }

        @Override
        public Optional<String> nearest(String wrong) {
            return Suggestion.nearest(
                    wrong.toLowerCase(Locale.ROOT),
                    Arrays.stream(type.getEnumConstants()).map(Choice::written).toList());
        }

        private static String written(Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** A file or folder, absolute or relative to where the server is started. */
    record Place() implements Form<Path> {
        @Override
        public Optional<Path> read(String text) {
            try {
                return text.isBlank() ? Optional.empty() : Optional.of(Path.of(text));
            } catch (InvalidPathException notAPath) {
                return Optional.empty();
            }
        }

        @Override
        public String accepted() {
            return "a path";
        }
    }

    /** Like {@link Place}, and may be left empty. */
    record MaybePlace() implements Form<Optional<Path>> {
        @Override
        public Optional<Optional<Path>> read(String text) {
            if (text.isEmpty()) {
                return Optional.of(Optional.empty());
            }
            Optional<Path> place = new Place().read(text);
            return place.isPresent() ? Optional.of(place) : Optional.empty();
        }

        @Override
        public String accepted() {
            return "a path, or nothing";
        }
    }

    /** What is masked in messages; none when it is empty. */
    record Masks() implements Form<MaskRules> {
        @Override
        public Optional<MaskRules> read(String text) {
            try {
                return Optional.of(MaskRules.parse(text));
            } catch (IllegalArgumentException wrong) {
                return Optional.empty();
            }
        }

        @Override
        public Optional<String> why(String wrong) {
            try {
                MaskRules.parse(wrong);
                return Optional.empty();
            } catch (IllegalArgumentException why) {
                return Optional.ofNullable(why.getMessage());
            }
        }

        @Override
        public String accepted() {
            return "rules such as \"orders.*: $.card.number, header:authorization\", with ; between"
                    + " them";
        }
    }

    /** Where a server answers by HTTP, without query; or nothing. */
    record MaybeAddress() implements Form<Optional<URI>> {
        @Override
        public Optional<Optional<URI>> read(String text) {
            if (text.isEmpty()) {
                return Optional.of(Optional.empty());
            }
            try {
                URI address = new URI(text);
                boolean known =
                        ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
                                && address.getHost() != null
                                && address.getRawUserInfo() == null
                                && address.getRawQuery() == null
                                && address.getRawFragment() == null;
                return known ? Optional.of(Optional.of(address)) : Optional.empty();
            } catch (URISyntaxException wrong) {
                return Optional.empty();
            }
        }

        @Override
        public String accepted() {
            return "an address such as http://127.0.0.1:4318, or nothing";
        }
    }

    /** Text of a given shape. */
    record Text(Pattern shape, String accepted) implements Form<String> {
        Text(String shape, String accepted) {
            this(Pattern.compile(shape), accepted);
        }

        @Override
        public Optional<String> read(String text) {
            return shape.matcher(text).matches() ? Optional.of(text) : Optional.empty();
        }
    }
}

package dev.forebay.cli.demo;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the demo's messages are about.
 *
 * @param number counts from 0 within one run
 */
record Order(int number, Kind kind) {
    /** What happens to a consumer that works on it. */
    enum Kind {
        GOOD,
        /** Its work fails, whoever does it. */
        POISON
    }

    private static final Pattern BODY = Pattern.compile("(good|poison) order (\\d{1,9})");

    /** The message's body. */
    String body() {
        return kind.name().toLowerCase(java.util.Locale.ROOT) + " order " + number;
    }

    /** The order in a body; empty when the demo never wrote such a body. */
    static Optional<Order> of(String body) {
        Matcher match = BODY.matcher(body);
        return match.matches()
                ? Optional.of(
                        new Order(
                                Integer.parseInt(match.group(2)),
                                match.group(1).equals("good") ? Kind.GOOD : Kind.POISON))
                : Optional.empty();
    }
}

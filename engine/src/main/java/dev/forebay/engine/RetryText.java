package dev.forebay.engine;

import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Retry rules as text, for headers, settings files and people:
 *
 * <pre>
 * at-once
 * fixed 30s
 * exponential 1s factor 2 cap 10m jitter 50 attempts 8
 * </pre>
 *
 * Times are a whole number with {@code ms}, {@code s}, {@code m}, {@code h} or {@code d}. Factor
 * (2), cap (1h), jitter (percent, 50) and attempts (the queue's) may be left out.
 */
public final class RetryText {
    /** For messages about wrong ones. */
    public static final String FORM =
            "at-once | fixed 30s | exponential 1s [factor 2] [cap 10m] [jitter 50], each with"
                    + " [attempts 8]";

    private static final int LONGEST = 200;

    private RetryText() {}

    /** The rule that the text tells, empty when it tells none. */
    public static Optional<RetryRule> parse(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        Iterator<String> words =
                List.of(text.strip().toLowerCase(Locale.ROOT).split("\\s+")).iterator();
        try {
            return Optional.of(rule(words));
        } catch (IllegalArgumentException | ArithmeticException | NoSuchElementException wrong) {
            return Optional.empty();
        }
    }

    public static String write(RetryRule rule) {
        String text =
                switch (rule.backoff()) {
                    case Backoff.AtOnce now -> "at-once";
                    case Backoff.Fixed fixed -> "fixed " + fixed.delayMillis() + "ms";
                    case Backoff.Exponential growing ->
                            "exponential "
                                    + growing.firstMillis()
                                    + "ms factor "
                                    + growing.factor()
                                    + " cap "
                                    + growing.capMillis()
                                    + "ms jitter "
                                    + growing.jitterPercent();
                };
        return rule.maxAttempts().isPresent()
                ? text + " attempts " + rule.maxAttempts().getAsInt()
                : text;
    }

    private static RetryRule rule(Iterator<String> words) {
        String kind = words.next();
        return switch (kind) {
            case "at-once" -> rest(Backoff.atOnce(), words);
            case "fixed" -> rest(new Backoff.Fixed(millis(words.next())), words);
            case "exponential" ->
                    rest(new Backoff.Exponential(millis(words.next()), 2, 0, 50), words);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static RetryRule rest(Backoff begun, Iterator<String> words) {
        Backoff backoff = begun;
        OptionalInt attempts = OptionalInt.empty();
        while (words.hasNext()) {
            String name = words.next();
            String value = words.next();
            if (name.equals("attempts")) {
                attempts = OptionalInt.of(Integer.parseInt(value));
            } else if (backoff instanceof Backoff.Exponential growing) {
                backoff = with(growing, name, value);
            } else {
                throw new IllegalArgumentException(name);
            }
        }
        return new RetryRule(capped(backoff), attempts);
    }

    private static Backoff capped(Backoff backoff) {
        return backoff instanceof Backoff.Exponential growing && growing.capMillis() == 0
                ? with(growing, "cap", Math.max(growing.firstMillis(), 3_600_000) + "ms")
                : backoff;
    }

    private static Backoff with(Backoff.Exponential growing, String name, String value) {
        return switch (name) {
            case "factor" ->
                    new Backoff.Exponential(
                            growing.firstMillis(),
                            Double.parseDouble(value),
                            growing.capMillis(),
                            growing.jitterPercent());
            case "cap" ->
                    new Backoff.Exponential(
                            growing.firstMillis(),
                            growing.factor(),
                            millis(value),
                            growing.jitterPercent());
            case "jitter" ->
                    new Backoff.Exponential(
                            growing.firstMillis(),
                            growing.factor(),
                            growing.capMillis(),
                            Integer.parseInt(value));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static long millis(String time) {
        int digits = 0;
        while (digits < time.length() && Character.isDigit(time.charAt(digits))) {
            digits++;
        }
        long number = Long.parseLong(time.substring(0, digits));
        return switch (time.substring(digits)) {
            case "ms" -> number;
            case "s" -> Math.multiplyExact(number, 1_000L);
            case "m" -> Math.multiplyExact(number, 60_000L);
            case "h" -> Math.multiplyExact(number, 3_600_000L);
            case "d" -> Math.multiplyExact(number, 86_400_000L);
            default -> throw new IllegalArgumentException(time);
        };
    }
}

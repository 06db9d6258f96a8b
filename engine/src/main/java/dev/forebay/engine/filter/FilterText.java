package dev.forebay.engine.filter;

/**
 * Filters as people write them:
 *
 * <pre>{@code
 * error ~ "timeout" and age > 1h
 * (key like "order-*" or header.tenant = acme) and not state in (leased, delayed)
 * sent >= 2026-11-25T10:00:00Z and sent < 2026-11-26 and attempts >= 3
 * }</pre>
 *
 * <p>{@code all}; {@code and}, {@code or}, {@code not}, parentheses. The texts {@code key}, {@code
 * body}, {@code header.NAME}, {@code header."ANY NAME"}, {@code text} (any of these), {@code error}
 * (why it was dead-lettered, also {@code reason}) and {@code source} (the queue that dead-lettered
 * it) are tested with {@code =}, {@code !=}, {@code ~} (contains, in either case), {@code !~} and
 * {@code like} (with {@code *}); {@code has} asks whether there is one. {@code id} and {@code
 * state} take {@code =} and {@code !=}, {@code state} also {@code in (..)}. {@code age} (such as
 * {@code 1h30m}; units w, d, h, m, s, ms), {@code sent} (an ISO 8601 date or time, UTC unless it
 * names an offset) and {@code attempts} are compared. Values stand bare or in single or double
 * quotes, where {@code \} goes before a quote or itself.
 */
public final class FilterText {
    /** Longest filter text, in characters. */
    public static final int MAX_LENGTH = 4096;

    /** Most tests and connectives in one filter. */
    public static final int MAX_PARTS = 64;

    /** Deepest nesting. */
    public static final int MAX_DEPTH = 16;

    private FilterText() {}

    /** What a text means, or what is wrong with it. */
    public sealed interface Parsed {
        record Filter(MessageFilter filter) implements Parsed {}

        /**
         * It cannot be read.
         *
         * @param position index of the character where it goes wrong, from 0; the text's length
         *     when something is missing at its end
         * @param message what was expected; for people
         */
        record Wrong(int position, String message) implements Parsed {}
    }

    public static Parsed parse(String text) {
        if (text.length() > MAX_LENGTH) {
            return new Parsed.Wrong(
                    MAX_LENGTH, "A filter has at most " + MAX_LENGTH + " characters.");
        }
        try {
            return new Parsed.Filter(new FilterParser(FilterTokens.of(text)).whole());
        } catch (FilterSyntax wrong) {
            return new Parsed.Wrong(wrong.position(), wrong.sentence());
        }
    }

    /** The text that {@link #parse} reads as an equal filter. */
    public static String write(MessageFilter filter) {
        return new FilterWriter().write(filter);
    }
}

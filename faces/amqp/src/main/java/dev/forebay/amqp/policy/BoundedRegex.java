package dev.forebay.amqp.policy;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression that somebody wrote, for short names. Matching looks at {@value #MOST_LOOKS}
 * characters at most, so that no pattern holds up who asks: beyond that it does not match.
 * Thread-safe.
 */
public final class BoundedRegex {
    private static final int MOST_LOOKS = 20_000;
    private static final int LONGEST = 1_024;

    private final Pattern pattern;

    private BoundedRegex(Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException with a reason for people, when it is none or too long
     */
    public static BoundedRegex of(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("longer than " + LONGEST + " characters");
        }
        try {
            return new BoundedRegex(Pattern.compile(text));
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException(
                    wrong.getDescription() + " at " + wrong.getIndex(), wrong);
        }
    }

    /** Whether some part of the name matches. */
    public boolean isIn(String name) {
        try {
            return pattern.matcher(new Counted(name, new int[1], 0, name.length())).find();
        } catch (TooManyLooks | StackOverflowError hopeless) {
            return false;
        }
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }

    private static final class TooManyLooks extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyLooks() {
            super("", null, false, false);
        }
    }

    /** A text that counts how often it is looked at. */
    @SuppressWarnings("ArrayRecordComponent") // the count is shared by all parts
    private record Counted(String text, int[] looks, int from, int to) implements CharSequence {
        @Override
        public int length() {
            return to - from;
        }

        @Override
        public char charAt(int index) {
            looks[0]++;
            if (looks[0] > MOST_LOOKS) {
                throw new TooManyLooks();
            }
            return text.charAt(from + index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text, looks, from + start, from + end);
        }

        @Override
        public String toString() {
            return text.substring(from, to);
        }
    }
}

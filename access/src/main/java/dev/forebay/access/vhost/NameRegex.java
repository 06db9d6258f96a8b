package dev.forebay.access.vhost;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A regular expression that names or routing keys are searched with, as RabbitMQ does: it need not
 * match the whole, and the empty one matches only what is empty. The language is RE2's, whose time
 * is linear in the name's length whatever the expression: it has no backreferences and no
 * lookaround. Immutable.
 */
public final class NameRegex {
    /** Longest expression, in characters. */
    public static final int LONGEST = 1_000;

    private final String text;
    private final @Nullable Pattern pattern;

    private NameRegex(String text, @Nullable Pattern pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    /**
     * Reads an expression.
     *
     * @throws IllegalArgumentException when it is none, or too long
     */
    public static NameRegex of(String text) {
        return of(text, Map.of());
    }

    /**
     * Reads an expression in which variables stand for texts, as they are.
     *
     * @param variables as they stand in the expression, such as <code>{username}</code>
     * @throws IllegalArgumentException when it is none, or too long
     */
    static NameRegex of(String text, Map<String, String> variables) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("at most " + LONGEST + " characters");
        }
        if (text.equals(".*")) {
            return new NameRegex(text, null);
        }
        String expanded = text.isEmpty() ? "^$" : text;
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            expanded = expanded.replace(variable.getKey(), Pattern.quote(variable.getValue()));
        }
        try {
            return new NameRegex(text, Pattern.compile(expanded));
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException(
                    "a regular expression of RE2, without lookaround and backreferences: "
                            + wrong.getDescription(),
                    wrong);
        }
    }

    /** As it was given. */
    public String text() {
        return text;
    }

    public boolean matches(String name) {
        return pattern == null || pattern.matcher(name).find();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NameRegex that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}

package dev.forebay.engine.filter;

/** What a text has to be. Texts are compared as UTF-8. */
public sealed interface TextTest {
    /** Equal, byte for byte. */
    record Is(String text) implements TextTest {}

    /** Holds the text; ASCII letters match in either case. */
    record Contains(String text) implements TextTest {}

    /**
     * Matches as a whole, where {@code *} stands for any text; {@code \*} and {@code \\} for
     * themselves.
     */
    record Like(String pattern) implements TextTest {}
}

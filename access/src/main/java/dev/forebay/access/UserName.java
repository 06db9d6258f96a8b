package dev.forebay.access;

import java.nio.charset.StandardCharsets;

/** What users can be called: whatever a person can read and an AMQP client can send. */
public final class UserName {
    /** Longest name, in bytes of UTF-8, as in AMQP's short strings. */
    public static final int LONGEST = 255;

    /** What a name must be, for people. */
    public static final String ACCEPTED =
            "1 to "
                    + LONGEST
                    + " bytes of visible characters, with blanks only between them, and not . or .."
                    + " alone";

    private UserName() {}

    /**
     * Fails for what is no name: {@code .} and {@code ..} cannot stand in paths of URLs, and two
     * names that look the same would be taken for each other.
     *
     * @throws IllegalArgumentException for anything but {@link #ACCEPTED}
     */
    public static void require(String name) {
        if (name.isEmpty()
                || name.equals(".")
                || name.equals("..")
                || !name.equals(name.strip())
                || name.codePoints().anyMatch(UserName::isUnseen)
                || name.getBytes(StandardCharsets.UTF_8).length > LONGEST) {
            throw new IllegalArgumentException(ACCEPTED);
        }
    }

    private static boolean isUnseen(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE ->
                    true;
            case Character.SPACE_SEPARATOR -> character != ' ';
            default -> false;
        };
    }
}

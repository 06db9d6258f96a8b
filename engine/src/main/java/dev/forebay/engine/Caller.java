package dev.forebay.engine;

/**
 * Who gives a command, as its face found out: for rights, limits per client, timelines and the
 * audit log. A face makes one for each connection and user and hands in the same one with each
 * command, so that a command costs no object for it. Immutable.
 *
 * @param face the protocol that the command came through, in a word ({@code sqs}, {@code http})
 * @param user the name of the user who was authenticated; empty when nobody was
 * @param address the network address that the command came from, without port; empty when it came
 *     from within the process
 * @param client what the client's program calls itself; empty when it says nothing. At most {@link
 *     #MAX_CLIENT} characters
 */
public record Caller(String face, String user, String address, String client) {
    /** Characters that are kept of what a client calls itself. */
    public static final int MAX_CLIENT = 120;

    /** The program that the engine runs in. */
    public static final Caller IN_PROCESS = new Caller("in-process", "", "", "");

    /** Shortens what the client calls itself, and leaves out what no line of text should hold. */
    public Caller {
        client = printable(client);
    }

    /** The same connection, once it is known whose it is. */
    public Caller withUser(String name) {
        return user.equals(name) ? this : new Caller(face, name, address, client);
    }

    /** True when a user was authenticated. */
    public boolean authenticated() {
        return !user.isEmpty();
    }

    /** Not within a surrogate pair. */
    private static String cut(String text) {
        boolean paired = Character.isHighSurrogate(text.charAt(MAX_CLIENT - 1));
        return text.substring(0, paired ? MAX_CLIENT - 1 : MAX_CLIENT);
    }

    private static String printable(String text) {
        String kept = text.length() <= MAX_CLIENT ? text : cut(text);
        return kept.codePoints().anyMatch(Character::isISOControl)
                ? kept.replaceAll("\\p{Cntrl}", "?")
                : kept;
    }
}

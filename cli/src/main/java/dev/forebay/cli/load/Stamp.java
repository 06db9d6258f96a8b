package dev.forebay.cli.load;

/** Bodies that say when their message was due, so that any protocol carries it. */
final class Stamp {
    private static final char END = ' ';
    private static final char FILLING = 'x';

    private Stamp() {}

    /**
     * A body.
     *
     * @param due in ns of this process' clock
     * @param size in bytes; a body that is too short for its stamp is as long as that
     */
    static String body(long due, int size) {
        StringBuilder body = new StringBuilder(size).append(due).append(END);
        return body.repeat(FILLING, Math.max(0, size - body.length())).toString();
    }

    /** When the message of a body was due. */
    static long due(String body) {
        return Long.parseLong(body, 0, body.indexOf(END), 10);
    }
}

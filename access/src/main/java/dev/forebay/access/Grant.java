package dev.forebay.access;

/**
 * Rights on some queues.
 *
 * @param queues which: a name in which {@code *} and {@code ?} are wild; 1 to 200 characters
 * @param rights what is allowed there
 */
public record Grant(String queues, Rights rights) {
    private static final int LONGEST = 200;

    public Grant {
        if (queues.isEmpty() || queues.length() > LONGEST) {
            throw new IllegalArgumentException("a pattern has 1 to " + LONGEST + " characters");
        }
    }

    /** Such as {@code orders-*: send, receive}. */
    @Override
    public String toString() {
        return queues + ": " + rights;
    }

    public boolean covers(String queue) {
        return NamePattern.matches(queues, queue);
    }
}

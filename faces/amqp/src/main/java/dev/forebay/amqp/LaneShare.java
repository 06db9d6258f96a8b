package dev.forebay.amqp;

/**
 * How long one client may keep the lane, on which all others wait, by having ways looked for
 * through bindings: so many looks a turn, and a rest after those beyond, so that it gets no more
 * than about a third of the lane however it publishes. On the lane.
 */
final class LaneShare {
    /** Takes less than a millisecond in an index of topics, and eight where queues are reached. */
    private static final long LOOKS_A_TURN = 20_000;

    private static final long LOOKS_A_MILLI = 1_000;

    private long looks;

    /** So many places in indexes were looked at for the client. */
    void used(int newLooks) {
        looks += newLooks;
    }

    /** Whether others have to be served first. */
    boolean isUsedUp() {
        return looks > LOOKS_A_TURN;
    }

    /** How long the client has to wait then. */
    long restMillis() {
        return looks / LOOKS_A_MILLI;
    }

    /** Its turn has ended, or its rest. */
    void renew() {
        looks = 0;
    }
}

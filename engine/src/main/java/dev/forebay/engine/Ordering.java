package dev.forebay.engine;

/** What order a queue keeps among its messages. */
public enum Ordering {
    /** Roughly the order of sending; messages flow past each other freely. */
    NONE,
    /**
     * Messages of one key in the order of sending, one consumer at a time; keys are independent.
     */
    BY_KEY,
    /** All messages of the queue in the order of sending, as if they had one key. */
    STRICT,
    /**
     * The highest {@link Priority} first, and in each roughly the order of sending. Lower ones wait
     * as long as there are higher ones.
     */
    BY_PRIORITY;

    /** Whether some messages hold up others until they are settled. */
    public boolean isKept() {
        return this == BY_KEY || this == STRICT;
    }
}

package dev.forebay.engine.core;

/** Whose place in a partition's messages a {@link MessageCursor} is. */
interface CursorOwner {
    Partition partition();

    /** One more than the offset of the last message that it may read. */
    long end();

    /** What lies before was passed, and need not be read again soon. */
    long passed();

    /**
     * Whether the heap has all that is known of the message, which is to be leased; if not it is
     * being fetched, and the owner is told by {@link #readEnded}. Who leases nothing knows nothing.
     */
    default boolean recalls(long offset) {
        return true;
    }

    /** It wants nothing any more. */
    boolean isGone();

    /** A read that was under way has ended. */
    void readEnded();
}

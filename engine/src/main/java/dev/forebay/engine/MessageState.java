package dev.forebay.engine;

/** Where a message stands for one subscription. */
public enum MessageState {
    /** Can be leased now, or is blocked behind its key. */
    READY,
    /** Waits for its delay or its retry. */
    DELAYED,
    /** Is with a consumer. */
    LEASED,
    ACKED,
    DEAD_LETTERED,
    EXPIRED,
    /** Given up without a dead-letter queue, or to make room. */
    DROPPED,
    PURGED,
    /** Redriven to another place. */
    MOVED;

    /** The state as filters and people write it: {@code dead-lettered}. */
    public String text() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}

package dev.forebay.engine.core;

import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueStats;

/** Decides which messages a receive gets next. */
interface Order {
    /** What must be kept of passed-over messages. */
    enum Kind {
        FREE,
        KEYED;

        static Kind of(Ordering ordering) {
            return ordering.isKept() ? KEYED : FREE;
        }
    }

    /** Leases to the hand-out what can be leased now. */
    void fill(Handout handout);

    /** Messages were appended, and offered to the cursor. */
    default void appended() {}

    /** Looks at more of what lies ahead, though nobody waits; also when a read has ended. */
    default void lookOn() {}

    /** What waits in memory for its key. */
    default QueueStats.PassedOver passedOver() {
        return QueueStats.PassedOver.none();
    }

    /** Whether more may come once a read that is under way has ended. */
    boolean isReading();

    /** The subscription is as it was before the restart. */
    void recovered();

    /** A message's delay or retry wait has ended. */
    void delayEnded(long offset);

    /**
     * The lease of {@code slot} is about to end.
     *
     * @param due when the message may be leased again, 0 for at once, {@link #SETTLED} for never
     */
    void leaseEnds(int slot, long due);

    /** The lease that {@link #leaseEnds} announced has ended. */
    void leaseEnded();

    long SETTLED = -1;

    /** A message that is not leased was settled. */
    void settledUnleased(long offset);

    /** Many messages were settled at once. */
    void swept();

    /** The subscription is gone: gives back all memory. */
    void forget();
}

package dev.forebay.engine;

import java.util.OptionalLong;

/**
 * How much may wait in a queue: what consumers have does not count.
 *
 * @param maxDepth most messages that wait; empty for no limit
 * @param maxBytes most bytes of messages that wait; empty for no limit
 * @param whenFull what becomes of a send beyond it
 */
public record DepthLimit(OptionalLong maxDepth, OptionalLong maxBytes, WhenFull whenFull) {
    /** What becomes of a send to a full queue. */
    public enum WhenFull {
        /** It is refused with {@link Refusal.QueueFull}. */
        REFUSE,
        /** The oldest message that no consumer has is dropped for it. */
        DROP_OLDEST,
        /**
         * The oldest message that no consumer has goes to the dead-letter queue for it. Only where
         * there is one, and no order.
         */
        DEAD_LETTER_OLDEST
    }

    public static DepthLimit none() {
        return new DepthLimit(OptionalLong.empty(), OptionalLong.empty(), WhenFull.REFUSE);
    }
}

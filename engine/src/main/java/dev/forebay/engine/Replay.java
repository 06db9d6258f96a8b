package dev.forebay.engine;

import dev.forebay.engine.filter.MessageFilter;

/**
 * A wish to deliver messages again. Messages whose delay has not ended are left out.
 *
 * @param from which messages it starts with
 * @param to the first message that is not meant any more
 * @param filter which of these; what depends on time or state is judged once, when the replay comes
 *     by the message
 * @param ratePerSecond most messages a second; 0 for as fast as its consumers are
 * @param into where to
 */
public record Replay(
        Position from, Position to, MessageFilter filter, long ratePerSecond, Target into) {
    /** Where replayed messages go. */
    public sealed interface Target {
        /**
         * Into the receives of a subscription of the same queue, by a pass with a delivery state of
         * its own. Nothing is un-settled.
         */
        record Subscription(String name) implements Target {}

        /** Copied to the end of another queue, with their identity. */
        record Queue(String name) implements Target {}
    }
}

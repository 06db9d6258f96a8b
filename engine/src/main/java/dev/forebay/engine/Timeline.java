package dev.forebay.engine;

import java.util.List;

/**
 * What happened to one message, over all queues that it went through, as far as it is still known.
 *
 * @param events in the order they happened; empty when nothing is known of such a message
 */
public record Timeline(MessageId id, List<TimelineEvent> events, Coverage coverage) {
    /** How much of the message's life the events tell. */
    public enum Coverage {
        /** Everything since it was accepted. */
        WHOLE,
        /** Something of it was let go of with the retention of a log or of the journal. */
        PARTS_GONE,
        /** Only the first events: there are more than one answer holds. */
        END_LEFT_OUT
    }

    public Timeline {
        events = List.copyOf(events);
    }
}

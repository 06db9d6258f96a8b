package dev.forebay.engine.filter;

import dev.forebay.engine.MessageId;
import dev.forebay.engine.MessageState;
import java.util.List;
import java.util.Set;

/**
 * Which messages are meant. Filters are compared, kept and sent as their text form: see {@link
 * FilterText}.
 */
public sealed interface MessageFilter {
    /** Every message. */
    record All() implements MessageFilter {}

    record Not(MessageFilter filter) implements MessageFilter {}

    /**
     * All of them hold.
     *
     * @param filters one or more
     */
    record And(List<MessageFilter> filters) implements MessageFilter {
        public And {
            filters = List.copyOf(filters);
        }
    }

    /**
     * One of them holds at least.
     *
     * @param filters one or more
     */
    record Or(List<MessageFilter> filters) implements MessageFilter {
        public Or {
            filters = List.copyOf(filters);
        }
    }

    /** The message has the field, be it empty. */
    record Has(TextField field) implements MessageFilter {}

    /** The message has the field and its value passes; of several values one has to. */
    record TextIs(TextField field, TextTest test) implements MessageFilter {}

    /** The message is in one of the states. */
    record InState(Set<MessageState> states) implements MessageFilter {
        public InState {
            states = Set.copyOf(states);
        }
    }

    record HasId(MessageId id) implements MessageFilter {}

    /** Compares the wall-clock time of the original send, in ms since the epoch. */
    record Sent(Comparison comparison, long wallMillis) implements MessageFilter {}

    /** Compares the time since the original send, in ms. */
    record Age(Comparison comparison, long millis) implements MessageFilter {}

    /** Compares how often the message was leased; in a dead-letter queue, before it came there. */
    record Attempts(Comparison comparison, int attempts) implements MessageFilter {}
}

package dev.forebay.engine;

import dev.forebay.engine.filter.MessageFilter;
import java.util.Set;

/**
 * Which messages of a queue are looked at, as they stand for one of its subscriptions.
 *
 * @param from where the look begins; for the next page {@link BrowsePage#next()}
 * @param to messages from here on are not meant
 * @param states those that are meant; one or more
 * @param filter what else must hold of them
 * @param most messages in a page, 1 to {@link #MOST}
 * @param failures whether the failed attempts of each are read from the journal
 * @param subscription whose messages; others are not shown
 */
public record Browse(
        Position from,
        Position to,
        Set<MessageState> states,
        MessageFilter filter,
        int most,
        Bodies bodies,
        Failures failures,
        String subscription) {
    /** Messages that a page has at most. */
    public static final int MOST = 1_000;

    /** Whether bodies come with the page. */
    public enum Bodies {
        WITH,
        WITHOUT
    }

    /** Whether failed attempts come with the page; the journal is read for them. */
    public enum Failures {
        WITH,
        WITHOUT
    }

    /** Without failed attempts, for {@code work}. */
    public Browse(
            Position from,
            Position to,
            Set<MessageState> states,
            MessageFilter filter,
            int most,
            Bodies bodies) {
        this(from, to, states, filter, most, bodies, Failures.WITHOUT, Subscriptions.WORK);
    }

    /** Every message of the queue that is kept, from its beginning on. */
    public static Browse everything(int most) {
        return new Browse(
                new Position.Beginning(),
                new Position.Now(),
                Set.of(MessageState.values()),
                new MessageFilter.All(),
                most,
                Bodies.WITH);
    }

    /** The most is brought between its bounds. */
    public Browse {
        states = Set.copyOf(states);
        most = Math.clamp(most, 1, MOST);
    }

    /** The same, from another place on. */
    public Browse from(long offset) {
        return new Browse(
                new Position.Offset(offset),
                to,
                states,
                filter,
                most,
                bodies,
                failures,
                subscription);
    }

    /** The same, with these states only. */
    public Browse in(Set<MessageState> only) {
        return new Browse(from, to, only, filter, most, bodies, failures, subscription);
    }

    /** The same, with another filter. */
    public Browse where(MessageFilter other) {
        return new Browse(from, to, states, other, most, bodies, failures, subscription);
    }

    /** The same, with the failed attempts of each. */
    public Browse withFailures() {
        return new Browse(from, to, states, filter, most, bodies, Failures.WITH, subscription);
    }

    /** The same, without bodies. */
    public Browse withoutBodies() {
        return new Browse(from, to, states, filter, most, Bodies.WITHOUT, failures, subscription);
    }

    /** The same, as messages stand for this subscription. */
    public Browse of(String name) {
        return new Browse(from, to, states, filter, most, bodies, failures, name);
    }
}

package dev.forebay.engine;

import dev.forebay.engine.filter.MessageFilter;

/**
 * A wish for a subscription.
 *
 * @param name what it is to be called, 1 to 255 characters, not {@link Subscriptions#WORK}
 * @param from which messages it starts with
 * @param filter which of these, and of all that follow, it delivers. What depends on time or state
 *     is judged once, when the subscription comes by the message
 * @param ratePerSecond most messages a second that it takes up; 0 for no limit
 */
public record Subscribe(String name, Position from, MessageFilter filter, long ratePerSecond) {
    /** All that is sent from now on. */
    public static Subscribe fromNow(String name) {
        return new Subscribe(name, new Position.Now(), new MessageFilter.All(), 0);
    }
}

package dev.forebay.engine;

import java.util.List;
import java.util.OptionalLong;

/**
 * A part of what a {@link Browse} is after.
 *
 * @param messages in the order of their offsets; may be empty though more follow: a page ends as
 *     well once so much was looked through
 * @param next the offset to go on from; empty when all was looked at
 * @param looked how many messages were looked at for this page
 */
public record BrowsePage(List<BrowsedMessage> messages, OptionalLong next, long looked) {
    public BrowsePage {
        messages = List.copyOf(messages);
    }
}

package dev.forebay.engine;

import java.util.List;

/**
 * Some of a queue's scheduled messages.
 *
 * @param messages may be fewer than asked for, or none, though more follow
 * @param next where the following page begins; empty when there is none
 */
public record ScheduledPage(List<ScheduledMessage> messages, String next) {
    /** The first page begins here. */
    public static final String FIRST = "";
}

package dev.forebay.engine;

/**
 * A message that was sent with a long delay and is not due yet.
 *
 * @param id names it for ever, also once it is due
 * @param dueAt wall-clock time in ms at which it becomes deliverable
 * @param sentAt wall-clock time in ms of its sending
 * @param message the content
 */
public record ScheduledMessage(MessageId id, long dueAt, long sentAt, Message message) {}

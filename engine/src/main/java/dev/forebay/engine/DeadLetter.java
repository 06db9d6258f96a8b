package dev.forebay.engine;

/**
 * A message that died.
 *
 * @param source the queue that it died in, which has a {@link DeadLetterRoute}
 * @param id of the message, which it keeps
 * @param message as a consumer would have got it
 * @param sentAt wall-clock ms of the original send
 * @param cause why it died
 * @param at wall-clock ms of its death
 */
public record DeadLetter(
        QueueInfo source, MessageId id, Message message, long sentAt, Cause cause, long at) {
    /** Why a message goes to where dead letters go. */
    public enum Cause {
        /** The last allowed attempt failed. */
        ATTEMPTS,
        /** Its consumer gave it up. */
        REJECTED,
        /** Its time was over, or that of its queue's messages. */
        EXPIRED,
        /** Its queue was full, and it was the oldest. */
        QUEUE_FULL
    }
}

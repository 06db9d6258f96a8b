package dev.forebay.engine;

import org.jspecify.annotations.Nullable;

/**
 * One message to be sent.
 *
 * @param message the content
 * @param delayMillis not delivered before this much engine time has passed; -1 for the queue's own
 *     delay, else 0 or more
 * @param deduplicationId a second send with an equal id within the queue's window is answered with
 *     the identity of the first and adds nothing; null for none
 */
public record Send(Message message, long delayMillis, @Nullable String deduplicationId) {
    /** The queue's own delay applies. */
    public static final long QUEUE_DELAY = -1;
}

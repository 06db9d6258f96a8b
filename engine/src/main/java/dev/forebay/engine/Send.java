package dev.forebay.engine;

import dev.forebay.log.record.Header;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message to be sent.
 *
 * @param message the content
 * @param delayMillis not delivered before this much engine time has passed; -1 for the queue's own
 *     delay, else 0 or more
 * @param deduplicationId a second send with an equal id within the queue's window is answered with
 *     the identity of the first and adds nothing; null for none
 * @param expiryMillis not delivered any more once this much engine time has passed since the send,
 *     and counted as expired when it is next looked at; -1 for the queue's own expiry alone, else 1
 *     or more. A dead letter keeps no such deadline
 */
public record Send(
        Message message, long delayMillis, @Nullable String deduplicationId, long expiryMillis) {
    /** What the engine writes around a message, at most. */
    private static final int RECORD_BYTES = 512;

    /** Deliverable as long as the queue says. */
    public Send(Message message, long delayMillis, @Nullable String deduplicationId) {
        this(message, delayMillis, deduplicationId, QUEUE_EXPIRY);
    }

    /** The same with this {@link Priority}, in place of any that its headers give. */
    public Send withPriority(int priority) {
        List<Header> headers = new ArrayList<>(message.headers());
        headers.removeIf(header -> header.name().equals(Priority.HEADER));
        headers.add(Priority.header(priority));
        Message ranked = new Message(message.key(), headers, message.body());
        return new Send(ranked, delayMillis, deduplicationId, expiryMillis);
    }

    /**
     * The header in which the engine tells receivers {@link #expiryMillis}, in digits, where the
     * send gave it.
     */
    public static final String EXPIRY_HEADER = "forebay-expiry";

    /** The queue's own expiry applies. */
    public static final long QUEUE_EXPIRY = -1;

    /** The queue's own delay applies. */
    public static final long QUEUE_DELAY = -1;

    /** About what it takes in an append. */
    public long bytes() {
        ByteBuffer key = message.key();
        long bytes = RECORD_BYTES + (long) message.body().remaining();
        for (Header header : message.headers()) {
            bytes += header.name().length() + header.value().remaining();
        }
        return key == null ? bytes : bytes + key.remaining();
    }
}

package dev.forebay.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One leased message.
 *
 * @param lease to settle or extend it with
 * @param id the message's identity, kept over dead-lettering and redrive
 * @param message content; buffers are slices of read-ahead, valid as long as referenced
 * @param attempt 1 for the first delivery
 * @param sentAt wall-clock ms of the original send
 * @param firstLeasedAt wall-clock ms of the first lease
 * @param deduplicationId the sender's, or null
 * @param deadLetterSource name of the queue that dead-lettered it here, or null
 * @param failures why the attempts before failed: the last four reasons that are known, the oldest
 *     first. That a lease ran out is told only where consumers gave a reason before
 * @param perhapsBefore whether it may have been delivered before of which nothing is known, since
 *     what is leased to a connection is delivered before that is on disk, and the server has
 *     crashed
 */
public record Delivery(
        LeaseId lease,
        MessageId id,
        Message message,
        int attempt,
        long sentAt,
        long firstLeasedAt,
        @Nullable String deduplicationId,
        @Nullable String deadLetterSource,
        List<String> failures,
        boolean perhapsBefore) {
    /** One of which is known how often it was delivered. */
    public Delivery(
            LeaseId lease,
            MessageId id,
            Message message,
            int attempt,
            long sentAt,
            long firstLeasedAt,
            @Nullable String deduplicationId,
            @Nullable String deadLetterSource,
            List<String> failures) {
        this(
                lease,
                id,
                message,
                attempt,
                sentAt,
                firstLeasedAt,
                deduplicationId,
                deadLetterSource,
                failures,
                false);
    }

    /** One that never failed. */
    public Delivery(
            LeaseId lease,
            MessageId id,
            Message message,
            int attempt,
            long sentAt,
            long firstLeasedAt,
            @Nullable String deduplicationId,
            @Nullable String deadLetterSource) {
        this(
                lease,
                id,
                message,
                attempt,
                sentAt,
                firstLeasedAt,
                deduplicationId,
                deadLetterSource,
                List.of());
    }
}

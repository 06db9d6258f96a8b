package dev.forebay.engine;

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
 */
public record Delivery(
        LeaseId lease,
        MessageId id,
        Message message,
        int attempt,
        long sentAt,
        long firstLeasedAt,
        @Nullable String deduplicationId,
        @Nullable String deadLetterSource) {}

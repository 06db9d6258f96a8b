package dev.forebay.engine;

import org.jspecify.annotations.Nullable;

/**
 * A message as a {@link Cursor} reads it.
 *
 * @param offset its place in the queue; offsets grow, and may have gaps
 * @param id its identity, kept over moves
 * @param message content; buffers are slices of read-ahead, valid as long as referenced
 * @param sentAt wall-clock ms of the original send
 * @param deduplicationId the sender's, or null
 * @param deadLetterSource name of the queue that dead-lettered it here, or null
 */
public record ReadMessage(
        long offset,
        MessageId id,
        Message message,
        long sentAt,
        @Nullable String deduplicationId,
        @Nullable String deadLetterSource) {}

package dev.forebay.engine;

/** The end of one message of a send. */
public sealed interface SendResult {
    /**
     * The message is on disk.
     *
     * @param id its identity
     * @param partition the partition that took it
     * @param offset its offset there; rises with each message of a partition. {@link #NO_OFFSET}
     *     for a scheduled message, which gets one when it is due
     * @param duplicate true when an earlier send with the same deduplication id had it stored
     */
    record Sent(MessageId id, int partition, long offset, boolean duplicate) implements SendResult {
        public static final long NO_OFFSET = -1;
    }

    record Refused(Refusal refusal) implements SendResult {}
}

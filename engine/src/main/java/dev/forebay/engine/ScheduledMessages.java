package dev.forebay.engine;

/**
 * Messages that were sent with a delay of more than a minute, in queues that are ordered more than
 * 15 minutes, and are not due yet. On the lane.
 */
public interface ScheduledMessages {
    /**
     * Lists what a queue has, a page at a time: stretch of time by stretch of time, within each in
     * the order of sending. Stretches are the longer the further away they are. When one is divided
     * between two pages, a message may be seen twice.
     *
     * @param after where the page begins: {@link ScheduledPage#FIRST}, or as the page before said
     * @param most how many at most, 1 to 1000
     */
    void list(Caller caller, String queue, String after, int most, Reply<ScheduledPage> reply);

    /** Refused with {@link Refusal.NoSuchScheduled} when it is due, was cancelled or never was. */
    void find(Caller caller, String queue, MessageId id, Reply<ScheduledMessage> reply);

    /**
     * Takes a message back before it is due. It counts as purged. Refused with {@link
     * Refusal.NoSuchScheduled} when it is too late.
     */
    void cancel(Caller caller, String queue, MessageId id, Reply<ScheduledMessage> reply);
}

package dev.forebay.engine;

import java.util.Optional;

/** One thing that happened to a message. All times are wall-clock ms, all durations ms. */
public sealed interface TimelineEvent {
    /** When it was decided; it was on disk before anybody heard of it. */
    long at();

    /** Where the message was then. */
    MessagePlace place();

    /** Whose command it was; empty when it happened by itself, or when that is not known. */
    Optional<Caller> by();

    /**
     * Sent by a client. A message with a long delay has no offset before it is {@link Due}.
     *
     * @param dueAt not delivered before; 0 for no delay, or one so short that the message has its
     *     offset at once
     * @param commit what went to disk; empty when that is gone, or was rewritten since
     */
    record Accepted(
            long at,
            MessagePlace place,
            Optional<Caller> by,
            long dueAt,
            Optional<CommittedBatch> commit)
            implements TimelineEvent {}

    /** A message with a long delay took its place in its queue. */
    record Due(long at, MessagePlace place, Optional<CommittedBatch> commit)
            implements TimelineEvent {
        @Override
        public Optional<Caller> by() {
            return Optional.empty();
        }
    }

    /**
     * Came to another queue, in the same instant that it left the one before.
     *
     * @param by of a redrive, who started it
     * @param move what brought it, as it carries it along
     */
    record Arrived(
            long at,
            MessagePlace place,
            Optional<Caller> by,
            Optional<HistoryEntry> move,
            CommittedBatch commit)
            implements TimelineEvent {}

    /**
     * Copied to another queue by a replay, with its identity.
     *
     * @param source name of the queue that was replayed
     * @param replay number of the replay there
     */
    record Copied(
            long at,
            MessagePlace place,
            Optional<Caller> by,
            String source,
            int replay,
            CommittedBatch commit)
            implements TimelineEvent {}

    /**
     * Selected by a replay, or by a subscription that does not take every message: to be delivered
     * there too.
     */
    record TakenUp(long at, MessagePlace place, Optional<Caller> by, int subscription)
            implements TimelineEvent {}

    /**
     * Handed to a consumer.
     *
     * @param subscription number of the subscription or replay pass, 0 for {@code work}
     * @param attempt 1 for the first delivery to this subscription that is known of
     * @param lease number of the lease, as in {@link LeaseId}
     * @param leaseMillis how long it was given for; {@link Receive#BOUND}: for as long as its
     *     connection
     */
    record Leased(
            long at,
            MessagePlace place,
            Optional<Caller> by,
            int subscription,
            int attempt,
            long lease,
            long leaseMillis)
            implements TimelineEvent {}

    /** The consumer had gone before it heard of the lease; no attempt. */
    record TakenBack(long at, MessagePlace place, Optional<Caller> by, int subscription)
            implements TimelineEvent {}

    /**
     * The consumer asked for more time.
     *
     * @param leaseMillis from then on
     */
    record Extended(
            long at, MessagePlace place, Optional<Caller> by, int subscription, long leaseMillis)
            implements TimelineEvent {}

    /**
     * Given back by its consumer.
     *
     * @param delayMillis not delivered again before; 0 for at once
     * @param reason what the consumer said, empty when nothing
     */
    record Released(
            long at,
            MessagePlace place,
            Optional<Caller> by,
            int subscription,
            long delayMillis,
            String reason)
            implements TimelineEvent {}

    /** The lease's deadline passed without a word from the consumer. */
    record LeaseExpired(long at, MessagePlace place, Optional<Caller> by, int subscription)
            implements TimelineEvent {}

    /**
     * Not to be delivered again: rejected, or out of attempts. It is settled, and moved where there
     * is a dead-letter queue, right after.
     *
     * @param reason for people
     */
    record GivenUp(
            long at, MessagePlace place, Optional<Caller> by, int subscription, String reason)
            implements TimelineEvent {}

    /**
     * Went to another queue, where it {@link Arrived}.
     *
     * @param target name of that queue; empty when it does not exist any more
     */
    record Left(long at, MessagePlace place, Optional<Caller> by, int subscription, String target)
            implements TimelineEvent {}

    /**
     * Never to be delivered again to this subscription.
     *
     * @param state how it ended
     */
    record Settled(
            long at, MessagePlace place, Optional<Caller> by, int subscription, MessageState state)
            implements TimelineEvent {}
}

package dev.forebay.engine;

import java.util.List;

/**
 * Looking at messages without leasing them. Everything is called on the lane of {@link Queues} and
 * replied to on it. Searches read the log in small pieces at a bounded pace, so that live traffic
 * does not notice, and tell only what is on disk; what happens while they run may be missing.
 */
public interface Messages {
    /**
     * What happened to a message, for as long as log and journal tell of it.
     *
     * @param reply refused with {@link Refusal.Throttled} while too many searches run
     */
    Search timeline(Caller caller, MessageId id, Reply<Timeline> reply);

    /**
     * A page of messages, in any state. Unsettled messages are shown as they stand when they are
     * looked at; how settled ones ended is read from the journal. Damaged ones are not shown where
     * the server serves the rest.
     *
     * @param reply refused with {@link Refusal.NoSuchQueue} or {@link Refusal.NoSuchSubscription},
     *     or with {@link Refusal.Throttled} while too many searches run
     */
    Search browse(Caller caller, String queue, Browse browse, Reply<BrowsePage> reply);

    /**
     * Proves the counters of a queue: of each of its subscriptions, what was counted since its
     * start is compared with what the log holds and the journal tells, as of the instant of the
     * command. What is damaged cannot be counted, and is a refusal.
     *
     * @param reply refused with {@link Refusal.NoSuchQueue}, or with {@link Refusal.Throttled}
     *     while too many searches run
     */
    Search audit(Caller caller, String queue, Reply<List<AuditReport>> reply);
}

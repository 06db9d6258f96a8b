package dev.forebay.engine;

import java.util.List;
import java.util.Optional;

/**
 * Named subscriptions: independent readers of a queue, each with a delivery state of its own. What
 * one settles stays ready for the others; leases, retries, expiry and dead letters follow the
 * queue's settings. Depth limits of the queue go by {@link #WORK} alone.
 *
 * <p>Leases of a named subscription are settled through {@link Queues#settle} like all others.
 * Called and replied to as {@link Queues} is.
 */
public interface Subscriptions {
    /** The name of the subscription that every queue has and that ordinary receives share. */
    String WORK = "work";

    /**
     * Makes a subscription. When one of the name exists, it is the answer if it was made by an
     * equal wish for filter and rate; else {@link Refusal.SubscriptionExists}.
     */
    void subscribe(Caller caller, String queue, Subscribe wish, Reply<SubscriptionInfo> reply);

    /**
     * Removes a subscription with its delivery state; what it had leased can no longer be settled,
     * and its waiting receives end with {@link Refusal.NoSuchSubscription}.
     */
    void unsubscribe(
            Caller caller, String queue, String subscription, Reply<SubscriptionInfo> reply);

    /**
     * The named subscriptions of a queue in the order they were made; {@link #WORK} is not told.
     */
    List<SubscriptionInfo> all(String queue);

    /** Figures of one subscription, {@link #WORK} included. */
    Optional<QueueStats> stats(String queue, String subscription);

    /**
     * A consumer begins to attend to a subscription: it is one of its {@link #consumers} until that
     * ends, also while it has as many messages as it wants and asks for none.
     */
    Attendance attend(Caller consumer, String queue, String subscription);

    /**
     * Who receives from one subscription, {@link #WORK} included, the one that did so last first:
     * at most 1,000, as long as they attend, wait or have leases, and until five minutes after.
     * Kept in memory alone. Empty when there is no such subscription.
     */
    Optional<List<ConsumerInfo>> consumers(String queue, String subscription);

    /**
     * Changes a consumer of one subscription. In memory alone: it ends with the process, and when
     * the consumer is no longer listed.
     *
     * @param by who wants it
     * @param consumer as {@link #consumers} lists it, else {@link Refusal.InvalidSetting}
     * @param reply told how it is then
     */
    void change(
            Caller by,
            String queue,
            String subscription,
            Caller consumer,
            ConsumerChange change,
            Reply<ConsumerInfo> reply);

    /** Leases messages of one subscription, as {@link Queues#receive} does of {@link #WORK}. */
    Waiting receive(
            Caller caller,
            String queue,
            String subscription,
            Receive receive,
            Reply<List<Delivery>> reply);
}

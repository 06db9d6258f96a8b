package dev.forebay.engine;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The engine as faces see it. Everything is called on {@link #lane()} and replied to on it,
 * possibly before the call returns. Nothing here knows a protocol.
 *
 * <p>Each command that changes or delivers something says who gives it.
 *
 * <p>A reply to a command that changes something comes only once the change is on disk; what
 * concerns {@link Durability#VOLATILE} queues alone is not waited for.
 */
public interface Queues {
    Lane lane();

    /**
     * Makes a queue. When one of the name exists with equal settings (tags are not compared) it is
     * the answer; with other settings {@link Refusal.QueueExists}.
     */
    void create(
            Caller caller,
            String name,
            QueueSettings settings,
            Map<String, String> tags,
            Reply<QueueInfo> reply);

    /** Replaces the settings of a queue; {@code ordering} and {@code durability} cannot change. */
    void update(Caller caller, String name, QueueSettings settings, Reply<QueueInfo> reply);

    /** Replaces the tags of a queue. */
    void tag(Caller caller, String name, Map<String, String> tags, Reply<QueueInfo> reply);

    /** Removes a queue with all its messages; its waiting receives end with NoSuchQueue. */
    void delete(Caller caller, String name, Reply<QueueInfo> reply);

    /** Settles as purged every message sent before now, leased ones included, at any time. */
    void purge(Caller caller, String name, Reply<QueueInfo> reply);

    /**
     * Settles as purged what no consumer has, as often as asked for; what waits outside for the
     * time it is due stays.
     *
     * @param reply told how many messages it were
     */
    void purgeReady(Caller caller, String name, Reply<Long> reply);

    Optional<QueueInfo> find(String name);

    /** All queues, sorted by name. */
    Collection<QueueInfo> all();

    Optional<QueueStats> stats(String name);

    /** Where what dies in each queue may go as things are now; looks at all queues. */
    DeadLetterWays deadLetterWays();

    /**
     * Why no queue takes messages now: {@link Refusal.DiskFull}, {@link Refusal.OutOfMemory},
     * {@link Refusal.StorageFailed} or {@link Refusal.ShuttingDown}; empty when they do.
     */
    Optional<Refusal> refusesSends();

    /**
     * Why a queue could not get these settings, as a new one or in the place of those it has; empty
     * when it could now.
     */
    Optional<Refusal> refusesSettings(String name, QueueSettings settings);

    void send(Caller caller, String queue, Send send, Reply<SendResult.Sent> reply);

    /** Sends several messages; each has its own result, in the order given. */
    void send(Caller caller, String queue, List<Send> sends, Reply<List<SendResult>> reply);

    /**
     * Leases messages. The reply comes with at least one message, or empty after the wait. Leases
     * are on disk before the reply.
     */
    Waiting receive(Caller caller, String queue, Receive receive, Reply<List<Delivery>> reply);

    /** Settles or extends leases; each has its own result, in the order given. */
    void settle(
            Caller caller,
            String queue,
            List<Settlement> settlements,
            Reply<List<SettleResult>> reply);

    /** Named subscriptions of these queues. */
    Subscriptions subscriptions();

    /** Replays of what these queues keep. */
    Replays replays();

    /**
     * Acks leases and sends messages in one append, or does nothing of it: when one ack or send is
     * refused, all are. The reply has the results of the sends in the order given; a duplicate is
     * answered as by {@link #send}. An ack that would have been answered otherwise than {@link
     * SettleResult.Done} refuses the change with {@link Refusal.NotAcked}.
     */
    void change(Caller caller, AtomicChange change, Reply<List<SendResult.Sent>> reply);

    /** Messages that wait for the time they are due. */
    ScheduledMessages scheduled();

    /** Sends messages again and again. */
    Schedules schedules();

    /** Moves messages on from dead-letter queues and others. */
    Redrives redrives();

    /** Looks at messages of these queues without leasing them. */
    Messages messages();

    /** Reads messages of these queues in place. */
    Cursors cursors();
}

package dev.forebay.engine;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The engine as faces see it. Everything is called on {@link #lane()} and replied to on it,
 * possibly before the call returns. Nothing here knows a protocol.
 *
 * <p>A reply to a command that changes something comes only once the change is on disk.
 */
public interface Queues {
    Lane lane();

    /**
     * Makes a queue. When one of the name exists with equal settings (tags are not compared) it is
     * the answer; with other settings {@link Refusal.QueueExists}.
     */
    void create(
            String name, QueueSettings settings, Map<String, String> tags, Reply<QueueInfo> reply);

    /** Replaces the settings of a queue; {@code ordering} cannot change. */
    void update(String name, QueueSettings settings, Reply<QueueInfo> reply);

    /** Replaces the tags of a queue. */
    void tag(String name, Map<String, String> tags, Reply<QueueInfo> reply);

    /** Removes a queue with all its messages; its waiting receives end with NoSuchQueue. */
    void delete(String name, Reply<QueueInfo> reply);

    /** Settles as purged every message sent before now, leased ones included. */
    void purge(String name, Reply<QueueInfo> reply);

    Optional<QueueInfo> find(String name);

    /** All queues, sorted by name. */
    Collection<QueueInfo> all();

    Optional<QueueStats> stats(String name);

    void send(String queue, Send send, Reply<SendResult.Sent> reply);

    /** Sends several messages; each has its own result, in the order given. */
    void send(String queue, List<Send> sends, Reply<List<SendResult>> reply);

    /**
     * Leases messages. The reply comes with at least one message, or empty after the wait. Leases
     * are on disk before the reply.
     */
    Waiting receive(String queue, Receive receive, Reply<List<Delivery>> reply);

    /** Settles or extends leases; each has its own result, in the order given. */
    void settle(String queue, List<Settlement> settlements, Reply<List<SettleResult>> reply);
}

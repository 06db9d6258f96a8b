package dev.forebay.testkit.history;

import org.jspecify.annotations.Nullable;

/**
 * One client's pen: each method notes that a call begins, the call that it returns how it ended.
 */
public final class HistoryClient {
    private final History history;
    private final String name;

    HistoryClient(History history, String name) {
        this.history = history;
        this.name = name;
    }

    /** A send of message {@code id} without key or deduplication. */
    public SendCall send(String queue, long id) {
        return send(queue, id, null, null);
    }

    /** A send; see {@link Operation.Send}. */
    public SendCall send(
            String queue, long id, @Nullable String key, @Nullable String deduplicationId) {
        return history.begin(new SendCall(history, name, queue, id, key, deduplicationId));
    }

    /** A receive that leases for {@code leaseMillis}. */
    public ReceiveCall receive(String queue, long leaseMillis) {
        return history.begin(new ReceiveCall(history, name, queue, leaseMillis));
    }

    /** The settlement or extension of a lease on message {@code id}. */
    public PlainCall settle(String queue, long id, Settlement kind) {
        return history.begin(
                new PlainCall(
                        history,
                        name,
                        (span, outcome) -> new Operation.Settle(queue, id, kind, span, outcome)));
    }

    /** A purge of the queue, or its deletion. */
    public PlainCall purge(String queue) {
        return history.begin(
                new PlainCall(
                        history,
                        name,
                        (span, outcome) -> new Operation.Purge(queue, span, outcome)));
    }
}

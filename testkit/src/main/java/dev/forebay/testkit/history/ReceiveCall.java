package dev.forebay.testkit.history;

import java.util.List;

/** A receive on its way. */
public final class ReceiveCall extends Call {
    private final String queue;
    private final long leaseMillis;
    private List<Received> received = List.of();

    ReceiveCall(History history, String client, String queue, long leaseMillis) {
        super(history, client);
        this.queue = queue;
        this.leaseMillis = leaseMillis;
    }

    /** It was answered with these messages, perhaps none. */
    public void ok(List<Received> messages) {
        received = List.copyOf(messages);
        done();
    }

    @Override
    Operation operation(Span span, Outcome outcome) {
        return new Operation.Receive(queue, leaseMillis, received, span, outcome);
    }
}

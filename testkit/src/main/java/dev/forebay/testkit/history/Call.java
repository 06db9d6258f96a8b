package dev.forebay.testkit.history;

/** A call that has begun; ended once, by one of its methods. */
public abstract sealed class Call permits SendCall, ReceiveCall, PlainCall {
    private final History history;
    private final String client;
    private long began;
    private long beganAt;

    Call(History history, String client) {
        this.history = history;
        this.client = client;
    }

    /** It was refused, and certainly not done. */
    public final void failed() {
        history.end(this, Outcome.FAILED);
    }

    /** Nobody can tell: no answer, a broken connection, a server error. */
    public final void unknown() {
        history.end(this, Outcome.UNKNOWN);
    }

    abstract Operation operation(Span span, Outcome outcome);

    final void done() {
        history.end(this, Outcome.OK);
    }

    final void began(long sequence, long at) {
        began = sequence;
        beganAt = at;
    }

    final Operation end(long sequence, long at, Outcome outcome) {
        boolean seen = outcome != Outcome.UNKNOWN;
        return operation(
                new Span(
                        client,
                        began,
                        seen ? sequence : Span.NEVER,
                        beganAt,
                        seen ? at : Span.NEVER),
                outcome);
    }

    final Operation unanswered() {
        return operation(new Span(client, began, Span.NEVER, beganAt, Span.NEVER), Outcome.UNKNOWN);
    }
}

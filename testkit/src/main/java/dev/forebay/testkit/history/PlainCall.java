package dev.forebay.testkit.history;

import java.util.function.BiFunction;

/** A call whose answer says no more than that it was done. */
public final class PlainCall extends Call {
    private final BiFunction<Span, Outcome, Operation> operation;

    PlainCall(History history, String client, BiFunction<Span, Outcome, Operation> operation) {
        super(history, client);
        this.operation = operation;
    }

    /** It was done. */
    public void ok() {
        done();
    }

    @Override
    Operation operation(Span span, Outcome outcome) {
        return operation.apply(span, outcome);
    }
}

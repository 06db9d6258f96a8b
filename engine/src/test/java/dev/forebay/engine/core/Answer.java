package dev.forebay.engine.core;

import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import org.jspecify.annotations.Nullable;

/** Keeps the end of one command. */
final class Answer<T> implements Reply<T> {
    private @Nullable T value;
    private @Nullable Refusal refusal;

    @Override
    public void ok(T given) {
        requireOpen();
        value = given;
    }

    @Override
    public void refused(Refusal given) {
        requireOpen();
        refusal = given;
    }

    private void requireOpen() {
        if (isGiven()) {
            throw new AssertionError("answered twice");
        }
    }

    boolean isGiven() {
        return value != null || refusal != null;
    }

    T value() {
        T given = value;
        if (given == null) {
            throw new AssertionError("not answered with a value but " + refusal);
        }
        return given;
    }

    Refusal refusal() {
        Refusal given = refusal;
        if (given == null) {
            throw new AssertionError("not refused but " + value);
        }
        return given;
    }
}

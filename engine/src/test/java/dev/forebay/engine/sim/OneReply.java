package dev.forebay.engine.sim;

import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Insists on being called once. */
final class OneReply<T> implements Reply<T> {
    private final Consumer<T> ok;
    private final Consumer<Refusal> refused;
    private @Nullable Object answer;

    OneReply(Consumer<T> ok, Consumer<Refusal> refused) {
        this.ok = ok;
        this.refused = refused;
    }

    @Override
    public void ok(T value) {
        once(value);
        ok.accept(value);
    }

    @Override
    public void refused(Refusal refusal) {
        once(refusal);
        refused.accept(refusal);
    }

    private void once(Object value) {
        if (answer != null) {
            throw new SimulationFailure("answered twice: " + answer + " and " + value);
        }
        answer = value;
    }
}

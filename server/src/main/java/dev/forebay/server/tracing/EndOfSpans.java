package dev.forebay.server.tracing;

import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import io.opentelemetry.api.trace.Span;
import java.util.List;
import java.util.function.Consumer;

/** A reply that ends spans before it passes on what it is told. */
final class EndOfSpans<T> implements Reply<T> {
    private final List<Span> spans;
    private final Consumer<T> told;
    private final Reply<T> reply;

    /**
     * For what these spans are about.
     *
     * @param told has the spans tell what came of it
     */
    EndOfSpans(List<Span> spans, Consumer<T> told, Reply<T> reply) {
        this.spans = spans;
        this.told = told;
        this.reply = reply;
    }

    @Override
    public void ok(T value) {
        told.accept(value);
        spans.forEach(Span::end);
        reply.ok(value);
    }

    @Override
    public void refused(Refusal refusal) {
        for (Span span : spans) {
            Spans.fail(span, refusal);
            span.end();
        }
        reply.refused(refusal);
    }
}

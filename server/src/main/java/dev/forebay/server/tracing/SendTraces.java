package dev.forebay.server.tracing;

import dev.forebay.engine.Caller;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.Optional;

/** Spans of sends: one for each message, in the trace that it carries. On the lane. */
final class SendTraces {
    /** Whether messages without a trace begin one. */
    enum Roots {
        SOME,
        NONE
    }

    /**
     * A send and its span.
     *
     * @param span of nothing where it is not traced
     */
    record Traced(Send send, Span span) {
        boolean isRecorded() {
            return span.isRecording();
        }

        void told(SendResult result) {
            switch (result) {
                case SendResult.Sent sent ->
                        span.setAttribute(Spans.MESSAGE_ID, sent.id().toString());
                case SendResult.Refused refused -> Spans.fail(span, refused.refusal());
            }
        }
    }

    private final Queues queues;
    private final Spans spans;
    private final Roots roots;

    SendTraces(Queues queues, Spans spans, Roots roots) {
        this.queues = queues;
        this.spans = spans;
        this.roots = roots;
    }

    /** Begins the span of a send; a message that begins a trace carries it from now on. */
    Traced begin(Caller caller, String queue, Send send) {
        SpanContext parent = CarriedContext.of(send.message());
        boolean traced = parent.isValid() ? parent.isSampled() : roots == Roots.SOME;
        if (!traced) {
            return new Traced(send, Span.getInvalid());
        }
        Span span =
                spans.within(parent, caller, Spans.Operation.SEND, queue)
                        .setAttribute(Spans.BODY_SIZE, (long) send.message().body().remaining())
                        .startSpan();
        return new Traced(
                !parent.isValid() && span.isRecording() ? carrying(span, queue, send) : send, span);
    }

    private Send carrying(Span span, String queue, Send send) {
        Optional<QueueInfo> info = queues.find(queue);
        return info.isEmpty()
                ? send
                : CarriedContext.written(span).addTo(send, info.get().settings().maxMessageBytes());
    }
}

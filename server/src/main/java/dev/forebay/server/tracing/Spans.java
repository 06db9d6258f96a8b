package dev.forebay.server.tracing;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Refusal;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.List;

/** Begins spans as OpenTelemetry's conventions for messaging name them and what they tell. */
final class Spans {
    static final AttributeKey<String> MESSAGE_ID = AttributeKey.stringKey("messaging.message.id");
    static final AttributeKey<Long> BODY_SIZE = AttributeKey.longKey("messaging.message.body.size");
    static final AttributeKey<Long> BATCH = AttributeKey.longKey("messaging.batch.message_count");
    static final AttributeKey<String> SUBSCRIPTION =
            AttributeKey.stringKey("messaging.destination.subscription.name");
    static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("messaging.forebay.attempt");

    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("messaging.system");
    private static final AttributeKey<String> OPERATION =
            AttributeKey.stringKey("messaging.operation.name");
    private static final AttributeKey<String> TYPE =
            AttributeKey.stringKey("messaging.operation.type");
    private static final AttributeKey<String> DESTINATION =
            AttributeKey.stringKey("messaging.destination.name");
    private static final AttributeKey<String> CLIENT =
            AttributeKey.stringKey("messaging.client.id");
    private static final AttributeKey<String> ADDRESS = AttributeKey.stringKey("client.address");
    private static final AttributeKey<String> FACE =
            AttributeKey.stringKey("messaging.forebay.face");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private final Tracer tracer;

    Spans(Tracer tracer) {
        this.tracer = tracer;
    }

    /**
     * Something that is done for somebody.
     *
     * @param name of the operation, as in {@code messaging.operation.name}
     * @param type of the operation, as in {@code messaging.operation.type}
     */
    record Operation(String name, String type) {
        static final Operation SEND = new Operation("send", "send");
        static final Operation RECEIVE = new Operation("receive", "receive");

        static Operation settling(String name) {
            return new Operation(name, "settle");
        }
    }

    /** Part of a trace, or of a new one where the parent is invalid. */
    SpanBuilder within(SpanContext parent, Caller caller, Operation operation, String queue) {
        SpanBuilder span = begin(caller, operation, queue);
        return parent.isValid()
                ? span.setParent(Context.root().with(Span.wrap(parent)))
                : span.setNoParent();
    }

    /**
     * About these messages: part of the trace of one; of several, linked to all of their traces and
     * part of none.
     *
     * @param messages one or more
     */
    SpanBuilder about(
            List<SpanContext> messages, Caller caller, Operation operation, String queue) {
        if (messages.size() == 1) {
            return within(messages.getFirst(), caller, operation, queue);
        }
        SpanBuilder span = begin(caller, operation, queue).setNoParent();
        messages.forEach(span::addLink);
        return span.setAttribute(BATCH, (long) messages.size());
    }

    private SpanBuilder begin(Caller caller, Operation operation, String queue) {
        SpanBuilder span =
                tracer.spanBuilder(operation.name() + " " + queue)
                        .setSpanKind(SpanKind.SERVER)
                        .setAttribute(SYSTEM, "forebay")
                        .setAttribute(OPERATION, operation.name())
                        .setAttribute(TYPE, operation.type())
                        .setAttribute(DESTINATION, queue)
                        .setAttribute(FACE, caller.face());
        if (!caller.client().isEmpty()) {
            span.setAttribute(CLIENT, caller.client());
        }
        if (!caller.address().isEmpty()) {
            span.setAttribute(ADDRESS, caller.address());
        }
        return span;
    }

    /** It was not done. */
    static void fail(Span span, Refusal refusal) {
        fail(span, refusal.getClass().getSimpleName(), refusal.message());
    }

    /** It was not done. */
    static void fail(Span span, String type, String why) {
        span.setAttribute(ERROR, type).setStatus(StatusCode.ERROR, why);
    }
}

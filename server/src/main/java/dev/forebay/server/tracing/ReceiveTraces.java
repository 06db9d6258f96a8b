package dev.forebay.server.tracing;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Subscriptions;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Spans of receives that brought something: about the messages it were. On the lane. */
final class ReceiveTraces {
    private final LeaseContexts leases;
    private final EngineClock clock;
    private final Spans spans;

    ReceiveTraces(LeaseContexts leases, EngineClock clock, Spans spans) {
        this.leases = leases;
        this.clock = clock;
        this.spans = spans;
    }

    /** A reply that notes what is delivered, then passes it on. */
    Reply<List<Delivery>> noting(
            Caller caller, String queue, String subscription, Reply<List<Delivery>> reply) {
        long asked = clock.wall();
        return new Reply<>() {
            @Override
            public void ok(List<Delivery> deliveries) {
                delivered(caller, queue, subscription, asked, deliveries);
                reply.ok(deliveries);
            }

            @Override
            public void refused(Refusal refusal) {
                reply.refused(refusal);
            }
        };
    }

    private void delivered(
            Caller caller,
            String queue,
            String subscription,
            long asked,
            List<Delivery> deliveries) {
        List<SpanContext> messages = new ArrayList<>();
        // Of a consumer that waits for hours, the time is told since there was something for it.
        long began = Long.MAX_VALUE;
        for (Delivery delivery : deliveries) {
            SpanContext message = CarriedContext.of(delivery.message());
            if (message.isSampled()) {
                leases.keep(queue, delivery.lease(), message);
                messages.add(message);
                began = Math.min(began, Math.max(asked, delivery.sentAt()));
            }
        }
        if (messages.isEmpty()) {
            return;
        }
        SpanBuilder span =
                spans.about(messages, caller, Spans.Operation.RECEIVE, queue)
                        .setStartTimestamp(began, TimeUnit.MILLISECONDS);
        if (!subscription.equals(Subscriptions.WORK)) {
            span.setAttribute(Spans.SUBSCRIPTION, subscription);
        }
        if (deliveries.size() == 1) {
            Delivery only = deliveries.getFirst();
            span.setAttribute(Spans.MESSAGE_ID, only.id().toString())
                    .setAttribute(Spans.BODY_SIZE, (long) only.message().body().remaining())
                    .setAttribute(Spans.ATTEMPT, (long) only.attempt());
        }
        span.startSpan().end();
    }
}

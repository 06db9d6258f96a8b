package dev.forebay.server.tracing;

import dev.forebay.engine.AtomicChange;
import dev.forebay.engine.Caller;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Spans of settlements: one for each command and queue, about the messages it settles. */
final class SettleTraces {
    private static final String ACK = "ack";
    private static final String MIXED = "settle";

    private final LeaseContexts leases;
    private final Spans spans;

    SettleTraces(LeaseContexts leases, Spans spans) {
        this.leases = leases;
        this.spans = spans;
    }

    /** The span of these settlements; null when none of their messages is traced. */
    @Nullable Span begin(Caller caller, String queue, List<Settlement> settlements) {
        List<SpanContext> messages = new ArrayList<>();
        String name = settlements.isEmpty() ? MIXED : name(settlements.getFirst());
        for (Settlement settlement : settlements) {
            SpanContext message = context(queue, settlement);
            if (message != null) {
                messages.add(message);
            }
            name = name.equals(name(settlement)) ? name : MIXED;
        }
        return messages.isEmpty() ? null : begin(caller, queue, name, messages);
    }

    /** The spans of the acks of a change, one for each queue. */
    List<Span> begin(Caller caller, List<AtomicChange.Ack> acks) {
        Map<String, List<SpanContext>> messages = new TreeMap<>();
        for (AtomicChange.Ack ack : acks) {
            SpanContext message = leases.take(ack.queue(), ack.lease());
            if (message != null) {
                messages.computeIfAbsent(ack.queue(), _ -> new ArrayList<>()).add(message);
            }
        }
        List<Span> begun = new ArrayList<>();
        messages.forEach((queue, of) -> begun.add(begin(caller, queue, ACK, of)));
        return begun;
    }

    /** What the first that went wrong went wrong by. */
    static void told(Span span, List<SettleResult> results) {
        for (SettleResult result : results) {
            if (!(result instanceof SettleResult.Done)) {
                if (result instanceof SettleResult.Refused refused) {
                    Spans.fail(span, refused.refusal());
                } else {
                    Spans.fail(span, result.getClass().getSimpleName(), "");
                }
                return;
            }
        }
    }

    private Span begin(Caller caller, String queue, String name, List<SpanContext> messages) {
        return spans.about(messages, caller, Spans.Operation.settling(name), queue).startSpan();
    }

    private @Nullable SpanContext context(String queue, Settlement settlement) {
        return switch (settlement) {
            case Settlement.Extend extend -> leases.of(queue, extend.lease());
            case Settlement.Ack _, Settlement.Release _, Settlement.Reject _ ->
                    leases.take(queue, settlement.lease());
        };
    }

    private static String name(Settlement settlement) {
        return switch (settlement) {
            case Settlement.Ack _ -> ACK;
            case Settlement.Release _ -> "release";
            case Settlement.Reject _ -> "reject";
            case Settlement.Extend _ -> "extend";
        };
    }
}

package dev.forebay.server.tracing;

import dev.forebay.engine.Message;
import dev.forebay.engine.TraceContext;
import dev.forebay.log.record.Header;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the context that a message carries, and writes one for it to carry. Pure. */
final class CarriedContext {
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

    private static final TextMapGetter<List<Header>> HEADERS =
            (headers, name) -> headers == null ? null : value(headers, name);

    private CarriedContext() {}

    /** The context; an invalid one where the message carries none. */
    static SpanContext of(Message message) {
        List<Header> headers = message.headers();
        if (!TraceContext.isCarried(headers)) {
            return SpanContext.getInvalid();
        }
        SpanContext found =
                Span.fromContext(W3C.extract(Context.root(), headers, HEADERS)).getSpanContext();
        String xray = found.isValid() ? null : value(headers, TraceContext.XRAY);
        return xray == null ? found : XrayHeader.read(xray);
    }

    /** What a message has to carry so that its receivers find a span. */
    static TraceContext written(Span span) {
        Map<String, String> fields = new HashMap<>();
        W3C.inject(
                Context.root().with(span),
                fields,
                (map, key, value) -> {
                    if (map != null) {
                        map.put(key, value);
                    }
                });
        return new TraceContext(
                fields.getOrDefault(TraceContext.PARENT, ""),
                fields.getOrDefault(TraceContext.STATE, ""));
    }

    private static @Nullable String value(List<Header> headers, String name) {
        for (int i = 0; i < headers.size(); i++) {
            Header header = headers.get(i);
            if (header.name().equals(name)) {
                return StandardCharsets.UTF_8.decode(header.value().duplicate()).toString();
            }
        }
        return null;
    }
}

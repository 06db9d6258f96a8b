package dev.forebay.server.tracing;

import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Queues;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Makes spans and sends them to a collector by OTLP over HTTP. Thread-safe. */
public final class Tracing implements AutoCloseable {
    private static final Duration EXPORT_EACH = Duration.ofMillis(250);
    private static final Duration EXPORT_TIMEOUT = Duration.ofSeconds(10);
    private static final long LAST_EXPORT_SECONDS = 2;

    /**
     * How to trace.
     *
     * @param endpoint of the collector, to which {@code /v1/traces} is added
     * @param headers of each request to it
     * @param percent of the messages without a trace that begin one, 0 to 100
     * @param service what spans call this server
     */
    public record Wish(URI endpoint, Map<String, String> headers, int percent, String service) {}

    private final SdkTracerProvider provider;
    private final Tracer tracer;
    private final SendTraces.Roots roots;

    /** Nothing is sent before there is a span. */
    public Tracing(Wish wish, String version) {
        Resource resource =
                Resource.getDefault().toBuilder()
                        .put(AttributeKey.stringKey("service.name"), wish.service())
                        .put(AttributeKey.stringKey("service.version"), version)
                        .build();
        provider =
                SdkTracerProvider.builder()
                        .setResource(resource)
                        .setSampler(new OfParentOrLinks(wish.percent()))
                        .addSpanProcessor(
                                BatchSpanProcessor.builder(new ToldExporter(exporter(wish)))
                                        .setScheduleDelay(EXPORT_EACH)
                                        .setExporterTimeout(EXPORT_TIMEOUT)
                                        .build())
                        .build();
        tracer = provider.get("dev.forebay", version);
        roots = wish.percent() > 0 ? SendTraces.Roots.SOME : SendTraces.Roots.NONE;
    }

    private static OtlpHttpSpanExporter exporter(Wish wish) {
        String base = wish.endpoint().toString().replaceFirst("/+$", "");
        OtlpHttpSpanExporterBuilder exporter =
                OtlpHttpSpanExporter.builder()
                        .setEndpoint(base + "/v1/traces")
                        .setTimeout(EXPORT_TIMEOUT);
        wish.headers().forEach(exporter::addHeader);
        return exporter.build();
    }

    /** The engine's door with spans of what goes through it. */
    public Queues over(Queues queues, EngineClock clock) {
        Spans spans = new Spans(tracer);
        LeaseContexts leases = new LeaseContexts();
        return new TracedQueues(
                queues,
                new SendTraces(queues, spans, roots),
                new ReceiveTraces(leases, clock, spans),
                new SettleTraces(leases, spans));
    }

    /** Sends what is still here, for two seconds at most. */
    @Override
    public void close() {
        var _ = provider.shutdown().join(LAST_EXPORT_SECONDS, TimeUnit.SECONDS);
    }
}

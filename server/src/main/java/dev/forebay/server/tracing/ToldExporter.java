package dev.forebay.server.tracing;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/** Exports, and says once that it fails and once that it works again. Thread-safe. */
final class ToldExporter implements SpanExporter {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(ToldExporter.class);

    /** The library's own, kept here so that its level stays; what it says is said by this class. */
    private static final Logger LIBRARY = Logger.getLogger("io.opentelemetry");

    private final SpanExporter exporter;
    private final AtomicBoolean failing = new AtomicBoolean();

    ToldExporter(SpanExporter exporter) {
        this.exporter = exporter;
        LIBRARY.setLevel(Level.OFF);
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        CompletableResultCode result = exporter.export(spans);
        return result.whenComplete(() -> tell(result, spans.size()));
    }

    private void tell(CompletableResultCode result, int spans) {
        if (result.isSuccess()) {
            if (failing.getAndSet(false)) {
                LOG.info("traces are exported again");
            }
        } else if (!failing.getAndSet(true)) {
            // As text, since a stack trace would say no more of a collector that is not there.
            String why = String.valueOf(result.getFailureThrowable());
            LOG.atWarn()
                    .addKeyValue("spans", spans)
                    .log("traces cannot be exported to otel.endpoint and are lost: {}", why);
        }
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }
}

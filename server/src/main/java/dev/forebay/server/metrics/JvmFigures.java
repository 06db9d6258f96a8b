package dev.forebay.server.metrics;

import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The library's figures of the JVM. Set up by the first scrape: the management beans they read take
 * longer to load than the server does to start. On the thread that writes scrapes.
 */
final class JvmFigures {
    private @Nullable PrometheusRegistry registry;

    List<MetricSnapshot> families() {
        PrometheusRegistry known = registry;
        if (known == null) {
            known = new PrometheusRegistry();
            JvmMetrics.builder().register(known);
            registry = known;
        }
        return known.scrape().stream().toList();
    }
}

package dev.forebay.server.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Short ways to make the metric families of a scrape. */
final class Family {
    private Family() {}

    /** One counter for each item. The name is without {@code _total}. */
    static <T> MetricSnapshot counters(
            String name,
            String help,
            List<T> items,
            Function<T, Labels> labels,
            ToDoubleFunction<T> value) {
        CounterSnapshot.Builder family = CounterSnapshot.builder().name(name).help(help);
        for (T item : items) {
            family.dataPoint(
                    CounterDataPointSnapshot.builder()
                            .labels(labels.apply(item))
                            .value(value.applyAsDouble(item))
                            .build());
        }
        return family.build();
    }

    static <T> MetricSnapshot gauges(
            String name,
            String help,
            List<T> items,
            Function<T, Labels> labels,
            ToDoubleFunction<T> value) {
        GaugeSnapshot.Builder family = GaugeSnapshot.builder().name(name).help(help);
        for (T item : items) {
            family.dataPoint(
                    GaugeDataPointSnapshot.builder()
                            .labels(labels.apply(item))
                            .value(value.applyAsDouble(item))
                            .build());
        }
        return family.build();
    }

    /** What is told by labels; the name is without {@code _info}. */
    static MetricSnapshot info(String name, String help, Labels labels) {
        return InfoSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(InfoDataPointSnapshot.builder().labels(labels).build())
                .build();
    }

    static MetricSnapshot counter(String name, String help, Number value) {
        return counters(name, help, List.of(value), _ -> Labels.EMPTY, Number::doubleValue);
    }

    static MetricSnapshot gauge(String name, String help, Number value) {
        return gauges(name, help, List.of(value), _ -> Labels.EMPTY, Number::doubleValue);
    }
}

package dev.forebay.server.metrics;

import dev.forebay.http.HttpEvents;
import dev.forebay.http.Rejection;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Counts what the HTTP listener does. Thread-safe. */
final class ListenerFigures implements HttpEvents {
    private final LongAdder opened = new LongAdder();
    private final LongAdder closed = new LongAdder();
    private final LongAdder connectionsRefused = new LongAdder();
    private final LongAdder requests = new LongAdder();
    private final LongAdder faults = new LongAdder();
    private final Map<Rejection, LongAdder> rejections;

    ListenerFigures() {
        Map<Rejection, LongAdder> adders = new EnumMap<>(Rejection.class);
        for (Rejection rejection : Rejection.values()) {
            adders.put(rejection, new LongAdder());
        }
        this.rejections = Collections.unmodifiableMap(adders);
    }

    @Override
    public void opened() {
        opened.increment();
    }

    @Override
    public void closed() {
        closed.increment();
    }

    @Override
    public void connectionRefused() {
        connectionsRefused.increment();
    }

    @Override
    public void request() {
        requests.increment();
    }

    @Override
    public void rejected(Rejection rejection) {
        Objects.requireNonNull(rejections.get(rejection)).increment();
    }

    @Override
    public void fault() {
        faults.increment();
    }

    /** Connections open now. */
    long clients() {
        return opened.sum() - closed.sum();
    }

    List<MetricSnapshot> families() {
        return List.of(
                Family.counter("forebay_http_connections", "Connections accepted.", opened.sum()),
                Family.counter(
                        "forebay_http_connections_refused",
                        "Connections refused because http.max-connections were open.",
                        connectionsRefused.sum()),
                Family.counter("forebay_http_requests", "Requests received whole.", requests.sum()),
                Family.counters(
                        "forebay_http_requests_rejected",
                        "Requests that the listener itself refused.",
                        List.copyOf(rejections.entrySet()),
                        rejected -> Labels.of("reason", label(rejected.getKey())),
                        rejected -> rejected.getValue().sum()),
                Family.counter(
                        "forebay_faults",
                        "Exceptions that reached the top: defects, each logged once.",
                        faults.sum()));
    }

    private static String label(Rejection rejection) {
        return rejection.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

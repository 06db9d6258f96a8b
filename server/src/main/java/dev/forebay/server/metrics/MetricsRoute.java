package dev.forebay.server.metrics;

import dev.forebay.engine.Lane;
import dev.forebay.http.HttpExchange;
import dev.forebay.http.HttpHandler;
import dev.forebay.http.ResponseHead;
import dev.forebay.http.Router;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers scrapes: figures are copied on the lane, then written as text on a thread of their own,
 * as OpenMetrics for those who ask for it.
 */
final class MetricsRoute implements HttpHandler {
    private static final byte[] BUSY =
            "Too many scrapes at once. Retry later.\n".getBytes(StandardCharsets.UTF_8);
    private static final ResponseHead BUSY_HEAD =
            ResponseHead.of(503, "text/plain; charset=utf-8", Map.of("Retry-After", "1"));

    private static final ResponseHead DEFECT_HEAD = ResponseHead.of(500, "", Map.of());
    private static final Logger LOG = LoggerFactory.getLogger(MetricsRoute.class);

    private final Observed observed;
    private final QueueFigures queues;
    private final List<FaceFigures> faces;
    private final ListenerFigures listener;
    private final CommitFigures commits;
    private final Lane lane;
    private final Executor writer;
    private final JvmFigures jvm = new JvmFigures();

    MetricsRoute(
            Observed observed,
            int maxQueues,
            List<FaceFigures> faces,
            ListenerFigures listener,
            CommitFigures commits,
            Executor writer) {
        this.observed = observed;
        this.queues = new QueueFigures(observed.queues(), observed.clock(), maxQueues);
        this.faces = List.copyOf(faces);
        this.listener = listener;
        this.commits = commits;
        this.lane = observed.queues().lane();
        this.writer = writer;
    }

    @Override
    public void handle(HttpExchange exchange) {
        String accept = exchange.header(HttpHeaderNames.ACCEPT);
        switch (exchange.path()) {
            case "/metrics" -> lane.execute(() -> totals(exchange, accept));
            case "/metrics/queues" -> lane.execute(() -> perQueue(exchange, accept));
            case "/metrics/compat" -> lane.execute(() -> likeOthers(exchange, accept));
            default -> Router.notFound(exchange);
        }
    }

    private void totals(HttpExchange exchange, @Nullable String accept) {
        List<MetricSnapshot> onLane = TotalsPage.of(queues, faces, observed.log());
        long amqpClients = observed.amqp().connections().getAsInt();
        write(
                exchange,
                accept,
                () -> {
                    List<MetricSnapshot> all = new ArrayList<>(onLane);
                    all.add(clients(amqpClients));
                    all.addAll(listener.families());
                    all.addAll(commits.families());
                    all.addAll(ProcessFigures.families(observed.node()));
                    all.addAll(jvm.families());
                    return new MetricSnapshots(all);
                });
    }

    private void perQueue(HttpExchange exchange, @Nullable String accept) {
        List<QueueFigures.OfQueue> each = queues.each();
        int all = queues.count();
        write(exchange, accept, () -> PerQueuePage.of(each, all));
    }

    private MetricSnapshot clients(long amqp) {
        return Family.gauges(
                "forebay_clients",
                "Connections open now; those of the HTTP port, SQS clients included, are http.",
                List.of(Map.entry("http", listener.clients()), Map.entry("amqp", amqp)),
                clients -> Labels.of("face", clients.getKey()),
                Map.Entry::getValue);
    }

    private void likeOthers(HttpExchange exchange, @Nullable String accept) {
        RabbitPage.Copy copy = RabbitPage.copy(queues, observed.amqp(), faces);
        write(
                exchange,
                accept,
                () -> {
                    List<MetricSnapshot> all =
                            new ArrayList<>(RabbitPage.of(copy, observed.node()));
                    all.addAll(KafkaPage.of(copy.shownQueues()));
                    return new MetricSnapshots(all);
                });
    }

    private void write(
            HttpExchange exchange, @Nullable String accept, Supplier<MetricSnapshots> page) {
        try {
            writer.execute(() -> writeOrFail(exchange, accept, page));
        } catch (RejectedExecutionException busy) {
            exchange.answer(BUSY_HEAD, exchange.allocate(BUSY.length).writeBytes(BUSY));
        }
    }

    private void writeOrFail(
            HttpExchange exchange, @Nullable String accept, Supplier<MetricSnapshots> page) {
        try {
            write(exchange, Formats.ALL.findWriter(accept), page.get());
        } catch (RuntimeException defect) {
            LOG.error("a scrape failed by a defect", defect);
            listener.fault();
            exchange.answer(DEFECT_HEAD, exchange.allocate(0));
        }
    }

    private static void write(
            HttpExchange exchange, ExpositionFormatWriter format, MetricSnapshots page) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            format.write(text, page);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        exchange.answer(
                ResponseHead.of(200, format.getContentType(), Map.of()),
                exchange.allocate(text.size()).writeBytes(text.toByteArray()));
    }

    /** Loaded with the first scrape, which keeps the library out of the start. */
    private static final class Formats {
        static final ExpositionFormats ALL = ExpositionFormats.init();
    }
}

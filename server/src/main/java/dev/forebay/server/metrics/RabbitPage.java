package dev.forebay.server.metrics;

import dev.forebay.access.vhost.Vhost;
import dev.forebay.amqp.management.NodeView;
import dev.forebay.engine.QueueStats;
import dev.forebay.server.metrics.QueueFigures.OfQueue;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * The part of /metrics/compat with figures under the names that RabbitMQ's prometheus plugin gives
 * them, for dashboards and scalers that were made for it. Only what is counted here is shown: a
 * panel that asks for more stays empty and shows nothing that is wrong.
 */
final class RabbitPage {
    private static final String PROTOCOL = "protocol";

    /**
     * The figures, copied on the lane.
     *
     * @param shown queues with lines of their own
     * @param others those beyond the cap, together
     * @param queues how many there are in all
     * @param faces what went through each
     */
    record Copy(
            List<OfConsumedQueue> shown,
            Depth others,
            List<QueueStats> all,
            int queues,
            int connections,
            int channels,
            List<FaceCounts> faces) {
        /** Those with lines of their own, whatever consumes them. */
        List<OfQueue> shownQueues() {
            return shown.stream().map(OfConsumedQueue::queue).toList();
        }
    }

    /** One queue and its consumers over AMQP. */
    record OfConsumedQueue(OfQueue queue, int consumers) {}

    /** Messages of some queues, and who consumes them. */
    record Depth(long ready, long unacked, long bytes, long consumers) {
        static Depth of(QueueStats stats, long consumers) {
            return new Depth(stats.ready(), stats.leased(), stats.bytes(), consumers);
        }

        Depth plus(Depth more) {
            return new Depth(
                    ready + more.ready,
                    unacked + more.unacked,
                    bytes + more.bytes,
                    consumers + more.consumers);
        }

        static Depth none() {
            return new Depth(0, 0, 0, 0);
        }
    }

    /** What one face did. */
    record FaceCounts(
            String protocol,
            long received,
            long routed,
            long delivered,
            long redelivered,
            long acknowledged) {
        static FaceCounts of(FaceFigures face) {
            return new FaceCounts(
                    face.face.equals("amqp") ? "amqp091" : face.face,
                    face.accepted + face.deduplicated,
                    face.accepted,
                    face.delivered,
                    face.redelivered,
                    face.settled.getOrDefault(FaceFigures.Outcome.ACKED, 0L));
        }
    }

    private record Line(Labels labels, Depth depth) {}

    private final Copy copy;
    private final List<MetricSnapshot> families = new ArrayList<>();

    private RabbitPage(Copy copy) {
        this.copy = copy;
    }

    /** Copies what the page is about. On the lane. */
    static Copy copy(QueueFigures figures, AmqpUse amqp, List<FaceFigures> faces) {
        List<OfConsumedQueue> shown = new ArrayList<>();
        Depth others = Depth.none();
        for (OfQueue queue : figures.all()) {
            int consumers = amqp.consumers().applyAsInt(queue.info());
            if (shown.size() < figures.most()) {
                shown.add(new OfConsumedQueue(queue, consumers));
            } else {
                others = others.plus(Depth.of(queue.stats(), consumers));
            }
        }
        return new Copy(
                shown,
                others,
                figures.totals(),
                figures.count(),
                amqp.connections().getAsInt(),
                amqp.channels().getAsInt(),
                faces.stream().map(FaceCounts::of).toList());
    }

    /** Makes the page's families, on the thread that writes them. */
    static List<MetricSnapshot> of(Copy copy, NodeView node) {
        RabbitPage page = new RabbitPage(copy);
        page.node(node);
        page.queues();
        page.faces();
        page.deadLetters();
        return page.families;
    }

    private void node(NodeView node) {
        one(
                "rabbitmq_identity",
                "The node, by which dashboards choose.",
                Labels.of("rabbitmq_node", NodeView.NAME, "rabbitmq_cluster", NodeView.NAME));
        one(
                "rabbitmq_build",
                "Which RabbitMQ it answers like, and which Forebay it is.",
                Labels.of(
                        "rabbitmq_version",
                        NodeView.LIKE_RABBITMQ,
                        "product_name",
                        "Forebay",
                        "product_version",
                        node.version()));
        NodeView.Figures figures = node.figures();
        gauge("rabbitmq_disk_space_available_bytes", "Disk that is free.", figures.diskFree());
        gauge(
                "rabbitmq_disk_space_available_limit_bytes",
                "With less than these free, publishers are stopped.",
                figures.diskReserve());
        gauge("rabbitmq_process_open_fds", "Files and sockets open.", figures.filesOpen());
        gauge("rabbitmq_process_max_fds", "As many as may be open.", figures.filesMost());
        gauge("rabbitmq_process_resident_memory_bytes", "Heap in use.", node.memoryUsed());
        gauge("rabbitmq_resident_memory_limit_bytes", "Heap there may be.", node.memoryLimit());
        gauge("rabbitmq_connections", "AMQP connections open.", copy.connections());
        gauge("rabbitmq_channels", "AMQP channels open.", copy.channels());
    }

    private void queues() {
        List<Line> lines = new ArrayList<>();
        copy.shown().forEach(queue -> lines.add(line(queue)));
        if (copy.queues() > copy.shown().size()) {
            lines.add(new Line(Labels.EMPTY, copy.others()));
        }
        gauge("rabbitmq_queues", "Queues that exist, of whatever face.", copy.queues());
        gauge("rabbitmq_consumers", "Consumers over AMQP.", sum(lines, Depth::consumers));
        queues("rabbitmq_queue_messages_ready", "Messages to be delivered.", lines, Depth::ready);
        queues(
                "rabbitmq_queue_messages_unacked",
                "Messages with consumers.",
                lines,
                Depth::unacked);
        queues(
                "rabbitmq_queue_messages",
                "Messages ready and with consumers; those with a delay are none of them.",
                lines,
                depth -> depth.ready() + depth.unacked());
        queues(
                "rabbitmq_queue_messages_bytes",
                "Bytes of unsettled messages.",
                lines,
                Depth::bytes);
        queues("rabbitmq_queue_consumers", "Consumers over AMQP.", lines, Depth::consumers);
    }

    private static Line line(OfConsumedQueue shown) {
        String name = shown.queue().name();
        Vhost vhost = Vhost.of(name);
        return new Line(
                Labels.of("queue", vhost.local(name), "vhost", vhost.name()),
                Depth.of(shown.queue().stats(), shown.consumers()));
    }

    private void faces() {
        counter("received", "Messages from publishers.", FaceCounts::received);
        counter("routed", "Messages that reached queues, once for each.", FaceCounts::routed);
        counter("delivered", "Messages to consumers.", FaceCounts::delivered);
        counter(
                "redelivered",
                "Messages to consumers that had been delivered before.",
                FaceCounts::redelivered);
        counter("acknowledged", "Messages acked by consumers.", FaceCounts::acknowledged);
    }

    private void deadLetters() {
        for (DeadLetterCounts.Count count : DeadLetterCounts.of("", copy.all())) {
            families.add(
                    Family.counters(
                            "rabbitmq_global_messages_dead_lettered_" + count.rabbitReason(),
                            "Messages dead-lettered, over the queues that exist.",
                            List.of(count),
                            _ -> Labels.of("dead_letter_strategy", "at_least_once"),
                            DeadLetterCounts.Count::count));
        }
    }

    private void one(String name, String help, Labels labels) {
        families.add(Family.info(name, help, labels));
    }

    private void gauge(String name, String help, Number value) {
        families.add(Family.gauge(name, help, value));
    }

    private void queues(String name, String help, List<Line> lines, ToLongFunction<Depth> value) {
        families.add(
                Family.gauges(
                        name, help, lines, Line::labels, line -> value.applyAsLong(line.depth())));
    }

    private void counter(String what, String help, ToLongFunction<FaceCounts> value) {
        families.add(
                Family.counters(
                        "rabbitmq_global_messages_" + what,
                        help,
                        copy.faces(),
                        face -> Labels.of(PROTOCOL, face.protocol()),
                        value::applyAsLong));
    }

    private static long sum(List<Line> lines, ToLongFunction<Depth> figure) {
        return lines.stream().map(Line::depth).mapToLong(figure).sum();
    }
}

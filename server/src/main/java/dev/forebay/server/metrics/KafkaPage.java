package dev.forebay.server.metrics;

import dev.forebay.engine.QueueStats;
import dev.forebay.engine.Subscriptions;
import dev.forebay.server.metrics.QueueFigures.OfQueue;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * The part of /metrics/compat under the names of kafka-exporter: a queue is a topic of one
 * partition, its ordinary receives are a group. Groups settle in any order, so an offset of theirs
 * is a count: so many messages came, and so many are settled.
 */
final class KafkaPage {
    private static final String TOPIC = "topic";
    private static final String PARTITION = "partition";
    private static final String GROUP = "consumergroup";
    private static final String ONLY = "0";

    private final List<OfQueue> queues;
    private final List<MetricSnapshot> families = new ArrayList<>();

    private KafkaPage(List<OfQueue> queues) {
        this.queues = queues;
    }

    /** Makes the families, on any thread. */
    static List<MetricSnapshot> of(List<OfQueue> queues) {
        KafkaPage page = new KafkaPage(queues);
        page.topics();
        page.groups();
        return page.families;
    }

    private void topics() {
        gauge("kafka_topic_partitions", "Partitions of the queue.", KafkaPage::topic, _ -> 1);
        gauge(
                "kafka_topic_partition_current_offset",
                "Messages that ever came.",
                KafkaPage::partition,
                QueueStats::sent);
    }

    private void groups() {
        gauge(
                "kafka_consumergroup_current_offset",
                "Messages that ever came and are settled.",
                KafkaPage::groupOfPartition,
                KafkaPage::settled);
        gauge(
                "kafka_consumergroup_current_offset_sum",
                "The same of all partitions.",
                KafkaPage::group,
                KafkaPage::settled);
        gauge(
                "kafka_consumergroup_lag",
                "Messages that are not settled.",
                KafkaPage::groupOfPartition,
                QueueFigures::depth);
        gauge(
                "kafka_consumergroup_lag_sum",
                "The same of all partitions.",
                KafkaPage::group,
                QueueFigures::depth);
    }

    private static long settled(QueueStats stats) {
        return stats.sent() - QueueFigures.depth(stats);
    }

    private static Labels topic(OfQueue queue) {
        return Labels.of(TOPIC, queue.name());
    }

    private static Labels partition(OfQueue queue) {
        return Labels.of(PARTITION, ONLY, TOPIC, queue.name());
    }

    private static Labels group(OfQueue queue) {
        return Labels.of(GROUP, Subscriptions.WORK, TOPIC, queue.name());
    }

    private static Labels groupOfPartition(OfQueue queue) {
        return Labels.of(GROUP, Subscriptions.WORK, PARTITION, ONLY, TOPIC, queue.name());
    }

    private void gauge(
            String name,
            String help,
            Function<OfQueue, Labels> labels,
            ToLongFunction<QueueStats> value) {
        families.add(
                Family.gauges(
                        name, help, queues, labels, queue -> value.applyAsLong(queue.stats())));
    }
}

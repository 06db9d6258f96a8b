package dev.forebay.server.metrics;

import dev.forebay.amqp.management.NodeView;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;

/** The program's version and its disk. On the thread that writes scrapes. */
final class ProcessFigures {
    private ProcessFigures() {}

    static List<MetricSnapshot> families(NodeView node) {
        NodeView.Figures figures = node.figures();
        return List.of(
                Family.info(
                        "forebay_build",
                        "Always 1; its label tells the version.",
                        Labels.of("version", node.version())),
                Family.gauge(
                        "forebay_disk_free_bytes",
                        "Bytes that can still be written where the data folder is.",
                        figures.diskFree()),
                Family.gauge(
                        "forebay_disk_reserve_bytes",
                        "With less than these free, sends are refused (storage.reserve).",
                        figures.diskReserve()));
    }
}

package dev.forebay.server.metrics;

import dev.forebay.engine.QueueStats;
import dev.forebay.log.LogStore;
import dev.forebay.log.StoreState;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** What /metrics shows of queues and log: sums over all queues, and what each face did. */
final class TotalsPage {
    private final List<MetricSnapshot> families = new ArrayList<>();

    private TotalsPage() {}

    /** Copies the figures. On the lane. */
    static List<MetricSnapshot> of(QueueFigures queues, List<FaceFigures> faces, LogStore log) {
        TotalsPage page = new TotalsPage();
        page.queues(queues);
        page.faces(faces);
        page.log(log);
        return page.families;
    }

    private void queues(QueueFigures queues) {
        List<QueueStats> all = queues.totals();
        add("forebay_queues", "Queues that exist.", queues.count());
        add("forebay_queue_ready", "Messages that can be received.", sum(all, QueueStats::ready));
        add("forebay_queue_delayed", "Messages that wait.", sum(all, QueueStats::delayed));
        add("forebay_queue_leased", "Messages with a consumer.", sum(all, QueueStats::leased));
        add("forebay_queue_bytes", "Bytes of unsettled messages.", sum(all, QueueStats::bytes));
        add(
                "forebay_queue_consumers",
                "Consumers that wait for a message: long polls, one each.",
                sum(all, QueueStats::waitingReceives));
        add(
                "forebay_queue_passed_over",
                "Messages that wait in memory for their key's turn.",
                sum(all, stats -> stats.passedOver().messages()));
        add(
                "forebay_queue_passed_over_full",
                "Queues in which no more can be passed over until some of that is given out.",
                sum(all, stats -> flag(stats.passedOver().roomUsedUp())));
        add(
                "forebay_queue_oldest_age_seconds",
                "Age of the oldest unsettled message of any queue.",
                all.stream().mapToDouble(queues::oldestAgeSeconds).max().orElse(0));
        add(
                "forebay_queue_age_objective_missed",
                "Queues whose oldest message is older than their age objective.",
                queues.missedAgeObjectives());
        add(
                "forebay_queue_drain_seconds",
                "Time until all queues are empty at the present pace; infinite when their depth does not fall.",
                QueueFigures.drainSeconds(all));
        families.add(
                Family.counters(
                        "forebay_dead_letters",
                        "Messages moved to a dead-letter queue, by why, over the queues that exist.",
                        DeadLetterCounts.of("", all),
                        count -> Labels.of("reason", count.label()),
                        DeadLetterCounts.Count::count));
        families.add(
                Family.counter(
                        "forebay_leases_expired",
                        "Leases that ran out, over the queues that exist.",
                        sum(all, QueueStats::leasesExpired)));
    }

    private void faces(List<FaceFigures> faces) {
        counter("forebay_messages_accepted", "Messages stored.", faces, face -> face.accepted);
        counter(
                "forebay_messages_deduplicated",
                "Sends answered with an earlier, equal one.",
                faces,
                face -> face.deduplicated);
        counter("forebay_messages_delivered", "Deliveries made.", faces, face -> face.delivered);
        counter(
                "forebay_messages_redelivered",
                "Deliveries of messages that had been delivered before.",
                faces,
                face -> face.redelivered);
        counter("forebay_commands_refused", "Commands refused.", faces, face -> face.refused);
        families.add(
                Family.counters(
                        "forebay_messages_settled",
                        "Leases ended by their consumer's word.",
                        faces.stream().flatMap(Settled::of).toList(),
                        settled ->
                                Labels.of("face", settled.face, "outcome", settled.outcome.label()),
                        Settled::count));
        HistogramSnapshot.Builder waits =
                HistogramSnapshot.builder()
                        .name("forebay_time_in_queue_seconds")
                        .help("From a message's send to its first delivery.");
        faces.forEach(
                face -> waits.dataPoint(face.timeInQueue.dataPoint(Labels.of("face", face.face))));
        families.add(waits.build());
    }

    private void log(LogStore log) {
        StoreState state = log.state();
        add("forebay_log_failed", "1 when the log stopped for good.", flag(isFailed(state)));
        add(
                "forebay_log_using_reserve",
                "1 when the disk is nearly full and sends are refused.",
                flag(state instanceof StoreState.UsingReserve));
        add("forebay_log_damages", "Damaged ranges known.", log.damages().size());
    }

    private record Settled(String face, FaceFigures.Outcome outcome, long count) {
        static Stream<Settled> of(FaceFigures figures) {
            return Map.copyOf(figures.settled).entrySet().stream()
                    .map(entry -> new Settled(figures.face, entry.getKey(), entry.getValue()));
        }
    }

    private static boolean isFailed(StoreState state) {
        return state instanceof StoreState.Failed;
    }

    private static int flag(boolean value) {
        return value ? 1 : 0;
    }

    private static long sum(List<QueueStats> all, ToLongFunction<QueueStats> figure) {
        return all.stream().mapToLong(figure).sum();
    }

    private void add(String name, String help, Number value) {
        families.add(Family.gauge(name, help, value));
    }

    private void counter(
            String name, String help, List<FaceFigures> faces, ToLongFunction<FaceFigures> value) {
        families.add(
                Family.counters(
                        name,
                        help,
                        faces,
                        face -> Labels.of("face", face.face),
                        value::applyAsLong));
    }
}

package dev.forebay.server.metrics;

import dev.forebay.engine.DepthLimit;
import dev.forebay.engine.QueueStats;
import dev.forebay.server.metrics.QueueFigures.OfQueue;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What /metrics/queues shows: each queue by name. Its counters go on where a restart found them.
 */
final class PerQueuePage {
    /** The only subscription that work faces read through. */
    private static final String WORK = "work";

    private final List<OfQueue> queues;
    private final List<MetricSnapshot> families = new ArrayList<>();

    private PerQueuePage(List<OfQueue> queues) {
        this.queues = queues;
    }

    /**
     * Makes the page's families, on any thread.
     *
     * @param queues those shown
     * @param all how many there are
     */
    static MetricSnapshots of(List<OfQueue> queues, int all) {
        PerQueuePage page = new PerQueuePage(queues);
        page.gauges();
        page.limits();
        page.counters();
        page.families.add(
                Family.gauge(
                        "forebay_queues_not_shown",
                        "Queues that have no figures here because metrics.max-queues is reached.",
                        all - queues.size()));
        return new MetricSnapshots(page.families);
    }

    private void gauges() {
        gauge("forebay_queue_ready", "Messages that can be received now.", QueueStats::ready);
        gauge(
                "forebay_queue_delayed",
                "Messages that wait for their delay or retry.",
                QueueStats::delayed);
        gauge("forebay_queue_leased", "Messages that are with a consumer.", QueueStats::leased);
        gauge("forebay_queue_bytes", "Bytes of unsettled messages.", QueueStats::bytes);
        gauge(
                "forebay_queue_consumers",
                "Consumers that wait for a message: long polls, one each.",
                QueueStats::waitingReceives);
        gauge(
                "forebay_queue_passed_over",
                "Messages that wait in memory for their key's turn.",
                stats -> stats.passedOver().messages());
        gauge(
                "forebay_queue_passed_over_full",
                "1 when no more can be passed over until some of that is given out.",
                stats -> stats.passedOver().roomUsedUp() ? 1 : 0);
        families.add(
                Family.gauges(
                        "forebay_subscription_lag_messages",
                        "Messages that a subscription has not settled.",
                        queues,
                        queue -> Labels.of("queue", queue.name(), "subscription", WORK),
                        queue -> QueueFigures.depth(queue.stats())));
        families.add(
                Family.gauges(
                        "forebay_queue_oldest_age_seconds",
                        "Age of the oldest unsettled message.",
                        queues,
                        PerQueuePage::labels,
                        OfQueue::oldestAgeSeconds));
        List<OfQueue> bound =
                queues.stream().filter(queue -> queue.ageObjectiveSeconds().isPresent()).toList();
        families.add(
                Family.gauges(
                        "forebay_queue_age_objective_seconds",
                        "How old the oldest message should get at most, where that was said.",
                        bound,
                        PerQueuePage::labels,
                        queue -> queue.ageObjectiveSeconds().orElseThrow()));
        families.add(
                Family.gauges(
                        "forebay_queue_age_objective_missed",
                        "1 when the oldest message is older than the queue's age objective.",
                        bound,
                        PerQueuePage::labels,
                        queue -> queue.missesAgeObjective() ? 1 : 0));
        families.add(
                Family.gauges(
                        "forebay_queue_unread",
                        "1 when messages are ready and nobody receives them that should: not in a queue that is paused, or keeps the dead letters of others.",
                        queues,
                        PerQueuePage::labels,
                        queue -> queue.unread() ? 1 : 0));
        families.add(
                Family.gauges(
                        "forebay_queue_drain_seconds",
                        "Time until empty at the present pace; infinite when the depth does not fall.",
                        queues,
                        PerQueuePage::labels,
                        OfQueue::drainSeconds));
    }

    private void limits() {
        limit(
                "forebay_queue_limit_messages",
                "As many messages may wait, where there is a limit.",
                DepthLimit::maxDepth);
        limit(
                "forebay_queue_limit_bytes",
                "As many bytes of messages may wait, where there is a limit.",
                DepthLimit::maxBytes);
    }

    private void limit(String name, String help, Function<DepthLimit, OptionalLong> which) {
        families.add(
                Family.gauges(
                        name,
                        help,
                        queues.stream().filter(queue -> of(queue, which).isPresent()).toList(),
                        PerQueuePage::labels,
                        queue -> of(queue, which).orElseThrow()));
    }

    private static OptionalLong of(OfQueue queue, Function<DepthLimit, OptionalLong> which) {
        return which.apply(queue.info().settings().depth());
    }

    private void counters() {
        counter(
                "forebay_messages_accepted",
                "Messages stored, those dead-lettered into the queue included.",
                QueueStats::sent);
        counter("forebay_messages_delivered", "Deliveries made.", QueueStats::leasesGiven);
        counter(
                "forebay_messages_deduplicated",
                "Sends that repeated one.",
                QueueStats::duplicates);
        counter("forebay_leases_expired", "Leases that ran out.", QueueStats::leasesExpired);
        families.add(
                Family.counters(
                        "forebay_dead_letters",
                        "Messages moved to the queue's dead-letter queue, by why.",
                        queues.stream()
                                .flatMap(queue ->
                                        DeadLetterCounts.of(queue.name(), List.of(queue.stats()))
                                                .stream())
                                .toList(),
                        count -> Labels.of("queue", count.owner(), "reason", count.label()),
                        DeadLetterCounts.Count::count));
        List<Ended> ends = queues.stream().flatMap(PerQueuePage::ends).toList();
        families.add(
                Family.counters(
                        "forebay_messages_settled",
                        "Messages that left the queue, by the way they left.",
                        ends,
                        end -> Labels.of("queue", end.queue, "outcome", end.outcome),
                        Ended::count));
    }

    private record Ended(String queue, String outcome, long count) {}

    private static Stream<Ended> ends(OfQueue queue) {
        QueueStats stats = queue.stats();
        return Map.of(
                        "acked", stats.acked(),
                        "dead-lettered", stats.deadLettered(),
                        "expired", stats.expired(),
                        "dropped", stats.dropped(),
                        "purged", stats.purged(),
                        "moved", stats.moved())
                .entrySet()
                .stream()
                .map(end -> new Ended(queue.name(), end.getKey(), end.getValue()));
    }

    private void gauge(String name, String help, ToDoubleFunction<QueueStats> value) {
        families.add(
                Family.gauges(
                        name,
                        help,
                        queues,
                        PerQueuePage::labels,
                        queue -> value.applyAsDouble(queue.stats())));
    }

    private void counter(String name, String help, ToDoubleFunction<QueueStats> value) {
        families.add(
                Family.counters(
                        name,
                        help,
                        queues,
                        PerQueuePage::labels,
                        queue -> value.applyAsDouble(queue.stats())));
    }

    private static Labels labels(OfQueue queue) {
        return Labels.of("queue", queue.name());
    }
}

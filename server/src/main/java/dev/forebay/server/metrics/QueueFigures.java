package dev.forebay.server.metrics;

import dev.forebay.engine.EngineClock;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.Queues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects the figures of all queues for one scrape. On the lane. */
final class QueueFigures {
    /**
     * One queue at one instant.
     *
     * @param oldestAgeSeconds 0 when nothing is unsettled
     * @param drainSeconds see {@link DrainTime}
     */
    record OfQueue(String name, QueueStats stats, double oldestAgeSeconds, double drainSeconds) {}

    private static final double MILLIS_PER_SECOND = 1_000.0;

    private final Queues queues;
    private final EngineClock clock;
    private final int most;
    private @Nullable DrainTime drainOfAll;
    private Map<String, DrainTime> drains = new HashMap<>();

    /**
     * Over the queues of an engine.
     *
     * @param most queues beyond this, in order of name, are left out of {@link #each()}
     */
    QueueFigures(Queues queues, EngineClock clock, int most) {
        this.queues = queues;
        this.clock = clock;
        this.most = most;
    }

    /** Unsettled messages: how far the queue's subscription is behind what was sent. */
    static long depth(QueueStats stats) {
        return stats.ready() + stats.delayed() + stats.leased();
    }

    /** Each queue, up to the cap. */
    List<OfQueue> each() {
        List<OfQueue> figures = new ArrayList<>();
        Map<String, DrainTime> seen = new HashMap<>();
        for (QueueInfo queue : queues.all()) {
            if (figures.size() == most) {
                break;
            }
            queues.stats(queue.name())
                    .ifPresent(stats -> figures.add(of(queue.name(), stats, seen)));
        }
        drains = seen; // what belonged to deleted queues is forgotten
        return figures;
    }

    /** Every queue's figures, without the cap and without paces. */
    List<QueueStats> totals() {
        return queues.all().stream()
                .map(queue -> queues.stats(queue.name()))
                .flatMap(Optional::stream)
                .toList();
    }

    /** See {@link DrainTime}, for the depth of all queues together. */
    double drainSeconds(List<QueueStats> totals) {
        long now = clock.now();
        long depth = totals.stream().mapToLong(QueueFigures::depth).sum();
        if (drainOfAll == null) {
            drainOfAll = new DrainTime(now, depth);
        }
        return drainOfAll.seconds(now, depth);
    }

    int count() {
        return queues.all().size();
    }

    double oldestAgeSeconds(QueueStats stats) {
        return stats.oldestSentAt() == 0
                ? 0
                : Math.max(0, clock.wall() - stats.oldestSentAt()) / MILLIS_PER_SECOND;
    }

    private OfQueue of(String name, QueueStats stats, Map<String, DrainTime> seen) {
        long now = clock.now();
        DrainTime drain = drains.get(name);
        if (drain == null) {
            drain = new DrainTime(now, depth(stats));
        }
        seen.put(name, drain);
        return new OfQueue(name, stats, oldestAgeSeconds(stats), drain.seconds(now, depth(stats)));
    }
}

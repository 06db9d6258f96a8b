package dev.forebay.server.metrics;

import dev.forebay.engine.EngineClock;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.Queues;
import dev.forebay.httpapi.alerts.WhoReads;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Collects the figures of all queues for one scrape. On the lane. */
final class QueueFigures {
    /**
     * One queue at one instant.
     *
     * @param oldestAgeSeconds 0 when nothing is unsettled
     * @param drainSeconds 0 when it is empty, infinite when it does not become so
     * @param unread whether messages wait that nobody receives, though somebody should
     */
    record OfQueue(
            QueueInfo info,
            QueueStats stats,
            double oldestAgeSeconds,
            double drainSeconds,
            boolean unread) {
        String name() {
            return info.name();
        }

        /** How old the oldest should get, if somebody said so. */
        OptionalDouble ageObjectiveSeconds() {
            OptionalLong millis = info.settings().ageObjectiveMillis();
            return millis.isPresent()
                    ? OptionalDouble.of(millis.getAsLong() / MILLIS_PER_SECOND)
                    : OptionalDouble.empty();
        }

        boolean missesAgeObjective() {
            OptionalDouble objective = ageObjectiveSeconds();
            return objective.isPresent() && oldestAgeSeconds > objective.getAsDouble();
        }
    }

    private static final double MILLIS_PER_SECOND = 1_000.0;

    private final Queues queues;
    private final EngineClock clock;
    private final int most;

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
        return stream(queues.all()).limit(most).toList();
    }

    /** Each queue, however many there are. */
    List<OfQueue> all() {
        return stream(queues.all()).toList();
    }

    private Stream<OfQueue> stream(Collection<QueueInfo> which) {
        WhoReads whoReads = new WhoReads(queues);
        return which.stream().flatMap(queue -> of(queue, whoReads).stream());
    }

    /** The cap. */
    int most() {
        return most;
    }

    /** How many queues hold a message that is older than it should get. */
    long missedAgeObjectives() {
        List<QueueInfo> bound =
                queues.all().stream()
                        .filter(queue -> queue.settings().ageObjectiveMillis().isPresent())
                        .toList();
        return stream(bound).filter(OfQueue::missesAgeObjective).count();
    }

    /** Every queue's figures, without the cap. */
    List<QueueStats> totals() {
        return queues.all().stream()
                .map(queue -> queues.stats(queue.name()))
                .flatMap(Optional::stream)
                .toList();
    }

    /** Seconds until all queues together are empty at the pace of the last 30 s. */
    static double drainSeconds(List<QueueStats> totals) {
        long depth = totals.stream().mapToLong(QueueFigures::depth).sum();
        double fall =
                totals.stream()
                        .map(QueueStats::pace)
                        .mapToDouble(pace -> pace.settledPerSecond() - pace.sentPerSecond())
                        .sum();
        if (depth == 0) {
            return 0;
        }
        return fall > 0 ? depth / fall : Double.POSITIVE_INFINITY;
    }

    int count() {
        return queues.all().size();
    }

    double oldestAgeSeconds(QueueStats stats) {
        return stats.oldestSentAt() == 0
                ? 0
                : Math.max(0, clock.wall() - stats.oldestSentAt()) / MILLIS_PER_SECOND;
    }

    private Optional<OfQueue> of(QueueInfo queue, WhoReads whoReads) {
        return queues.stats(queue.name())
                .map(stats ->
                        new OfQueue(
                                queue,
                                stats,
                                oldestAgeSeconds(stats),
                                drainSeconds(stats),
                                whoReads.misses(queue.name(), stats)));
    }

    private static double drainSeconds(QueueStats stats) {
        OptionalLong millis = stats.pace().drainMillis();
        if (depth(stats) == 0) {
            return 0;
        }
        return millis.isPresent()
                ? millis.getAsLong() / MILLIS_PER_SECOND
                : Double.POSITIVE_INFINITY;
    }
}

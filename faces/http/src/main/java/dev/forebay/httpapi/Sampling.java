package dev.forebay.httpapi;

import dev.forebay.engine.Lane;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueStats;
import dev.forebay.httpapi.alerts.AlertBook;
import dev.forebay.httpapi.alerts.WhoReads;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Looks at all queues once a second, some at a time so that nobody waits for it, and tells those
 * who listen. On the lane.
 */
final class Sampling {
    private static final int SLICE = 200;
    private static final double MILLIS = 1_000.0;

    /** Looks kept for listeners that come back after a broken connection. */
    private static final int KEPT = 60;

    private final Door door;
    private final ServerView server;
    private final CommitTimes commits = new CommitTimes();
    private final Past past = new Past();
    private final PastKeeping keeping;
    private final AlertWatch alerts;
    private final Set<Consumer<Look>> listeners = new LinkedHashSet<>();
    private final Deque<Look> kept = new ArrayDeque<>(KEPT);
    private Map<String, Figures.Counts> before = new HashMap<>();

    /** Wall-clock ms of the last look; what is younger counts from its first message on. */
    private long lookedAt = Long.MAX_VALUE;

    private ServerView.Traffic trafficBefore =
            new ServerView.Traffic(0, 0, 0, 0, new ServerView.Buckets(List.of(), List.of()));
    private long beforeAt;
    private long tick;

    /**
     * One look.
     *
     * @param number rises by one with each
     * @param wall wall-clock ms
     * @param total over all queues
     * @param traffic of the server
     * @param each of the queues that have something to show, by name
     * @param alerts that last
     */
    record Look(
            long number,
            long wall,
            int queues,
            Figures total,
            Traffic traffic,
            Map<String, Standing> each,
            AlertCount alerts) {}

    Sampling(Door door, ServerView server, Lookout lookout) {
        Lane lane = door.queues().lane();
        this.door = door;
        this.server = server;
        this.keeping = new PastKeeping(past, lookout.past(), lane, door.clock());
        this.alerts =
                new AlertWatch(
                        new AlertBook(lookout.listener()),
                        lookout.alerts(),
                        server,
                        lane,
                        door.clock());
    }

    /** Begins, once, where the server left off before its last stop. */
    void begin() {
        keeping.recall(() ->
                alerts.recall(() -> {
                    beforeAt = door.clock().now();
                    trafficBefore = server.traffic();
                    schedule();
                }));
    }

    /** Keeps what was seen until now for the next start. */
    void keep(Runnable then) {
        keeping.keep(() -> door.onLane(() -> alerts.keepIfChanged(then)));
    }

    AlertBook alerts() {
        return alerts.book();
    }

    Past past() {
        return past;
    }

    /** What a queue did at the last look; dry where that had nothing to show of it. */
    QueueState stateOf(String queue) {
        return last().each().getOrDefault(queue, Standing.NOTHING).state();
    }

    /** The last look; a first one is taken when there is none. */
    Look last() {
        Look last = kept.peekLast();
        return last == null
                ? new Look(
                        0,
                        door.clock().wall(),
                        0,
                        Figures.NOTHING,
                        Traffic.NOTHING,
                        Map.of(),
                        AlertCount.NONE)
                : last;
    }

    /** Told of each look from now on, after those that followed the one named if they are kept. */
    void listen(Consumer<Look> listener, long after) {
        if (after > 0 && after <= tick) {
            kept.stream().filter(look -> look.number() > after).forEach(listener);
        } else if (!kept.isEmpty()) {
            listener.accept(last());
        }
        listeners.add(listener);
    }

    void forget(Consumer<Look> listener) {
        listeners.remove(listener);
    }

    private void schedule() {
        // At full seconds, so that each has its look.
        long step = Step.SECOND.millis();
        door.queues().lane().schedule(this::look, step - door.clock().wall() % step);
    }

    private void look() {
        long now = door.clock().now();
        Round round = new Round((now - beforeAt) / MILLIS);
        beforeAt = now;
        round.go();
        schedule();
    }

    /** One walk over all queues. */
    private final class Round {
        private final double seconds;
        private final Queue<QueueInfo> left = new ArrayDeque<>(door.queues().all());
        private final int count = left.size();
        private final Map<String, Figures.Counts> counts = new HashMap<>(2 * count);
        private final Map<String, Standing> each = new LinkedHashMap<>();
        private final WhoReads whoReads = new WhoReads(door.queues());
        private final long begunAt = door.clock().wall();
        private Figures total = Figures.NOTHING;
        private long deadLetters;

        Round(double seconds) {
            this.seconds = seconds;
        }

        void go() {
            long wall = door.clock().wall();
            if (left.size() == count) {
                alerts.begin();
            }
            for (int i = 0; i < SLICE && !left.isEmpty(); i++) {
                QueueInfo queue = left.remove();
                door.queues().stats(queue.name()).ifPresent(stats -> look(queue, stats, wall));
            }
            if (left.isEmpty()) {
                finish(wall);
            } else {
                door.queues().lane().goOn(this::go);
            }
        }

        private void look(QueueInfo queue, QueueStats stats, long wall) {
            String name = queue.name();
            Figures.Counts now = Figures.Counts.of(stats);
            counts.put(name, now);
            Figures.Counts then =
                    before.getOrDefault(
                            name, queue.createdAt() >= lookedAt ? Figures.Counts.NONE : now);
            Figures figures = Figures.of(stats, then, wall, seconds);
            total = total.plus(figures);
            boolean takesDeadLetters = whoReads.takesDeadLetters(name);
            if (takesDeadLetters) {
                deadLetters += figures.depth();
            }
            if (!figures.isQuiet()) {
                Standing standing =
                        Standing.of(
                                queue, stats, figures, whoReads.consumers(name), takesDeadLetters);
                each.put(name, standing);
                long newDeadLetters = Math.max(0, now.dead() - then.dead());
                alerts.see(queue, stats, standing, newDeadLetters, whoReads.of(name, stats));
            }
        }

        private void finish(long wall) {
            before = counts;
            lookedAt = begunAt;
            ServerView.Traffic now = server.traffic();
            commits.add(now.commits());
            Traffic traffic = Traffic.of(now, trafficBefore, seconds, commits, deadLetters);
            trafficBefore = now;
            alerts.end(counts.keySet());
            AlertCount counted = AlertCount.of(alerts.book(), wall);
            Look look = new Look(++tick, wall, count, total, traffic, each, counted);
            past.add(look, counts.keySet());
            keeping.seen(look);
            if (kept.size() == KEPT) {
                kept.remove();
            }
            kept.add(look);
            for (Consumer<Look> listener : Set.copyOf(listeners)) {
                listener.accept(look);
            }
        }
    }
}

package dev.forebay.httpapi;

import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.Subscriptions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
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
    private final Set<Consumer<Look>> listeners = new LinkedHashSet<>();
    private final Deque<Look> kept = new ArrayDeque<>(KEPT);
    private Map<String, Figures.Counts> before = new HashMap<>();
    private ServerView.Traffic trafficBefore =
            new ServerView.Traffic(0, 0, 0, 0, new ServerView.Buckets(List.of(), List.of()));
    private long beforeAt;
    private long tick;
    private boolean begun;

    /**
     * One look.
     *
     * @param number rises by one with each
     * @param wall wall-clock ms
     * @param total over all queues
     * @param traffic of the server
     * @param each of the queues that have something to show, by name
     */
    record Look(
            long number,
            long wall,
            int queues,
            Figures total,
            Traffic traffic,
            Map<String, Standing> each) {}

    Sampling(Door door, ServerView server) {
        this.door = door;
        this.server = server;
    }

    /** Begins, once. */
    void begin() {
        if (!begun) {
            begun = true;
            beforeAt = door.clock().now();
            trafficBefore = server.traffic();
            schedule();
        }
    }

    Past past() {
        return past;
    }

    /** The last look; a first one is taken when there is none. */
    Look last() {
        Look last = kept.peekLast();
        return last == null
                ? new Look(0, door.clock().wall(), 0, Figures.NOTHING, Traffic.NOTHING, Map.of())
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
        door.queues().lane().schedule(this::look, Past.STEP);
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
        private final Set<String> deadLetterQueues = deadLetterQueues();
        private Figures total = Figures.NOTHING;
        private long deadLetters;

        Round(double seconds) {
            this.seconds = seconds;
        }

        void go() {
            long wall = door.clock().wall();
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
            Figures figures = Figures.of(stats, before.getOrDefault(name, now), wall, seconds);
            total = total.plus(figures);
            boolean takesDeadLetters = deadLetterQueues.contains(name);
            if (takesDeadLetters) {
                deadLetters += figures.depth();
            }
            if (!figures.isQuiet()) {
                each.put(
                        name,
                        Standing.of(queue, stats, figures, consumers(name), takesDeadLetters));
            }
        }

        private int consumers(String queue) {
            return door.queues()
                    .subscriptions()
                    .consumers(queue, Subscriptions.WORK)
                    .map(List::size)
                    .orElse(0);
        }

        private Set<String> deadLetterQueues() {
            Set<String> names = new HashSet<>();
            left.forEach(queue ->
                    queue.settings().deadLetter().ifPresent(rule -> names.add(rule.queue())));
            return names;
        }

        private void finish(long wall) {
            before = counts;
            ServerView.Traffic now = server.traffic();
            commits.add(now.commits());
            Traffic traffic = Traffic.of(now, trafficBefore, seconds, commits, deadLetters);
            trafficBefore = now;
            Look look = new Look(++tick, wall, count, total, traffic, each);
            past.add(look);
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

package dev.forebay.httpapi;

import dev.forebay.engine.QueueInfo;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
    private final Past past = new Past();
    private final Set<Consumer<Look>> listeners = new LinkedHashSet<>();
    private final Deque<Look> kept = new ArrayDeque<>(KEPT);
    private Map<String, Figures.Counts> before = new HashMap<>();
    private long beforeAt;
    private long tick;
    private boolean begun;

    /**
     * One look.
     *
     * @param number rises by one with each
     * @param wall wall-clock ms
     * @param total over all queues
     * @param each of the queues that have something to show, by name
     */
    record Look(long number, long wall, int queues, Figures total, Map<String, Figures> each) {}

    Sampling(Door door) {
        this.door = door;
    }

    /** Begins, once. */
    void begin() {
        if (!begun) {
            begun = true;
            beforeAt = door.clock().now();
            schedule();
        }
    }

    Past past() {
        return past;
    }

    /** The last look; a first one is taken when there is none. */
    Look last() {
        Look last = kept.peekLast();
        return last == null ? new Look(0, door.clock().wall(), 0, Figures.NOTHING, Map.of()) : last;
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
        private final Map<String, Figures> each = new LinkedHashMap<>();
        private Figures total = Figures.NOTHING;

        Round(double seconds) {
            this.seconds = seconds;
        }

        void go() {
            long wall = door.clock().wall();
            for (int i = 0; i < SLICE && !left.isEmpty(); i++) {
                String name = left.remove().name();
                door.queues()
                        .stats(name)
                        .ifPresent(stats -> {
                            Figures.Counts now = Figures.Counts.of(stats);
                            counts.put(name, now);
                            Figures figures =
                                    Figures.of(
                                            stats, before.getOrDefault(name, now), wall, seconds);
                            total = total.plus(figures);
                            if (!figures.isQuiet()) {
                                each.put(name, figures);
                            }
                        });
            }
            if (left.isEmpty()) {
                finish(wall);
            } else {
                door.queues().lane().goOn(this::go);
            }
        }

        private void finish(long wall) {
            before = counts;
            Look look = new Look(++tick, wall, count, total, each);
            past.add(tick, wall, total, each);
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

package dev.forebay.amqp.management;

import dev.forebay.access.vhost.Vhost;
import dev.forebay.amqp.Administration;
import dev.forebay.amqp.VirtualHost;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.Queues;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Adds up the figures of all queues that somebody sees, by virtual host, some at a time, so that
 * nobody waits. On the lane.
 */
final class Totals {
    private static final int SLICE = 500;

    private final Sight sight;
    private final Queues queues;
    private final ArrayDeque<QueueInfo> left;
    private final Consumer<Totals> then;
    private final Map<Vhost, Total> totals = new HashMap<>();

    /** Of one virtual host. */
    record Total(int queues, Rates.Counts counts) {
        static final Total NOTHING = new Total(0, Rates.Counts.NOTHING);

        Total plus(Total other) {
            return new Total(queues + other.queues, counts.plus(other.counts));
        }
    }

    private Totals(Sight sight, Consumer<Totals> then) {
        this.sight = sight;
        this.queues = sight.administration().queues();
        this.left = new ArrayDeque<>(queues.all());
        this.then = then;
    }

    /**
     * Counts.
     *
     * @param then told when all are counted
     */
    static void of(Sight sight, Consumer<Totals> then) {
        Totals totals = new Totals(sight, then);
        sight.hosts().forEach(host -> totals.totals.put(host.vhost(), totals.ofPublishers(host)));
        totals.go();
    }

    private Total ofPublishers(VirtualHost host) {
        return new Total(0, Rates.Counts.of(sight.administration().traffic(host.name())));
    }

    private void go() {
        for (int i = 0; i < SLICE && !left.isEmpty(); i++) {
            add(left.removeFirst());
        }
        if (left.isEmpty()) {
            then.accept(this);
        } else {
            queues.lane().goOn(this::go);
        }
    }

    private void add(QueueInfo queue) {
        Vhost host = Vhost.of(queue.name());
        if (totals.containsKey(host) && sight.sees(host.name(), Administration.local(queue))) {
            queues.stats(queue.name())
                    .map(stats -> new Total(1, sight.counts(queue, stats)))
                    .ifPresent(one -> totals.merge(host, one, Total::plus));
        }
    }

    /** That of a virtual host. */
    Total in(VirtualHost host) {
        return totals.getOrDefault(host.vhost(), Total.NOTHING);
    }

    /** That of all of them together. */
    Total all() {
        return totals.values().stream().reduce(Total.NOTHING, Total::plus);
    }
}

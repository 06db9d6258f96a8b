package dev.forebay.engine.sim;

import dev.forebay.engine.Delivery;
import dev.forebay.engine.LeaseId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The reference models of a world: one for what ordinary receives share, and one for each named
 * subscription and each pass of a replay, since each has a delivery state of its own.
 */
final class Lines {
    /** The name of the subscription that queues with readers have. */
    static final String READER = "reader";

    /**
     * A delivery state besides that of ordinary receives.
     *
     * @param queue whose messages
     * @param number of the subscription or pass
     * @param feeds number of the subscription whose receives its messages are given to
     */
    record Line(String queue, int number, int feeds, Model model) {
        boolean isSubscription() {
            return feeds == number;
        }
    }

    final Model work;
    private final Map<String, Line> lines = new LinkedHashMap<>();

    Lines(Model work) {
        this.work = work;
    }

    void add(Line line) {
        lines.put(name(line.queue(), line.number()), line);
    }

    boolean isKnown(String queue, int number) {
        return lines.containsKey(name(queue, number));
    }

    /** All models, that of ordinary receives first. */
    List<Model> models() {
        List<Model> all = new ArrayList<>();
        all.add(work);
        lines.values().forEach(line -> all.add(line.model()));
        return all;
    }

    /** The subscriptions of a queue. */
    List<Line> subscriptions() {
        return lines.values().stream().filter(Line::isSubscription).toList();
    }

    /** The passes of replays, the oldest first. */
    List<Line> passes() {
        return lines.values().stream().filter(line -> !line.isSubscription()).toList();
    }

    /** The models whose messages a receive from this subscription may be given. */
    List<Model> fedTo(String queue, int subscription) {
        List<Model> all = new ArrayList<>();
        if (subscription == 0) {
            all.add(work);
        }
        for (Line line : lines.values()) {
            if (line.queue().equals(queue) && line.feeds() == subscription) {
                all.add(line.model());
            }
        }
        return all;
    }

    /** The model of the delivery state that a lease names. */
    Model of(String queue, LeaseId lease) {
        if (lease.pass() == 0) {
            return work;
        }
        Line line = lines.get(name(queue, lease.pass()));
        if (line == null) {
            throw new SimulationFailure("a lease of an unknown pass of " + queue + ": " + lease);
        }
        return line.model();
    }

    Model of(String queue, Delivery delivery) {
        return of(queue, delivery.lease());
    }

    private static String name(String queue, int number) {
        return queue + "#" + number;
    }
}

package dev.forebay.engine.sim;

import dev.forebay.engine.Flow;
import dev.forebay.engine.QueueSettings;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** The queues there are: their settings as last told, and what unanswered changes may make them. */
final class Declared {
    final Flows flows;

    private final Map<String, QueueSettings> queues = new LinkedHashMap<>();
    private final Set<String> relimited = new LinkedHashSet<>();

    Declared() {
        this(new Flows());
    }

    private Declared(Flows flows) {
        this.flows = flows;
    }

    Declared copy() {
        Declared copy = new Declared(flows.copy());
        copy.queues.putAll(queues);
        copy.relimited.addAll(relimited);
        return copy;
    }

    void put(String queue, QueueSettings settings) {
        queues.put(queue, settings);
    }

    QueueSettings get(String queue) {
        QueueSettings settings = queues.get(queue);
        if (settings == null) {
            throw new SimulationFailure("there is no queue " + queue);
        }
        return settings;
    }

    Set<String> names() {
        return queues.keySet();
    }

    Collection<QueueSettings> settings() {
        return queues.values();
    }

    void steered(String queue, Flow flow, long now) {
        put(queue, get(queue).withFlow(flow));
        flows.changed(queue, flow, now);
    }

    /** The depth limit is changing: from then on nothing is said about it. */
    void relimiting(String queue) {
        relimited.add(queue);
    }

    /** Whether the depth limit was ever asked to change. */
    boolean isRelimited(String queue) {
        return relimited.contains(queue);
    }

    /** Settings as a recovered server shows them: those last told, or an unanswered change. */
    void adopt(String queue, QueueSettings found, long now) {
        QueueSettings known = get(queue);
        QueueSettings steered =
                flows.isPossible(queue, found.flow()) ? known.withFlow(found.flow()) : known;
        QueueSettings like =
                found.maxDepth().isPresent() && isRelimited(queue)
                        ? steered.withMaxDepth(found.maxDepth().getAsLong())
                        : steered;
        if (!found.equals(like)) {
            throw new SimulationFailure(queue + " came back with " + found + ", not " + known);
        }
        put(queue, found);
        flows.changed(queue, found.flow(), now);
    }
}

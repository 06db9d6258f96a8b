package dev.forebay.engine.sim;

import dev.forebay.engine.QueueSettings;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The queues there are, with their settings as last told. */
final class Declared {
    private final Map<String, QueueSettings> queues = new LinkedHashMap<>();

    Declared copy() {
        Declared copy = new Declared();
        copy.queues.putAll(queues);
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
}

package dev.forebay.amqp.routing;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The targets of bindings that match alike, in the order they were bound in. Bindings that differ
 * only in what does not matter to the exchange share a target here, which stays until the last of
 * them goes.
 */
final class Targets {
    private final Map<Target, Integer> bindings = new LinkedHashMap<>(2);

    void add(Target target) {
        bindings.merge(target, 1, Integer::sum);
    }

    void remove(Target target) {
        bindings.computeIfPresent(target, (same, count) -> count == 1 ? null : count - 1);
    }

    boolean isEmpty() {
        return bindings.isEmpty();
    }

    void reach(Walk walk) {
        for (Target target : bindings.keySet()) {
            walk.reach(target);
        }
    }
}

package dev.forebay.engine.sim;

import dev.forebay.engine.Flow;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Which flow each queue may have, and since when that is certain. */
final class Flows {
    private static final class Known {
        private final Set<Flow> possible = EnumSet.of(Flow.RUNNING);
        private long since;
    }

    private final Map<String, Known> queues = new HashMap<>();

    Flows copy() {
        Flows copy = new Flows();
        queues.forEach((name, known) -> {
            Known own = copy.known(name);
            own.possible.clear();
            own.possible.addAll(known.possible);
            own.since = known.since;
        });
        return copy;
    }

    private Known known(String queue) {
        return queues.computeIfAbsent(queue, name -> new Known());
    }

    void changing(String queue, Flow flow) {
        known(queue).possible.add(flow);
    }

    void changed(String queue, Flow flow, long now) {
        Known known = known(queue);
        known.possible.clear();
        known.possible.add(flow);
        known.since = now;
    }

    boolean isPossible(String queue, Flow flow) {
        return known(queue).possible.contains(flow);
    }

    /** What was answered must have been allowed at some time since it was asked. */
    void requireAllowed(String queue, Predicate<Flow> allows, long asked, String what) {
        Known known = known(queue);
        if (known.since < asked && known.possible.stream().noneMatch(allows)) {
            throw new SimulationFailure(what + " although " + queue + " is " + known.possible);
        }
    }

    /** What was refused must have been forbidden at some time. */
    void requireForbidden(String queue, Predicate<Flow> allows, long asked, String what) {
        Known known = known(queue);
        if (known.since < asked && known.possible.stream().allMatch(allows)) {
            throw new SimulationFailure(what + " although " + queue + " is " + known.possible);
        }
    }
}

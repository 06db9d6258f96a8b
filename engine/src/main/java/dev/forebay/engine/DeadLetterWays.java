package dev.forebay.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which queues' dead letters may go where at one instant, and where they come to rest: what has to
 * be told of dead letters over all queues begins here, whatever leads them there.
 */
public final class DeadLetterWays {
    private final Map<String, Set<String>> targets;

    /** By target the sources of each way that leads there. */
    private final Map<String, List<List<String>>> leading = new HashMap<>();

    private final Set<String> restingPlaces = new HashSet<>();

    /**
     * From the targets of each source; many sources with the same targets should have the same set
     * of them.
     */
    public DeadLetterWays(Map<String, Set<String>> targets) {
        this.targets = targets;
        IdentityHashMap<Set<String>, List<String>> sources = new IdentityHashMap<>();
        targets.forEach((source, way) ->
                sources.computeIfAbsent(way, unused -> new ArrayList<>()).add(source));
        sources.forEach((way, from) -> way.forEach(target -> lead(from, target)));
    }

    private void lead(List<String> from, String target) {
        leading.computeIfAbsent(target, unused -> new ArrayList<>(1)).add(from);
        if (from.stream().anyMatch(source -> restsAt(target, source))) {
            restingPlaces.add(target);
        }
    }

    /**
     * Whether dead letters of others wait there. A queue whose own dead letters come back to it
     * from there, as from one where they wait for the next attempt, has work for its consumers.
     */
    public boolean restAt(String queue) {
        return restingPlaces.contains(queue);
    }

    /** All queues where dead letters of others wait. */
    public Set<String> restingPlaces() {
        return Collections.unmodifiableSet(restingPlaces);
    }

    /** Whose dead letters may go to that queue, in no order. */
    public List<String> sources(String queue) {
        return leading.getOrDefault(queue, List.of()).stream().flatMap(List::stream).toList();
    }

    private boolean restsAt(String target, String source) {
        return !targets.getOrDefault(target, Set.of()).contains(source);
    }
}

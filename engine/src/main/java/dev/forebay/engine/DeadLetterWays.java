package dev.forebay.engine;

import java.util.ArrayList;
import java.util.Collections;
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

    /** Sources by where they lead: those that share a way share its set. */
    private final IdentityHashMap<Set<String>, List<String>> sources = new IdentityHashMap<>();

    private final Set<String> restingPlaces = new HashSet<>();

    /**
     * From the targets of each source; many sources with the same targets should have the same set
     * of them.
     */
    public DeadLetterWays(Map<String, Set<String>> targets) {
        this.targets = targets;
        for (Map.Entry<String, Set<String>> entry : targets.entrySet()) {
            sources.computeIfAbsent(entry.getValue(), unused -> new ArrayList<>())
                    .add(entry.getKey());
        }
        sources.forEach((way, from) -> {
            for (String target : way) {
                if (from.stream().anyMatch(source -> restsAt(target, source))) {
                    restingPlaces.add(target);
                }
            }
        });
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
        return sources.entrySet().stream()
                .filter(entry -> entry.getKey().contains(queue))
                .flatMap(entry -> entry.getValue().stream())
                .toList();
    }

    private boolean restsAt(String target, String source) {
        return !targets.getOrDefault(target, Set.of()).contains(source);
    }
}

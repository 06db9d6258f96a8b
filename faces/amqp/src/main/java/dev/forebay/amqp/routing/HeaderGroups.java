package dev.forebay.amqp.routing;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bindings that want all of their headers, grouped by the names of these. */
final class HeaderGroups {
    /** By names that need a value, then names that need only be there. */
    private final Map<List<List<String>>, HeaderGroup> groups = new HashMap<>();

    /** By the one name under which each group is looked for. */
    private final Map<String, Map<HeaderGroup, Boolean>> byAnchor = new HashMap<>();

    /** Bindings that want nothing, and so match everything. */
    private final Targets undemanding = new Targets();

    void add(HeaderDemand demand, Target target) {
        if (isUndemanding(demand)) {
            undemanding.add(target);
            return;
        }
        groups.computeIfAbsent(key(demand), key -> newGroup(demand)).add(demand.values(), target);
    }

    void remove(HeaderDemand demand, Target target) {
        if (isUndemanding(demand)) {
            undemanding.remove(target);
            return;
        }
        groups.computeIfPresent(
                key(demand),
                (key, group) -> {
                    group.remove(demand.values(), target);
                    if (!group.isEmpty()) {
                        return group;
                    }
                    forget(group);
                    return null;
                });
    }

    void match(Map<String, @Nullable Object> headers, Walk walk) {
        undemanding.reach(walk);
        if (groups.isEmpty()) {
            return;
        }
        for (String name : headers.keySet()) {
            walk.step();
            Map<HeaderGroup, Boolean> anchored = byAnchor.get(name);
            if (anchored != null) {
                for (HeaderGroup group : anchored.keySet()) {
                    group.match(headers, walk);
                }
            }
        }
    }

    private HeaderGroup newGroup(HeaderDemand demand) {
        HeaderGroup group = new HeaderGroup(demand.names(), demand.present(), anchor(demand));
        byAnchor.computeIfAbsent(group.anchor(), name -> new LinkedHashMap<>())
                .put(group, Boolean.TRUE);
        return group;
    }

    private void forget(HeaderGroup group) {
        byAnchor.computeIfPresent(
                group.anchor(),
                (name, anchored) -> {
                    anchored.remove(group);
                    return anchored.isEmpty() ? null : anchored;
                });
    }

    /** Of the group's names the one that the fewest groups are looked for by. */
    private String anchor(HeaderDemand demand) {
        String rarest = demand.names().isEmpty() ? demand.present().getFirst() : "";
        int fewest = Integer.MAX_VALUE;
        for (List<String> names : key(demand)) {
            for (String name : names) {
                int count = byAnchor.getOrDefault(name, Map.of()).size();
                if (count < fewest) {
                    fewest = count;
                    rarest = name;
                }
            }
        }
        return rarest;
    }

    private static boolean isUndemanding(HeaderDemand demand) {
        return demand.names().isEmpty() && demand.present().isEmpty();
    }

    private static List<List<String>> key(HeaderDemand demand) {
        return List.of(demand.names(), demand.present());
    }
}

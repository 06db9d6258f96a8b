package dev.forebay.amqp.routing;

import dev.forebay.amqp.codec.FieldValues;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * By headers. Bindings that want one of several are found by each pair of name and value; those
 * that want all are found in groups of the same names, by all values at once ({@link HeaderGroup}).
 * A group is looked at only when the message has the rarest of its names, so what counts is the
 * number of different sets of names, not of bindings.
 */
final class HeadersMatcher implements Matcher {
    private final Map<String, Map<Object, Targets>> anyOf = new HashMap<>();
    private final Map<String, Targets> anyPresent = new HashMap<>();
    private final HeaderGroups allOf = new HeaderGroups();

    @Override
    public void add(Binding binding, Target target) {
        HeaderDemand demand = HeaderDemand.of(binding.arguments());
        if (!demand.any()) {
            allOf.add(demand, target);
            return;
        }
        for (int i = 0; i < demand.names().size(); i++) {
            anyOf.computeIfAbsent(demand.names().get(i), name -> new HashMap<>())
                    .computeIfAbsent(demand.values().get(i), value -> new Targets())
                    .add(target);
        }
        for (String name : demand.present()) {
            anyPresent.computeIfAbsent(name, same -> new Targets()).add(target);
        }
    }

    @Override
    public void remove(Binding binding, Target target) {
        HeaderDemand demand = HeaderDemand.of(binding.arguments());
        if (!demand.any()) {
            allOf.remove(demand, target);
            return;
        }
        for (int i = 0; i < demand.names().size(); i++) {
            Object value = demand.values().get(i);
            anyOf.computeIfPresent(
                    demand.names().get(i), (name, pairs) -> without(pairs, value, target));
        }
        for (String name : demand.present()) {
            without(anyPresent, name, target);
        }
    }

    @Override
    public void match(RoutedMessage message, Walk walk) {
        allOf.match(message.headers(), walk);
        if (anyOf.isEmpty() && anyPresent.isEmpty()) {
            return;
        }
        message.headers()
                .forEach((name, value) -> {
                    walk.step();
                    reach(anyPresent.get(name), walk);
                    Map<Object, Targets> pairs = anyOf.get(name);
                    if (pairs != null) {
                        walk.step();
                        reach(pairs.get(FieldValues.matchable(value)), walk);
                    }
                });
    }

    private static void reach(@Nullable Targets targets, Walk walk) {
        if (targets != null) {
            targets.reach(walk);
        }
    }

    /** Takes a target away; null when nothing is left. */
    static <K> @Nullable Map<K, Targets> without(Map<K, Targets> map, K key, Target target) {
        map.computeIfPresent(
                key,
                (same, targets) -> {
                    targets.remove(target);
                    return targets.isEmpty() ? null : targets;
                });
        return map.isEmpty() ? null : map;
    }
}

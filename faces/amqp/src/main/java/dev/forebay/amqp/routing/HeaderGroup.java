package dev.forebay.amqp.routing;

import dev.forebay.amqp.codec.FieldValues;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bindings that want all of the same headers, found by the values they want. */
final class HeaderGroup {
    private final List<String> names;
    private final List<String> present;
    private final String anchor;
    private final Map<List<Object>, Targets> byValues = new HashMap<>();

    HeaderGroup(List<String> names, List<String> present, String anchor) {
        this.names = names;
        this.present = present;
        this.anchor = anchor;
    }

    /** The name under which the group is looked for. */
    String anchor() {
        return anchor;
    }

    void add(List<Object> values, Target target) {
        byValues.computeIfAbsent(values, same -> new Targets()).add(target);
    }

    void remove(List<Object> values, Target target) {
        HeadersMatcher.without(byValues, values, target);
    }

    boolean isEmpty() {
        return byValues.isEmpty();
    }

    void match(Map<String, @Nullable Object> headers, Walk walk) {
        walk.step();
        for (String name : present) {
            if (!headers.containsKey(name)) {
                return;
            }
        }
        List<Object> values = new ArrayList<>(names.size());
        for (String name : names) {
            Object value = FieldValues.matchable(headers.get(name));
            if (value == null) {
                return;
            }
            values.add(value);
        }
        Targets targets = byValues.get(values);
        if (targets != null) {
            targets.reach(walk);
        }
    }
}

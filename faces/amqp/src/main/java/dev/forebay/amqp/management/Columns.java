package dev.forebay.amqp.management;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which members of the things in an answer are wanted.
 *
 * @param paths names, with dots where they lie within others; none for all
 */
record Columns(List<String> paths) {
    /** As the query has it: with commas between. */
    static Columns of(String query) {
        return new Columns(query.isEmpty() ? List.of() : List.of(query.split(",", -1)));
    }

    Map<String, @Nullable Object> cut(Map<String, @Nullable Object> members) {
        if (paths.isEmpty()) {
            return members;
        }
        Map<String, @Nullable Object> wanted = new LinkedHashMap<>();
        for (String path : paths) {
            Object value = at(members, path);
            if (value != null) {
                put(wanted, path, value);
            }
        }
        return wanted;
    }

    private static void put(Map<String, @Nullable Object> into, String path, Object value) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            into.put(path, value);
            return;
        }
        String name = path.substring(0, dot);
        Map<String, @Nullable Object> inner =
                into.get(name) instanceof Map<?, ?> there
                        ? new LinkedHashMap<>(Wish.of(there).members())
                        : new LinkedHashMap<>();
        put(inner, path.substring(dot + 1), value);
        into.put(name, inner);
    }

    /** What lies at a path; null for nothing. */
    static @Nullable Object at(Map<String, @Nullable Object> members, String path) {
        Object value = members;
        for (String name : path.split("\\.", -1)) {
            value = value instanceof Map<?, ?> object ? object.get(name) : null;
        }
        return value;
    }
}

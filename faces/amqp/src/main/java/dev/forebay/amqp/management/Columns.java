package dev.forebay.amqp.management;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which members of the things in an answer are wanted, and of these which members again.
 *
 * @param inner by their names; none for all there is
 */
record Columns(Map<String, Columns> inner) {
    /** As the query has it: with commas between, and dots where they lie within others. */
    static Columns of(String query) {
        Columns all = new Columns(new LinkedHashMap<>());
        if (!query.isEmpty()) {
            for (String path : query.split(",", -1)) {
                Columns at = all;
                for (String name : path.split("\\.", -1)) {
                    at = at.inner.computeIfAbsent(name, _ -> new Columns(new LinkedHashMap<>()));
                }
            }
        }
        return all;
    }

    Map<String, @Nullable Object> cut(Map<String, @Nullable Object> members) {
        if (inner.isEmpty()) {
            return members;
        }
        Map<String, @Nullable Object> wanted = new LinkedHashMap<>();
        inner.forEach((name, columns) -> {
            Object value = columns.within(members.get(name));
            if (value != null) {
                wanted.put(name, value);
            }
        });
        return wanted;
    }

    /** What lies deeper, in each element of an array too; null for nothing. */
    private @Nullable Object within(@Nullable Object value) {
        if (inner.isEmpty()) {
            return value;
        }
        return switch (value) {
            case Map<?, ?> object -> {
                Map<String, @Nullable Object> cut = cut(Wish.of(object).members());
                yield cut.isEmpty() ? null : cut;
            }
            case List<?> list -> {
                List<@Nullable Object> cut = new ArrayList<>(list.size());
                list.forEach(element -> cut.add(within(element)));
                yield cut;
            }
            case null, default -> value;
        };
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

package dev.forebay.amqp.management;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Objects that {@code rabbitmqctl} writes as arrays of pairs of a name and a value: those in values
 * of parameters. A true array of such pairs looks the same; RabbitMQ cannot tell them apart either.
 */
final class Pairs {
    private Pairs() {}

    /** The same value with objects, however deep, in place of arrays of pairs. */
    static @Nullable Object asObjects(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Map<?, ?> object -> members(object);
            case List<?> list when isPairs(list) -> object(list);
            case List<?> list -> elements(list);
            default -> value;
        };
    }

    private static boolean isPairs(List<?> list) {
        return !list.isEmpty()
                && list.stream()
                        .allMatch(element ->
                                element instanceof List<?> pair
                                        && pair.size() == 2
                                        && pair.getFirst() instanceof String);
    }

    private static Map<String, @Nullable Object> object(List<?> pairs) {
        Map<String, @Nullable Object> object = LinkedHashMap.newLinkedHashMap(pairs.size());
        for (Object element : pairs) {
            if (element instanceof List<?> pair) {
                object.put(String.valueOf(pair.getFirst()), asObjects(pair.getLast()));
            }
        }
        return object;
    }

    private static Map<String, @Nullable Object> members(Map<?, ?> object) {
        Map<String, @Nullable Object> members = LinkedHashMap.newLinkedHashMap(object.size());
        object.forEach((name, value) -> members.put(String.valueOf(name), asObjects(value)));
        return members;
    }

    private static List<@Nullable Object> elements(List<?> list) {
        List<@Nullable Object> elements = new ArrayList<>(list.size());
        list.forEach(element -> elements.add(asObjects(element)));
        return elements;
    }
}

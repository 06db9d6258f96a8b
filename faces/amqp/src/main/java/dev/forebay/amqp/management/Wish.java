package dev.forebay.amqp.management;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for: the members of a JSON object, each read as the type it must have. Unknown
 * members are passed over, since tools of newer versions send more.
 */
record Wish(Map<String, @Nullable Object> members) {
    static Wish of(Map<?, ?> object) {
        Map<String, @Nullable Object> members = LinkedHashMap.newLinkedHashMap(object.size());
        object.forEach((name, value) -> members.put(String.valueOf(name), value));
        return new Wish(members);
    }

    /**
     * Fails unless all of these are there.
     *
     * @throws ApiError 400 that names those that are not
     */
    Wish requiring(String... names) {
        List<String> missing = new ArrayList<>(0);
        for (String name : names) {
            if (!members.containsKey(name)) {
                missing.add(name);
            }
        }
        if (!missing.isEmpty()) {
            throw ApiError.badRequest(
                    missing.stream()
                            .map(name -> "{key_missing," + name + "}")
                            .collect(Collectors.joining(",", "[", "]")));
        }
        return this;
    }

    boolean has(String name) {
        return members.get(name) != null;
    }

    @Nullable Object value(String name) {
        return members.get(name);
    }

    String text(String name) {
        String text = text(name, "");
        if (text.isEmpty() && !(members.get(name) instanceof String)) {
            throw wrong(name, "a string");
        }
        return text;
    }

    String text(String name, String otherwise) {
        return switch (members.get(name)) {
            case null -> otherwise;
            case String text -> text;
            default -> throw wrong(name, "a string");
        };
    }

    /** Also as a text, since command lines send it so. */
    boolean flag(String name, boolean otherwise) {
        return switch (members.get(name)) {
            case null -> otherwise;
            case Boolean flag -> flag;
            case String text when text.equals("true") -> true;
            case String text when text.equals("false") -> false;
            default -> throw wrong(name, "true or false");
        };
    }

    /** Also as a text, since command lines send it so. */
    long number(String name, long otherwise) {
        return switch (members.get(name)) {
            case null -> otherwise;
            case Long number -> number;
            case String text when text.matches("-?\\d{1,18}") -> Long.parseLong(text);
            default -> throw wrong(name, "a whole number");
        };
    }

    /** Words as a list, or as RabbitMQ had them once, as one text with commas. */
    List<String> words(String name) {
        return members.get(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : Arrays.stream(text(name, "").split(",", -1))
                        .map(String::strip)
                        .filter(word -> !word.isEmpty())
                        .toList();
    }

    /** An object; an empty one where there is none. */
    Wish object(String name) {
        return switch (members.get(name)) {
            case null -> new Wish(Map.of());
            case Map<?, ?> object -> of(object);
            case List<?> list when list.isEmpty() -> new Wish(Map.of());
            default -> throw wrong(name, "an object");
        };
    }

    /** The objects of an array; none where there is none. */
    List<Wish> objects(String name) {
        Object value = members.get(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw wrong(name, "an array");
        }
        List<Wish> objects = new ArrayList<>(list.size());
        for (Object element : list) {
            if (!(element instanceof Map<?, ?> object)) {
                throw wrong(name, "an array of objects");
            }
            objects.add(of(object));
        }
        return objects;
    }

    private static ApiError wrong(String name, String wanted) {
        return ApiError.badRequest(name + " is not " + wanted);
    }
}

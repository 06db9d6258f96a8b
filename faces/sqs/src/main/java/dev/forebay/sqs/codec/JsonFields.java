package dev.forebay.sqs.codec;

import dev.forebay.sqs.codec.JsonValues.JsonNumber;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Members of a JSON structure that has been read whole. */
final class JsonFields implements Fields {
    private final Map<?, ?> members;

    JsonFields(Map<?, ?> members) {
        this.members = members;
    }

    @Override
    public @Nullable String string(String member) {
        Object value = members.get(member);
        if (value != null && !(value instanceof String)) {
            throw JsonValues.wrongType(member, "a String");
        }
        return (String) value;
    }

    @Override
    public @Nullable Integer integer(String member) {
        Object value = members.get(member);
        if (value == null) {
            return null;
        }
        if (value instanceof JsonNumber number) {
            try {
                return Integer.valueOf(number.text());
            } catch (NumberFormatException _) {
                throw JsonValues.wrongType(member, "an Integer");
            }
        }
        throw JsonValues.wrongType(member, "an Integer");
    }

    @Override
    public byte @Nullable [] binary(String member) {
        String text = string(member);
        if (text == null) {
            return null;
        }
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            throw JsonValues.wrongType(member, "base64");
        }
    }

    @Override
    public List<String> strings(String member, String queryName) {
        List<String> strings = new ArrayList<>();
        for (Object element : list(member)) {
            if (!(element instanceof String text)) {
                throw JsonValues.wrongType(member, "a list of Strings");
            }
            strings.add(text);
        }
        return strings;
    }

    @Override
    public @Nullable Map<String, String> map(
            String member, String queryName, String key, String value) {
        return typedMap(
                member,
                (name, entry) -> {
                    if (entry instanceof String text) {
                        return text;
                    }
                    throw JsonValues.wrongType(member + "." + name, "a String");
                });
    }

    @Override
    public Map<String, Fields> structures(String member, String queryName) {
        Map<String, Fields> structures =
                typedMap(member, (name, entry) -> structure(member + "." + name, entry));
        return structures == null ? Map.of() : structures;
    }

    @Override
    public @Nullable List<Fields> entries(String member, String queryName) {
        if (members.get(member) == null) {
            return null;
        }
        List<Fields> entries = new ArrayList<>();
        for (Object element : list(member)) {
            entries.add(structure(member, element));
        }
        return entries;
    }

    private List<?> list(String member) {
        Object value = members.get(member);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        throw JsonValues.wrongType(member, "a list");
    }

    private <T> @Nullable Map<String, T> typedMap(
            String member, BiFunction<String, @Nullable Object, T> read) {
        Object value = members.get(member);
        if (value == null) {
            return null;
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw JsonValues.wrongType(member, "a map");
        }
        Map<String, T> typed = new LinkedHashMap<>();
        map.forEach((name, entry) -> typed.put((String) name, read.apply((String) name, entry)));
        return typed;
    }

    private static Fields structure(String member, @Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return new JsonFields(map);
        }
        throw JsonValues.wrongType(member, "a structure");
    }
}

package dev.forebay.sqs.codec;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Members of a Query request: lists are {@code Name.1}, {@code Name.2}, or with {@code member} in
 * between; maps are lists of two named parts.
 */
final class FormFields implements Fields {
    private final FormNode node;

    FormFields(FormNode node) {
        this.node = node;
    }

    @Override
    public @Nullable String string(String member) {
        FormNode child = node.child(member);
        return child == null ? null : child.value();
    }

    @Override
    public @Nullable Integer integer(String member) {
        String text = string(member);
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            return Integer.valueOf(text.length() > "-2147483648".length() ? "" : text);
        } catch (NumberFormatException _) {
            throw SqsFailure.invalid(member, text, "Must be an integer.");
        }
    }

    @Override
    public byte @Nullable [] binary(String member) {
        String text = string(member);
        if (text == null) {
            return null;
        }
        try {
            return Base64.getMimeDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            throw SqsFailure.invalid(member, text, "Must be base64.");
        }
    }

    @Override
    public List<String> strings(String member, String queryName) {
        List<String> strings = new ArrayList<>();
        for (FormNode element : elements(queryName)) {
            String value = element.value();
            if (value != null) {
                strings.add(value);
            }
        }
        return strings;
    }

    @Override
    public @Nullable Map<String, String> map(
            String member, String queryName, String key, String value) {
        Map<String, String> map = new LinkedHashMap<>();
        for (FormNode element : elements(queryName)) {
            map.put(part(element, queryName, key), part(element, queryName, value));
        }
        return map.isEmpty() ? null : map;
    }

    @Override
    public Map<String, Fields> structures(String member, String queryName) {
        Map<String, Fields> structures = new LinkedHashMap<>();
        for (FormNode element : elements(queryName)) {
            FormNode value = element.child("Value");
            structures.put(
                    part(element, queryName, "Name"),
                    new FormFields(value == null ? new FormNode() : value));
        }
        return structures;
    }

    @Override
    public @Nullable List<Fields> entries(String member, String queryName) {
        List<Fields> entries = new ArrayList<>();
        for (FormNode element : elements(queryName)) {
            entries.add(new FormFields(element));
        }
        return entries.isEmpty() ? null : entries;
    }

    private Collection<FormNode> elements(String queryName) {
        FormNode list = node.child(queryName);
        if (list == null) {
            return List.of();
        }
        FormNode members = list.child("member");
        return (members == null ? list : members).elements().values();
    }

    private static String part(FormNode element, String queryName, String name) {
        FormNode part = element.child(name);
        String value = part == null ? null : part.value();
        if (value == null) {
            throw SqsFailure.missing(queryName + ".N." + name);
        }
        return value;
    }
}

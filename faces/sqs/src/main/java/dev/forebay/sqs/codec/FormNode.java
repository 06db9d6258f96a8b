package dev.forebay.sqs.codec;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A node of the tree that the dotted names of a form span. */
final class FormNode {
    private static final int MAX_INDEX_DIGITS = 9;

    private Map<String, FormNode> children = Map.of();
    private @Nullable String value;

    @Nullable String value() {
        return value;
    }

    void setValue(String text) {
        value = text;
    }

    @Nullable FormNode child(String name) {
        return children.get(name);
    }

    FormNode childMade(String name) {
        if (children.isEmpty()) {
            children = new HashMap<>();
        }
        return children.computeIfAbsent(name, _ -> new FormNode());
    }

    /** Children named by a number, in its order; however large a number is, it costs nothing. */
    SortedMap<Integer, FormNode> elements() {
        SortedMap<Integer, FormNode> elements = new TreeMap<>();
        children.forEach((name, child) -> {
            if (isIndex(name)) {
                elements.put(Integer.parseInt(name), child);
            }
        });
        return elements;
    }

    private static boolean isIndex(String name) {
        return name.length() <= MAX_INDEX_DIGITS
                && !name.isEmpty()
                && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}

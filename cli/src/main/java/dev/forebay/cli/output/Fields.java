package dev.forebay.cli.output;

import dev.forebay.cli.output.Column.Kind;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Prints one thing whole: a line for each of its fields, in the API's names. */
public final class Fields {
    private final Map<String, String> lines = new LinkedHashMap<>();

    private Fields() {}

    static void print(PrintWriter out, JsonNode thing) {
        lines(thing).forEach(out::println);
        out.flush();
    }

    /** A line for each field. */
    public static List<String> lines(JsonNode thing) {
        Fields fields = new Fields();
        fields.add("", thing);
        int widest = fields.lines.keySet().stream().mapToInt(Shown::width).max().orElse(0);
        return fields.lines.entrySet().stream()
                .map(field -> line(field.getKey(), field.getValue(), widest))
                .toList();
    }

    private static String line(String name, String value, int widest) {
        return (name + " ".repeat(widest - Shown.width(name)) + "  " + value).stripTrailing();
    }

    private void add(String name, JsonNode value) {
        if (value.isObject() && !value.isEmpty()) {
            value.propertyStream()
                    .forEach(member ->
                            add(
                                    name.isEmpty()
                                            ? Shown.line(member.getKey())
                                            : name + "." + Shown.line(member.getKey()),
                                    member.getValue()));
        } else if (value.isArray() && value.valueStream().anyMatch(JsonNode::isObject)) {
            for (int i = 0; i < value.size(); i++) {
                add(name + "." + i, value.get(i));
            }
        } else {
            lines.put(name, show(name, value));
        }
    }

    private static String show(String name, JsonNode value) {
        if (value.isNull()) {
            return "none";
        }
        if (value.isArray()) {
            return String.join(
                    ", ", value.valueStream().map(each -> Column.show(each, Kind.TEXT)).toList());
        }
        return Column.show(value, kind(name));
    }

    /** The API's names end with the unit. */
    private static Kind kind(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.endsWith("millis")) {
            return Kind.MILLIS;
        }
        if (lower.endsWith("persecond")) {
            return Kind.RATE;
        }
        return lower.endsWith("bytes") ? Kind.BYTES : Kind.COUNT;
    }
}

package dev.forebay.sqs.codec;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** AWS' own description of the API. */
final class SqsModel {
    private static final String FILE = "/META-INF/smithy/2012-11-05/sqs-2012-11-05.json";
    private static final String PREFIX = "com.amazonaws.sqs#";

    private final JsonNode shapes;

    private SqsModel(JsonNode shapes) {
        this.shapes = shapes;
    }

    static SqsModel load() {
        try (InputStream in = requireNonNull(SqsModel.class.getResourceAsStream(FILE))) {
            return new SqsModel(JsonMapper.shared().readTree(in).get("shapes"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    List<String> operations() {
        return named("operation");
    }

    /** Shapes with the error trait, by name. */
    Map<String, JsonNode> errors() {
        Map<String, JsonNode> errors = new TreeMap<>();
        for (String name : named("structure")) {
            JsonNode traits = shape(name).path("traits");
            if (traits.has("smithy.api#error")) {
                errors.put(name, traits);
            }
        }
        return errors;
    }

    /** Members of an operation's input, by name. */
    Map<String, Member> input(String operation) {
        return members(target(shape(operation).get("input")));
    }

    /** Members of an operation's output, by name; empty for none. */
    Map<String, Member> output(String operation) {
        String target = shape(operation).get("output").get("target").asString();
        return target.startsWith(PREFIX) ? members(target.substring(PREFIX.length())) : Map.of();
    }

    Map<String, Member> members(String structure) {
        Map<String, Member> members = new TreeMap<>();
        shape(structure)
                .path("members")
                .properties()
                .forEach(entry ->
                        members.put(
                                entry.getKey(),
                                new Member(
                                        target(entry.getValue()),
                                        entry.getValue()
                                                .path("traits")
                                                .has("smithy.api#required"))));
        return members;
    }

    List<String> enumValues(String name) {
        List<String> values = new ArrayList<>();
        shape(name)
                .get("members")
                .forEach(member ->
                        values.add(member.get("traits").get("smithy.api#enumValue").asString()));
        return values;
    }

    String type(String shape) {
        return shape(shape).get("type").asString();
    }

    /** The element of a list, or the value of a map. */
    String element(String shape) {
        JsonNode node = shape(shape);
        return target(node.has("member") ? node.get("member") : node.get("value"));
    }

    private List<String> named(String type) {
        List<String> names = new ArrayList<>();
        shapes.properties()
                .forEach(entry -> {
                    if (entry.getValue().get("type").asString().equals(type)) {
                        names.add(entry.getKey().substring(PREFIX.length()));
                    }
                });
        return names;
    }

    private JsonNode shape(String name) {
        return shapes.get(PREFIX + name);
    }

    private static String target(JsonNode node) {
        return node.get("target").asString().substring(PREFIX.length());
    }

    record Member(String target, boolean required) {}
}

package dev.forebay.server.api;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/** As much of JSON Schema as the API's own description uses; another keyword is an error. */
final class JsonSchema {
    private static final String REFERENCE = "#/components/schemas/";

    private final JsonNode schemas;

    JsonSchema(JsonNode document) {
        this.schemas = document.at("/components/schemas");
    }

    /** What is wrong with a value. */
    List<String> problems(String schema, JsonNode value) {
        return problems(schemas.path(schema), value, schema);
    }

    private List<String> problems(JsonNode schema, JsonNode value, String at) {
        List<String> found = new ArrayList<>();
        schema.properties()
                .forEach(keyword -> {
                    JsonNode wanted = keyword.getValue();
                    switch (keyword.getKey()) {
                        case "$ref" ->
                                found.addAll(
                                        problems(
                                                schemas.path(
                                                        wanted.asString()
                                                                .substring(REFERENCE.length())),
                                                value,
                                                at));
                        case "type" -> {
                            if (!isOneOf(wanted, value)) {
                                found.add(at + " is " + value + " and not " + wanted);
                            }
                        }
                        case "enum" -> {
                            if (!contains(wanted, value)) {
                                found.add(at + " is " + value + ", none of " + wanted);
                            }
                        }
                        case "required" ->
                                wanted.forEach(name -> {
                                    if (value.isObject() && !value.has(name.asString())) {
                                        found.add(at + " lacks " + name);
                                    }
                                });
                        case "properties" -> members(wanted, value, at, found);
                        case "additionalProperties" -> others(schema, wanted, value, at, found);
                        case "items" -> {
                            for (int i = 0; value.isArray() && i < value.size(); i++) {
                                found.addAll(problems(wanted, value.get(i), at + "[" + i + "]"));
                            }
                        }
                        case "oneOf", "anyOf" -> {
                            long fits = 0;
                            for (JsonNode one : wanted) {
                                fits += problems(one, value, at).isEmpty() ? 1 : 0;
                            }
                            boolean well = keyword.getKey().equals("oneOf") ? fits == 1 : fits > 0;
                            if (!well) {
                                found.add(at + " fits " + fits + " of " + wanted);
                            }
                        }
                        case "format" -> format(wanted.asString(), value, at, found);
                        case "minimum" -> {
                            if (value.isNumber() && value.asDouble() < wanted.asDouble()) {
                                found.add(at + " is below " + wanted);
                            }
                        }
                        case "description", "maximum", "minLength", "maxLength", "maxItems" -> {}
                        default -> found.add("the keyword " + keyword.getKey() + " is not known");
                    }
                });
        return found;
    }

    private void members(JsonNode properties, JsonNode value, String at, List<String> found) {
        properties
                .properties()
                .forEach(member -> {
                    if (value.has(member.getKey())) {
                        found.addAll(
                                problems(
                                        member.getValue(),
                                        value.path(member.getKey()),
                                        at + "." + member.getKey()));
                    }
                });
    }

    private void others(
            JsonNode schema, JsonNode wanted, JsonNode value, String at, List<String> found) {
        value.properties()
                .forEach(member -> {
                    if (schema.path("properties").has(member.getKey())) {
                        return;
                    }
                    if (wanted.isBoolean()) {
                        found.add(at + " has " + member.getKey() + ", which is not described");
                    } else {
                        found.addAll(
                                problems(wanted, member.getValue(), at + "." + member.getKey()));
                    }
                });
    }

    private static void format(String format, JsonNode value, String at, List<String> found) {
        if (!value.isString()) {
            return;
        }
        try {
            Object read =
                    switch (format) {
                        case "date-time" -> OffsetDateTime.parse(value.asString());
                        case "uuid" -> UUID.fromString(value.asString());
                        default -> throw new IllegalArgumentException("format " + format);
                    };
            if (read.toString().isEmpty()) {
                found.add(at + " is empty");
            }
        } catch (DateTimeParseException | IllegalArgumentException wrong) {
            found.add(at + " is " + value + ": " + wrong.getMessage());
        }
    }

    private static boolean isOneOf(JsonNode types, JsonNode value) {
        if (types.isString()) {
            return is(types.asString(), value);
        }
        for (JsonNode type : types) {
            if (is(type.asString(), value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean is(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> throw new IllegalArgumentException(type);
        };
    }

    private static boolean contains(JsonNode values, JsonNode value) {
        for (JsonNode one : values) {
            if (one.equals(value)) {
                return true;
            }
        }
        return false;
    }
}

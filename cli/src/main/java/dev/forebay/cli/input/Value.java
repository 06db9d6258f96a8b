package dev.forebay.cli.input;

import dev.forebay.cli.api.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Reads the value of a member of the API off the command line. */
public final class Value {
    private Value() {}

    /**
     * What a text stands for: JSON if it is, else the text itself. Members whose names tell a unit
     * take it written out too: {@code leaseMillis=30s}, {@code maxBytes=1GiB}.
     */
    public static JsonNode of(String member, String text) {
        if (member.endsWith("Millis") && Span.of(text).isPresent()) {
            return JsonNodeFactory.instance.numberNode(Span.of(text).get().millis());
        }
        if (member.endsWith("Bytes") && Size.of(text).isPresent()) {
            return JsonNodeFactory.instance.numberNode(Size.of(text).get().bytes());
        }
        try {
            return Json.MAPPER.readTree(text);
        } catch (JacksonException noJson) {
            return JsonNodeFactory.instance.stringNode(text);
        }
    }
}

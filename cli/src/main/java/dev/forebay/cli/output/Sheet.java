package dev.forebay.cli.output;

import java.util.List;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;

/**
 * How things of one kind are shown.
 *
 * @param kind the word for several of them
 * @param name where a thing has its name
 * @param columns of a table of them
 */
public record Sheet(String kind, JsonPointer name, List<Column> columns) {
    /** Of things. */
    public static Sheet of(String kind, String name, Column... columns) {
        return new Sheet(kind, JsonPointer.compile(name), List.of(columns));
    }

    String nameOf(JsonNode thing) {
        return thing.at(name).asString("");
    }

    List<Column> columns(Format format) {
        return columns.stream()
                .filter(column -> !column.wideOnly() || format == Format.WIDE)
                .toList();
    }
}

package dev.forebay.cli.hello;

import dev.forebay.cli.output.Column;
import dev.forebay.cli.output.Sheet;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What became of a recipe.
 *
 * @param detail why, where nothing was sent
 */
record Outcome(Recipe recipe, Kind kind, String detail) {
    static final Sheet SHEET =
            Sheet.of(
                    "clients",
                    "/client",
                    Column.text("CLIENT", "/client"),
                    Column.text("OUTCOME", "/outcome"),
                    Column.text("WHY", "/detail"));

    /** How it went. */
    enum Kind {
        SENT,
        SKIPPED,
        FAILED
    }

    static Outcome sent(Recipe recipe) {
        return new Outcome(recipe, Kind.SENT, "");
    }

    static Outcome skipped(Recipe recipe, String why) {
        return new Outcome(recipe, Kind.SKIPPED, why);
    }

    static Outcome failed(Recipe recipe, String why) {
        return new Outcome(recipe, Kind.FAILED, why);
    }

    ObjectNode row() {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("client", recipe.client());
        row.put(
                "outcome",
                switch (kind) {
                    case SENT -> "sent";
                    case SKIPPED -> "skipped";
                    case FAILED -> "failed";
                });
        row.put("detail", detail);
        return row;
    }
}

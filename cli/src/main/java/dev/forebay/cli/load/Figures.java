package dev.forebay.cli.load;

import dev.forebay.cli.output.Column;
import dev.forebay.cli.output.Sheet;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The table of what a bench measured, in ms. */
final class Figures {
    static final Sheet SHEET =
            Sheet.of(
                    "figures",
                    "/what",
                    Column.text("MILLISECONDS", "/what"),
                    Column.count("MESSAGES", "/messages"),
                    Column.figure("MEDIAN", "/median"),
                    Column.figure("P75", "/p75").wide(),
                    Column.figure("P90", "/p90"),
                    Column.figure("P99", "/p99"),
                    Column.figure("P99.9", "/p999"),
                    Column.figure("P99.99", "/p9999").wide(),
                    Column.figure("LONGEST", "/longest"),
                    Column.figure("MEAN", "/mean").wide());

    private Figures() {}

    static ObjectNode row(String what, Times times) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("what", what);
        row.put("messages", times.count());
        row.put("median", times.millis(50));
        row.put("p75", times.millis(75));
        row.put("p90", times.millis(90));
        row.put("p99", times.millis(99));
        row.put("p999", times.millis(99.9));
        row.put("p9999", times.millis(99.99));
        row.put("longest", times.millis(100));
        row.put("mean", times.mean());
        return row;
    }
}

package dev.forebay.cli.output;

import java.io.PrintWriter;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Prints a line for each thing, at once. */
final class LineListing implements Listing {
    private final PrintWriter out;
    private final Function<JsonNode, String> line;

    LineListing(PrintWriter out, Function<JsonNode, String> line) {
        this.out = out;
        this.line = line;
    }

    @Override
    public void row(JsonNode thing) {
        out.println(line.apply(thing));
        NobodyReads.unlessTaken(out);
    }

    @Override
    public void complete() {}

    @Override
    public void close() {
        out.flush();
    }
}

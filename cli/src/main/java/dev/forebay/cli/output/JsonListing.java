package dev.forebay.cli.output;

import java.io.PrintWriter;
import tools.jackson.databind.JsonNode;

/** Prints things as one JSON array. */
final class JsonListing implements Listing {
    private final PrintWriter out;
    private boolean begun;

    JsonListing(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void row(JsonNode thing) {
        out.print(begun ? ",\n  " : "[\n  ");
        out.print(thing);
        begun = true;
    }

    /** What is cut short stays no JSON, so that no program takes it for all. */
    @Override
    public void complete() {
        out.println(begun ? "\n]" : "[]");
    }

    @Override
    public void close() {
        out.flush();
    }
}

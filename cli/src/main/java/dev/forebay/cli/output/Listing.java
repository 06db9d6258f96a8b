package dev.forebay.cli.output;

import tools.jackson.databind.JsonNode;

/** Takes things one after the other and prints them; a table once all are there. */
public interface Listing extends AutoCloseable {
    /** The next thing. */
    void row(JsonNode thing);

    /** Tells that this was all, and nothing went wrong on the way. */
    void complete();

    /** Prints what is left to print. */
    @Override
    void close();
}

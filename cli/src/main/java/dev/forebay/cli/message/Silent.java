package dev.forebay.cli.message;

import dev.forebay.cli.output.Listing;
import tools.jackson.databind.JsonNode;

/** Prints nothing. */
final class Silent implements Listing {
    @Override
    public void row(JsonNode thing) {}

    @Override
    public void complete() {}

    @Override
    public void close() {}
}

package dev.forebay.cli.output;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What programs are told of a deed that moves or deletes: a thing, and how much of it was touched.
 */
public final class Affected {
    private Affected() {}

    /** A deed that was done to so many. */
    public static ObjectNode by(JsonNode thing, long count) {
        return told(thing, count, false);
    }

    /** A deed that would touch so many, and was not done. */
    public static ObjectNode byDryRun(JsonNode thing, long count) {
        return told(thing, count, true);
    }

    private static ObjectNode told(JsonNode thing, long count, boolean dryRun) {
        return ((ObjectNode) thing.deepCopy()).put("affected", count).put("dryRun", dryRun);
    }
}

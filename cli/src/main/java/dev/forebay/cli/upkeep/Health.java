package dev.forebay.cli.upkeep;

import dev.forebay.cli.api.Api;
import java.io.IOException;
import tools.jackson.databind.JsonNode;

/** How a server says it is. */
final class Health {
    private static final int UNAVAILABLE = 503;

    private Health() {}

    /** The checks; a server that is not ready answers with them too. */
    static JsonNode of(Api api) throws IOException, InterruptedException {
        return api.get("/v1/health", UNAVAILABLE);
    }
}

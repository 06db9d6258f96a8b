package dev.forebay.cli.upkeep;

import dev.forebay.cli.LiveNames;
import dev.forebay.cli.api.Api;
import java.io.IOException;
import tools.jackson.databind.JsonNode;

/** Names of the settings that the server in use has, for completion. */
final class SettingNames extends LiveNames {
    /** For picocli. */
    SettingNames() {
        super("key");
    }

    @Override
    protected void each(Api api, Api.Visitor visitor) throws IOException, InterruptedException {
        for (JsonNode setting : api.get("/v1/server/settings").path("settings")) {
            visitor.visit(setting);
        }
    }
}

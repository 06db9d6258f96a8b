package dev.forebay.cli.api;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Where else a server listens, under the name by which its API is called. */
public final class Ports {
    private Ports() {}

    /** Where it speaks AMQP, such as {@code amqp://127.0.0.1:5672}; without TLS if it can. */
    public static Optional<URI> amqp(Api api) throws IOException, InterruptedException {
        return api.get("/v1/server")
                .path("ports")
                .valueStream()
                .filter(port -> port.path("protocol").asString("").startsWith("amqp"))
                .findFirst()
                .map(port -> address(api, port));
    }

    private static URI address(Api api, JsonNode port) {
        return URI.create(
                "%s://%s:%d"
                        .formatted(
                                port.path("protocol").asString(""),
                                api.server().getHost(),
                                port.path("port").asInt()));
    }
}

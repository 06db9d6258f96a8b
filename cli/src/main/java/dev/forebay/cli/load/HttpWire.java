package dev.forebay.cli.load;

import dev.forebay.cli.api.Api;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** A queue over Forebay's own API. */
final class HttpWire implements Wire {
    private static final int BATCH = 100;
    private static final int WAIT_MILLIS = 200;

    private final Api api;
    private final String queue;

    private HttpWire(Api api, String queue) {
        this.api = api;
        this.queue = queue;
    }

    static HttpWire open(Api api, String queue) throws IOException, InterruptedException {
        var _ = api.post("/v1/queues", Map.of("name", queue));
        return new HttpWire(api, Api.queue(queue));
    }

    @Override
    public void send(String body) throws IOException, InterruptedException {
        var _ = api.post(queue + "/messages", Map.of("body", body));
    }

    @Override
    public void consume(CountDownLatch over, Consumer<String> arrived)
            throws IOException, InterruptedException {
        Map<String, Integer> wanted = Map.of("max", BATCH, "waitMillis", WAIT_MILLIS);
        while (over.getCount() > 0) {
            List<Map<String, String>> settlements = new ArrayList<>();
            for (JsonNode message : api.post(queue + "/receive", wanted).path("messages")) {
                arrived.accept(message.path("body").asString(""));
                settlements.add(
                        Map.of("lease", message.path("lease").asString(""), "outcome", "ack"));
            }
            if (!settlements.isEmpty()) {
                var _ = api.post(queue + "/settle", Map.of("settlements", settlements));
            }
        }
    }

    @Override
    public void delete() throws IOException, InterruptedException {
        api.delete(queue);
    }
}

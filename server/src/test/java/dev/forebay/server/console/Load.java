package dev.forebay.server.console;

import dev.forebay.server.api.ApiClient;
import dev.forebay.server.api.ApiServer;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * A little traffic, so that figures move: orders that are done or rejected, webhooks nobody takes.
 */
final class Load implements AutoCloseable {
    /** What a page must only ever show. */
    static final String PAYLOAD = "<img src=x onerror=alert(1)>";

    private static final int EVERY_MILLIS = 200;
    private static final List<String> REASONS =
            List.of("SocketTimeoutException: read timed out", PAYLOAD, "unexpected end of input");

    private final ApiClient api;
    private final ScheduledExecutorService turns = Executors.newSingleThreadScheduledExecutor();
    private final ScheduledFuture<?> running;
    private int turn;

    Load(ApiServer server) throws Exception {
        api = server.client("User-Agent", "worker <b>7</b>");
        queue("orders.dlq", "");
        queue("orders", "\"deadLetter\": {\"queue\": \"orders.dlq\", \"maxAttempts\": 3}");
        queue("webhooks", "\"ageObjectiveMillis\": 1000");
        queue("exports", "\"maxDepth\": 1000, \"rates\": {\"sending\": {\"perSecond\": 500}}");
        running = turns.scheduleAtFixedRate(this::turn, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void queue(String name, String settings) throws Exception {
        api.post("/v1/queues", "{\"name\": \"%s\", \"settings\": {%s}}".formatted(name, settings))
                .expect(201);
    }

    private void turn() {
        try {
            turn++;
            String order =
                    "{\"body\": {\"order\": %d}, \"key\": \"k%d\", \"headers\": {\"note\": \"%s\"}}"
                            .formatted(turn, turn % 4, PAYLOAD);
            for (int i = 0; i < 3; i++) {
                api.post("/v1/queues/orders/messages", order).expect(201);
            }
            api.post("/v1/queues/webhooks/messages", "{\"body\": \"" + PAYLOAD + "\"}").expect(201);
            JsonNode received =
                    api.post("/v1/queues/orders/receive", "{\"max\": 3}").expect(200).json();
            for (JsonNode message : received.path("messages")) {
                settle(message.path("lease").asString(), message.path("offset").asInt());
            }
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private void settle(String lease, int offset) throws Exception {
        String reason = REASONS.get(offset % REASONS.size());
        if (offset % 4 == 0) {
            api.post(
                            "/v1/queues/orders/leases/" + lease + "/reject",
                            "{\"reason\": \"" + reason + "\"}")
                    .expect(204);
        } else {
            api.post("/v1/queues/orders/leases/" + lease + "/ack", "{}").expect(204);
        }
    }

    @Override
    public void close() throws Exception {
        if (running.isDone()) {
            running.get(); // it ended by itself, which is a fault: tells which
        }
        turns.shutdown();
        turns.awaitTermination(10, TimeUnit.SECONDS);
        api.close();
    }
}

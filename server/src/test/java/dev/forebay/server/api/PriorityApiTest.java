package dev.forebay.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Priorities over the HTTP API. */
class PriorityApiTest {
    private static ApiServer server;
    private static ApiClient api;

    @BeforeAll
    static void start() throws Exception {
        server = new ApiServer();
        api = server.client();
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        server.close();
    }

    @Test
    void the_highest_priority_is_received_first() throws Exception {
        api.post(
                        "/v1/queues",
                        "{\"name\": \"ranked\", \"settings\": {\"ordering\": \"by-priority\"}}")
                .expect(201);
        send("{\"body\": \"low\", \"priority\": 0}").expect(201);
        send("{\"body\": \"usual\"}").expect(201);
        send("{\"body\": \"high\", \"priority\": 9}").expect(201);

        JsonNode messages =
                api.post("/v1/queues/ranked/receive", "{\"max\": 10}")
                        .expect(200)
                        .json()
                        .path("messages");

        List<String> bodies = new ArrayList<>();
        messages.forEach(message -> bodies.add(message.path("body").asString()));
        assertThat(bodies).containsExactly("high", "usual", "low");
        assertThat(messages.path(0).path("priority").asInt()).isEqualTo(9);
        assertThat(messages.path(1).has("priority")).isFalse();
        assertThat(messages.path(2).path("priority").asInt()).isZero();
    }

    @Test
    void there_are_ten_levels_and_the_order_stays() throws Exception {
        api.post(
                        "/v1/queues",
                        "{\"name\": \"levels\", \"settings\": {\"ordering\": \"by-priority\"}}")
                .expect(201);
        assertThat(
                        api.post(
                                        "/v1/queues/levels/messages",
                                        "{\"body\": \"x\", \"priority\": 10}")
                                .expect(422)
                                .json()
                                .path("detail")
                                .asString())
                .contains("priority");
        api.patch("/v1/queues/levels", "{\"settings\": {\"ordering\": \"none\"}}").expect(422);
    }

    private static ApiClient.Answer send(String message) throws Exception {
        return api.post("/v1/queues/ranked/messages", message);
    }
}

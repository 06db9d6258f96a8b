package dev.forebay.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What people who run a server do and see: limits for a while, waits, the log. */
class OperatingApiTest {
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

    private static String queue(String name, String settings) throws Exception {
        api.post("/v1/queues", "{\"name\": \"" + name + "\", \"settings\": " + settings + "}")
                .expect(201);
        return "/v1/queues/" + name;
    }

    private static JsonNode shown(String queue) throws Exception {
        return api.get(queue).expect(200).json();
    }

    private static JsonNode override(String queue, long millis, String limits) throws Exception {
        return api.put(
                        queue + "/override",
                        "{\"forMillis\": " + millis + ", \"limits\": " + limits + "}")
                .expect(200)
                .json();
    }

    @Test
    void other_limits_hold_for_a_while_and_those_from_before_come_back() throws Exception {
        String queue = queue("for-a-while", "{\"maxDepth\": 10}");
        JsonNode begun =
                override(
                        queue,
                        1_000,
                        "{\"maxDepth\": 500, \"rates\": {\"sending\": {\"perSecond\": 7}}}");
        assertThat(begun.at("/settings/maxDepth").asInt()).isEqualTo(500);
        assertThat(begun.at("/settings/rates/sending/perSecond").asInt()).isEqualTo(7);
        assertThat(begun.at("/override/then/maxDepth").asInt()).isEqualTo(10);
        assertThat(begun.at("/settings/labels").toString()).isEqualTo("{}");
        await().until(() -> !shown(queue).has("override"));
        assertThat(shown(queue).at("/settings/maxDepth").asInt()).isEqualTo(10);
        assertThat(shown(queue).at("/settings/rates").isNull()).isTrue();
    }

    @Test
    void an_override_of_an_override_ends_where_the_first_began() throws Exception {
        String queue = queue("twice", "{\"maxDepth\": 10, \"maxBytes\": 1000}");
        override(queue, 600_000, "{\"maxDepth\": null}");
        override(queue, 600_000, "{\"maxDepth\": 20}");
        assertThat(shown(queue).at("/settings/maxBytes").asInt()).isEqualTo(1_000);
        JsonNode ended = api.delete(queue + "/override").expect(200).json();
        assertThat(ended.has("override")).isFalse();
        assertThat(ended.at("/settings/maxDepth").asInt()).isEqualTo(10);
    }

    @Test
    void who_sets_the_limits_themselves_ends_an_override() throws Exception {
        String queue = queue("settled", "{\"maxDepth\": 10}");
        override(queue, 600_000, "{\"maxDepth\": 20}");
        api.patch(queue, "{\"settings\": {\"leaseMillis\": 5000}}").expect(200);
        assertThat(shown(queue).has("override")).isTrue();
        api.patch(queue, "{\"settings\": {\"maxDepth\": 30}}").expect(200);
        assertThat(shown(queue).has("override")).isFalse();
        assertThat(shown(queue).at("/settings/maxDepth").asInt()).isEqualTo(30);
    }

    @Test
    void an_override_ends_after_a_restart_too() throws Exception {
        try (ApiServer own = new ApiServer()) {
            try (ApiClient before = own.client()) {
                before.post("/v1/queues", "{\"name\": \"q\", \"settings\": {\"maxDepth\": 10}}")
                        .expect(201);
                before.put(
                                "/v1/queues/q/override",
                                "{\"forMillis\": 1000, \"limits\": {\"maxDepth\": 5}}")
                        .expect(200);
            }
            own.restart();
            try (ApiClient after = own.client()) {
                await().until(() ->
                        after.get("/v1/queues/q").json().at("/settings/maxDepth").asInt() == 10);
            }
        }
    }

    @Test
    void an_override_that_says_too_little_or_too_much_is_refused() throws Exception {
        String queue = queue("refused", "{}");
        api.put(queue + "/override", "{}").expect(422);
        api.put(queue + "/override", "{\"forMillis\": 5000, \"limits\": {\"flow\": \"paused\"}}")
                .expect(422);
        api.put("/v1/queues/none/override", "{\"forMillis\": 5000}").expect(404);
    }

    @Test
    void how_long_messages_waited_is_counted_by_time_and_length() throws Exception {
        String queue = queue("waits", "{}");
        assertThat(api.get(queue + "/waits").expect(200).json().path("columns")).isEmpty();
        for (int i = 0; i < 3; i++) {
            api.post(queue + "/messages", "{\"body\": 1}").expect(201);
        }
        api.post(queue + "/receive", "{\"max\": 3}").expect(200);
        JsonNode waits = api.get(queue + "/waits").expect(200).json();
        int buckets = waits.path("boundMillis").size() + 1;
        long counted = 0;
        for (JsonNode column : waits.path("columns")) {
            assertThat(column).hasSize(buckets);
            for (JsonNode count : column) {
                counted += count.asLong();
            }
        }
        assertThat(counted).isEqualTo(3);
        assertThat(new JsonSchema(api.get("/v1/openapi.json").json()).problems("Waits", waits))
                .isEmpty();
    }

    @Test
    void the_log_is_read_from_the_line_that_is_known() throws Exception {
        JsonNode lines = api.get("/v1/server/log").expect(200).json().path("lines");
        assertThat(texts(lines)).anyMatch(text -> text.contains("serving"));
        long last = lines.get(lines.size() - 1).path("number").asLong();
        JsonNode further = api.get("/v1/server/log?after=" + last).expect(200).json();
        assertThat(further.path("lines")).allMatch(line -> line.path("number").asLong() > last);
    }

    private static List<String> texts(JsonNode lines) {
        List<String> texts = new ArrayList<>();
        lines.forEach(line -> texts.add(line.path("text").asString()));
        return texts;
    }
}

package dev.forebay.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Figures as they are now, live and over time; and what the server tells of itself. */
class StatsApiTest {
    private static ApiServer server;
    private static ApiClient api;

    @BeforeAll
    static void start() throws Exception {
        server = new ApiServer("--http-idle-timeout", "60s");
        api = server.client();
        for (int i = 0; i < 60; i++) {
            String name = "queue-with-a-rather-long-name-" + i;
            api.post("/v1/queues", "{\"name\": \"" + name + "\"}").expect(201);
            api.post("/v1/queues/" + name + "/messages", "{\"body\": 1}").expect(201);
        }
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        server.close();
    }

    @Test
    void figures_come_once_a_second_and_are_small() throws Exception {
        String id = "";
        try (ApiClient reader = server.client()) {
            Iterator<String> lines = reader.events("/v1/stats/live").iterator();
            for (int seen = 0; seen < 2; ) {
                String line = lines.next();
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    assertThat(line.getBytes(StandardCharsets.UTF_8)).hasSizeLessThan(4096);
                    JsonNode look = ApiClient.JSON.readTree(line.substring(6));
                    assertThat(look.at("/total/ready").asInt()).isEqualTo(60);
                    assertThat(look.path("queues").size() + look.path("more").asInt())
                            .isEqualTo(60);
                    seen++;
                }
            }
        }
        // Whoever comes back gets what he missed.
        long last = Long.parseLong(id);
        await().until(() -> api.get("/v1/stats").json().path("number").asLong() >= last + 2);
        try (ApiClient again = server.client()) {
            Iterator<String> numbers =
                    again.events("/v1/stats/live", "Last-Event-ID", id)
                            .filter(line -> line.startsWith("id: "))
                            .iterator();
            assertThat(numbers.next()).isEqualTo("id: " + (last + 1));
            assertThat(numbers.next()).isEqualTo("id: " + (last + 2));
        }
    }

    @Test
    void history_has_a_point_a_second() throws Exception {
        String name = "queue-with-a-rather-long-name-3";
        await().until(() -> api.get("/v1/history").json().at("/series/ready").size() >= 2);
        JsonNode history = api.get("/v1/queues/" + name + "/history?step=1s").expect(200).json();
        assertThat(history.path("stepMillis").asInt()).isEqualTo(1000);
        assertThat(history.at("/series/ready").get(0).asInt()).isEqualTo(1);
        api.get("/v1/history?step=2s").expect(422);
    }

    @Test
    void chosen_queues_are_shown_whatever_their_state() throws Exception {
        api.post("/v1/queues", "{\"name\": \"empty\"}").expect(201);
        JsonNode stats = api.get("/v1/stats?queues=empty").expect(200).json();
        assertThat(stats.path("queues")).hasSize(1);
        assertThat(stats.at("/queues/0/name").asString()).isEqualTo("empty");
        api.get("/v1/stats?queues=empty,none").expect(404);
        api.get("/v1/stats/live?queues=none").expect(404);
    }

    @Test
    void a_name_may_have_a_comma_and_is_no_step_of_a_path() throws Exception {
        try (ApiClient guest = server.client("Authorization", "Basic Z3Vlc3Q6Z3Vlc3Q=")) {
            guest.put("/api/queues/%2F/a%2Cb", "{\"durable\": true}").expect(201);
            ApiClient.Answer dots = guest.put("/api/queues/%2F/%2E%2E", "{\"durable\": true}");
            assertThat(dots.status()).isEqualTo(400);
            assertThat(dots.json().path("reason").asString()).contains("choose another");
        }
        api.get("/v1/stats?name=a%2Cb&name=none").expect(404);
        JsonNode stats = api.get("/v1/stats?name=a%2Cb").expect(200).json();
        assertThat(stats.at("/queues/0/name").asString()).isEqualTo("a,b");
        assertThat(stats.path("queues")).hasSize(1);
    }

    @Test
    void settings_say_who_set_them() throws Exception {
        JsonNode settings = api.get("/v1/server/settings").expect(200).json().path("settings");
        for (JsonNode setting : settings) {
            switch (setting.path("key").asString()) {
                case "http.port" ->
                        assertThat(setting.path("origin").asString()).isEqualTo("--http-port");
                case "amqp.port" -> assertThat(setting.path("value").asString()).isEqualTo("0");
                case "bind" -> assertThat(setting.path("origin").asString()).isEqualTo("default");
                default -> assertThat(setting.path("doc").asString()).isNotEmpty();
            }
        }
        JsonNode health = api.get("/v1/health").expect(200).json();
        assertThat(health.path("ready").asBoolean()).isTrue();
        assertThat(health.path("checks").size()).isGreaterThan(1);
        JsonNode info = api.get("/v1/server").expect(200).json();
        assertThat(info.path("name").asString()).isEqualTo("forebay");
        assertThat(info.path("ports").valueStream())
                .extracting(port -> port.path("protocol").asString())
                .contains("http", "amqp");
        assertThat(info.path("ports").valueStream())
                .allSatisfy(port -> assertThat(port.path("port").asInt()).isPositive());
    }

    @Test
    void a_streams_end_says_why_when_the_server_stops() throws Exception {
        try (ApiServer other = new ApiServer();
                ApiClient reader = other.client()) {
            reader.post("/v1/queues", "{\"name\": \"q\"}").expect(201);
            Iterator<String> stats = reader.events("/v1/stats/live").iterator();
            stats.next();
            Iterator<String> deliveries = reader.events("/v1/queues/q/deliveries").iterator();
            deliveries.next();
            Thread stopper = Thread.ofVirtual().start(other::stop);
            assertThat(last(stats)).contains("shutting-down");
            assertThat(last(deliveries)).contains("shutting-down");
            stopper.join();
        }
    }

    private static String last(Iterator<String> lines) {
        String last = "";
        while (lines.hasNext()) {
            String line = lines.next();
            last = line.isEmpty() ? last : line;
        }
        return last;
    }
}

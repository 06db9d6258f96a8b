package dev.forebay.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What a page or a terminal that shows all of a server begins with. */
class OverviewApiTest {
    private static ApiServer server;
    private static ApiClient api;

    @BeforeAll
    static void start() throws Exception {
        server = new ApiServer();
        api = server.client("User-Agent", "overview");
        queue("dead", "");
        queue("late", "\"ageObjectiveMillis\": 1");
        queue("unread", "");
        queue("stopped", "\"flow\": \"delivery-paused\"");
        queue("work", "\"deadLetter\": {\"queue\": \"dead\", \"maxAttempts\": 3}");
        for (String name : new String[] {"late", "unread", "stopped", "work"}) {
            api.post("/v1/queues/" + name + "/messages", "{\"body\": 1}").expect(201);
        }
        String lease =
                api.post("/v1/queues/work/receive", "{}")
                        .expect(200)
                        .json()
                        .at("/messages/0/lease")
                        .asString();
        api.post("/v1/queues/work/leases/" + lease + "/reject", "{\"reason\": \"broken\"}")
                .expect(204);
    }

    private static void queue(String name, String settings) throws Exception {
        api.post("/v1/queues", "{\"name\": \"" + name + "\", \"settings\": {" + settings + "}}")
                .expect(201);
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        server.close();
    }

    @Test
    void queues_come_by_trouble_each_with_its_state() throws Exception {
        await().untilAsserted(() -> {
            JsonNode queues = api.get("/v1/stats").json().path("queues");
            assertThat(queues.values().stream().map(queue -> queue.path("state").asString()))
                    .containsExactly("late", "unread", "stopped", "dead-letters");
        });
        for (JsonNode queue : api.get("/v1/queues").json().path("queues")) {
            assertThat(queue.path("state"))
                    .isEqualTo(
                            api.get("/v1/stats?queues=" + queue.path("name").asString())
                                    .json()
                                    .at("/queues/0/state"));
        }
        JsonNode chosen = api.get("/v1/stats?queues=work,late").json().path("queues");
        assertThat(chosen.at("/0/state").asString()).isEqualTo("dry");
        assertThat(chosen.at("/1/ageObjectiveMillis").asLong()).isEqualTo(1);
    }

    @Test
    void a_queue_that_is_stopped_or_keeps_dead_letters_is_not_said_to_lack_consumers()
            throws Exception {
        assertThat(api.get("/metrics/queues").response().body())
                .contains("forebay_queue_unread{queue=\"unread\"} 1.0\n")
                .contains("forebay_queue_unread{queue=\"late\"} 1.0\n")
                .contains("forebay_queue_unread{queue=\"stopped\"} 0.0\n")
                .contains("forebay_queue_unread{queue=\"dead\"} 0.0\n");
    }

    @Test
    void the_sums_tell_of_dead_letters_and_of_commits() throws Exception {
        await().until(() -> api.get("/v1/stats").json().at("/total/deadLetters").asInt() == 1);
        JsonNode series = api.get("/v1/history").json().path("series");
        assertThat(series.path("httpPerSecond")).hasSameSizeAs(series.path("ready"));
        assertThat(series.path("commitP99Millis")).hasSameSizeAs(series.path("ready"));
    }

    @Test
    void dead_letters_are_found_whatever_queue_they_wait_in() throws Exception {
        JsonNode queues = api.get("/v1/dead-letters").expect(200).json().path("queues");
        assertThat(queues).hasSize(1);
        assertThat(queues.at("/0/name").asString()).isEqualTo("dead");
        assertThat(queues.at("/0/messages").asInt()).isEqualTo(1);
        assertThat(queues.at("/0/sources/0").asString()).isEqualTo("work");
    }

    @Test
    void consumers_of_all_queues_are_in_one_list() throws Exception {
        JsonNode queues = api.get("/v1/consumers").expect(200).json().path("queues");
        assertThat(queues).hasSize(1);
        assertThat(queues.at("/0/queue").asString()).isEqualTo("work");
        assertThat(queues.at("/0/consumers/0/client").asString()).isEqualTo("overview");
        assertThat(queues.at("/0/consumers/0/delivered").asInt()).isEqualTo(1);
    }
}

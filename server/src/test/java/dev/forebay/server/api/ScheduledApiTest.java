package dev.forebay.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Messages that are due much later. */
class ScheduledApiTest {
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
    void a_message_waits_for_years_and_can_be_seen_and_taken_back() throws Exception {
        api.post("/v1/queues", "{\"name\": \"some-day\"}").expect(201);
        String queue = "/v1/queues/some-day";
        Instant due =
                Instant.now()
                        .plus(Duration.ofDays(9 * 365))
                        .truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
        JsonNode sent =
                api.post(
                                queue + "/messages",
                                "{\"body\": \"renew\", \"key\": \"k\", \"deliverAt\": \""
                                        + due
                                        + "\"}")
                        .expect(201)
                        .json();
        assertThat(sent.has("offset")).isFalse();
        String id = sent.path("id").asString();
        JsonNode seen = api.get(queue + "/scheduled/" + id).expect(200).json();
        assertThat(Instant.parse(seen.path("deliverAt").asString()))
                .isBetween(due.minusSeconds(2), due.plusSeconds(2));
        assertThat(seen.path("body").asString()).isEqualTo("renew");
        assertThat(seen.path("key").asString()).isEqualTo("k");
        assertThat(api.get(queue + "/stats").expect(200).json().at("/delayed").asInt()).isOne();
        api.delete(queue + "/scheduled/" + id).expect(204);
        api.delete(queue + "/scheduled/" + id).expect(404);
        assertThat(api.get(queue + "/stats").expect(200).json().at("/delayed").asInt()).isZero();
    }

    @Test
    void what_is_scheduled_is_listed_in_pages() throws Exception {
        api.post("/v1/queues", "{\"name\": \"paged\"}").expect(201);
        String queue = "/v1/queues/paged";
        for (int i = 0; i < 7; i++) {
            api.post(queue + "/messages", "{\"body\": " + i + ", \"delayMillis\": 86400000}")
                    .expect(201);
        }
        List<Integer> bodies = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page =
                    api.get(
                                    queue
                                            + "/scheduled?limit=3"
                                            + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                            .expect(200)
                            .json();
            page.path("messages").forEach(message -> bodies.add(message.path("body").asInt()));
            cursor = page.path("cursor").asString("");
        } while (!cursor.isEmpty());
        assertThat(bodies).containsExactly(0, 1, 2, 3, 4, 5, 6);
        JsonNode chosen =
                api.get(queue + "/scheduled?filter=body%20%3D%20%223%22").expect(200).json();
        assertThat(chosen.path("messages")).hasSize(1);
        assertThat(chosen.at("/messages/0/state").asString()).isEqualTo("scheduled");
        assertThat(chosen.at("/messages/0/body").asInt()).isEqualTo(3);
        assertThat(
                        api.get(queue + "/scheduled?bodies=without")
                                .json()
                                .at("/messages/0")
                                .has("body"))
                .isFalse();
        api.get(queue + "/scheduled?filter=body%20%3D").expect(422);
        api.post(queue + "/purge", "").expect(204);
        assertThat(api.get(queue + "/scheduled").expect(200).json().path("messages")).isEmpty();
    }

    @Test
    void more_than_ten_years_and_odd_ids_are_refused() throws Exception {
        api.post("/v1/queues", "{\"name\": \"never\"}").expect(201);
        String queue = "/v1/queues/never";
        api.post(queue + "/messages", "{\"body\": 1, \"deliverAt\": \"2120-01-01T00:00:00Z\"}")
                .expect(422);
        api.post(queue + "/messages", "{\"body\": 1, \"delayMillis\": 415619200000}").expect(422);
        api.get(queue + "/scheduled/x").expect(422);
        api.get(queue + "/scheduled?cursor=x").expect(400);
        api.get(queue + "/scheduled?cursor=MTI").expect(400);
        api.get("/v1/queues/none/scheduled").expect(404);
    }
}

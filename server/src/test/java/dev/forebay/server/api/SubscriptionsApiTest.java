package dev.forebay.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Independent readers, and reading again. */
class SubscriptionsApiTest {
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

    private static JsonNode receive(String queue, String wish) throws Exception {
        return api.post(queue + "/receive", wish).expect(200).json().path("messages");
    }

    private static void ack(String queue, JsonNode message) throws Exception {
        api.post(queue + "/leases/" + message.path("lease").asString() + "/ack", "").expect(204);
    }

    @Test
    void a_subscription_reads_for_itself() throws Exception {
        api.post("/v1/queues", "{\"name\": \"news\"}").expect(201);
        String queue = "/v1/queues/news";
        api.post(queue + "/messages", "{\"body\": \"one\", \"key\": \"a\"}").expect(201);
        JsonNode made =
                api.post(
                                queue + "/subscriptions",
                                """
                                {"name": "audit", "from": "beginning", "filter": "key = a"}\
                                """)
                        .expect(201)
                        .json();
        assertThat(made.path("filter").asString()).contains("key");
        JsonNode work = receive(queue, "{\"waitMillis\": 5000}").get(0);
        ack(queue, work);
        JsonNode audit =
                receive(queue, "{\"subscription\": \"audit\", \"waitMillis\": 5000}").get(0);
        assertThat(audit.path("id")).isEqualTo(work.path("id"));
        ack(queue, audit);
        JsonNode all = api.get(queue + "/subscriptions").expect(200).json().path("subscriptions");
        assertThat(all).hasSize(2);
        assertThat(all.get(0).path("name").asString()).isEqualTo("work");
        assertThat(all.get(1).at("/stats/acked").asInt()).isEqualTo(1);
        api.delete(queue + "/subscriptions/audit").expect(204);
        api.delete(queue + "/subscriptions/audit").expect(404);
        api.post(queue + "/receive", "{\"subscription\": \"audit\"}").expect(404);
        api.post(queue + "/subscriptions", "{\"name\": \"x\", \"filter\": \"key ==\"}").expect(422);
    }

    @Test
    void a_replay_makes_its_subscription_when_asked_to() throws Exception {
        api.post("/v1/queues", "{\"name\": \"fresh\"}").expect(201);
        String queue = "/v1/queues/fresh";
        api.post(queue + "/messages", "{\"body\": \"old\"}").expect(201);
        String wish = "{\"intoSubscription\": \"second\"";
        JsonNode problem = api.post(queue + "/replays", wish + "}").expect(404).json();
        assertThat(problem.path("detail").asString())
                .contains("\"create\": true")
                .contains("/subscriptions");
        api.post(queue + "/replays/preview", wish + "}").expect(404);
        JsonNode preview =
                api.post(queue + "/replays/preview", wish + ", \"create\": true}")
                        .expect(200)
                        .json();
        assertThat(preview.path("meant").asInt()).isEqualTo(1);
        api.post(queue + "/replays", wish + ", \"create\": true}").expect(201);
        String reader = "{\"subscription\": \"second\", \"waitMillis\": 5000}";
        assertThat(receive(queue, reader).get(0).path("body").asString()).isEqualTo("old");
        api.post(queue + "/messages", "{\"body\": \"new\"}").expect(201);
        assertThat(receive(queue, reader).get(0).path("body").asString()).isEqualTo("new");
        assertThat(receive(queue, "{\"max\": 10, \"waitMillis\": 5000}")).isNotEmpty();
    }

    @Test
    void a_replay_goes_into_one_place_and_not_into_its_own_queue() throws Exception {
        api.post("/v1/queues", "{\"name\": \"one-place\"}").expect(201);
        api.post("/v1/queues", "{\"name\": \"other-place\"}").expect(201);
        String queue = "/v1/queues/one-place";
        api.post(queue + "/messages", "{\"body\": 1}").expect(201);
        for (String wish :
                List.of(
                        "{\"intoQueue\": \"other-place\", \"intoSubscription\": \"work\"}",
                        "{\"intoQueue\": \"other-place\", \"create\": true}",
                        "{\"intoQueue\": \"one-place\"}")) {
            api.post(queue + "/replays/preview", wish).expect(422);
            JsonNode problem = api.post(queue + "/replays", wish).expect(422).json();
            assertThat(problem.path("detail").asString()).containsAnyOf("intoQueue", "create");
        }
        assertThat(api.get(queue + "/replays").json().path("replays")).isEmpty();
        api.post(queue + "/replays", "{\"intoQueue\": \"other-place\"}").expect(201);
        api.post(queue + "/replays", "{\"intoSubscription\": \"\"}").expect(404);
        JsonNode promised =
                api.post(queue + "/replays/preview", "{\"intoQueue\": \"no-place\"}")
                        .expect(404)
                        .json();
        assertThat(promised.path("detail").asString()).contains("\"no-place\"");
    }

    @Test
    void a_lease_of_a_subscription_that_is_gone_is_told_alike_everywhere() throws Exception {
        api.post("/v1/queues", "{\"name\": \"going\"}").expect(201);
        String queue = "/v1/queues/going";
        api.post(queue + "/subscriptions", "{\"name\": \"gone\"}").expect(201);
        api.post(queue + "/messages", "{\"body\": 1}").expect(201);
        String lease =
                receive(queue, "{\"subscription\": \"gone\", \"waitMillis\": 5000}")
                        .get(0)
                        .path("lease")
                        .asString();
        api.delete(queue + "/subscriptions/gone").expect(204);

        JsonNode single = api.post(queue + "/leases/" + lease + "/release", "").expect(409).json();
        String settlements =
                """
                {"settlements": [{"lease": "L", "outcome": "reject"}, {"lease": "L", "outcome": "ack"}]}\
                """
                        .replace("L", lease);
        JsonNode several = api.post(queue + "/settle", settlements).expect(200).json();
        String acks = "{\"acks\": [{\"queue\": \"going\", \"lease\": \"" + lease + "\"}]}";
        JsonNode change = api.post("/v1/changes", acks).expect(409).json();
        for (JsonNode problem : List.of(single, several.at("/results/0/problem"), change)) {
            assertThat(problem.path("type").asString()).isEqualTo("/v1/problems/already-settled");
            assertThat(problem.path("detail").asString()).contains("is gone");
        }
        // It will not be delivered again, which is what an ack asks for.
        assertThat(several.at("/results/1/done").asBoolean()).isTrue();
    }

    @Test
    void a_range_that_ends_before_it_begins_is_refused() throws Exception {
        api.post("/v1/queues", "{\"name\": \"backward\"}").expect(201);
        String queue = "/v1/queues/backward";
        String wish = "{\"from\": \"2026-02-01T00:00:00Z\", \"to\": \"2026-01-01T00:00:00Z\"}";
        api.post(queue + "/replays", wish).expect(422);
        api.post(queue + "/replays/preview", wish).expect(422);
        api.post(
                        queue + "/replays",
                        wish.replace("}", ", \"intoSubscription\": \"x\", \"create\": true}"))
                .expect(422);
        assertThat(api.get(queue + "/replays").json().path("replays")).isEmpty();
        assertThat(api.get(queue + "/subscriptions").json().path("subscriptions")).hasSize(1);
    }

    @Test
    void a_purge_leaves_named_subscriptions_what_they_have() throws Exception {
        api.post("/v1/queues", "{\"name\": \"swept\"}").expect(201);
        String queue = "/v1/queues/swept";
        api.post(queue + "/subscriptions", "{\"name\": \"audit\"}").expect(201);
        api.post(queue + "/messages", "{\"body\": \"kept\"}").expect(201);
        api.post(queue + "/purge", "").expect(204);
        assertThat(receive(queue, "{}")).isEmpty();
        String reader = "{\"subscription\": \"audit\", \"waitMillis\": 5000}";
        assertThat(receive(queue, reader).get(0).path("body").asString()).isEqualTo("kept");
    }

    @Test
    void what_was_settled_is_replayed() throws Exception {
        api.post("/v1/queues", "{\"name\": \"again\"}").expect(201);
        String queue = "/v1/queues/again";
        for (int i = 0; i < 3; i++) {
            api.post(queue + "/messages", "{\"body\": " + i + ", \"key\": \"k" + i + "\"}")
                    .expect(201);
        }
        for (JsonNode message : receive(queue, "{\"max\": 10, \"waitMillis\": 5000}")) {
            ack(queue, message);
        }
        String wish = "{\"from\": \"beginning\", \"filter\": \"key = k1\"}";
        JsonNode preview = api.post(queue + "/replays/preview", wish).expect(200).json();
        assertThat(preview.path("looked").asInt()).isEqualTo(3);
        assertThat(preview.path("meant").asInt()).isEqualTo(1);
        JsonNode begun = api.post(queue + "/replays", wish).expect(201).json();
        String replay = queue + "/replays/" + begun.path("replay").asInt();
        JsonNode message = receive(queue, "{\"waitMillis\": 5000}").get(0);
        assertThat(message.path("body").asInt()).isEqualTo(1);
        ack(queue, message);
        await().until(() -> api.get(replay).json().path("phase").asString().equals("done"));
        assertThat(api.get(queue + "/replays").json().path("replays")).hasSize(1);
        api.post(replay + "/cancel", "").expect(409);
        api.get(queue + "/replays/99").expect(404);
        JsonSchema schema = new JsonSchema(api.get("/v1/openapi.json").json());
        assertThat(schema.problems("Replay", api.get(replay).json())).isEmpty();
        assertThat(schema.problems("ReplayPreview", preview)).isEmpty();
    }
}

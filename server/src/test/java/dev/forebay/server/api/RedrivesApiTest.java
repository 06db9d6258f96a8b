package dev.forebay.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Redrives over the API. */
class RedrivesApiTest {
    private static ApiServer server;
    private static ApiClient api;
    private static int made;

    private String source = "";
    private String dead = "";

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

    /** Three dead letters: two that timed out, one that was broken. */
    @BeforeEach
    void bury() throws Exception {
        String name = "q" + ++made;
        source = "/v1/queues/" + name;
        dead = source + "-dead";
        api.post("/v1/queues", "{\"name\": \"" + name + "-dead\"}").expect(201);
        api.post(
                        "/v1/queues",
                        "{\"name\": \""
                                + name
                                + "\", \"settings\": {\"deadLetter\": {\"queue\": \""
                                + name
                                + "-dead\"}}}")
                .expect(201);
        for (String reason : new String[] {"timeout one", "timeout two", "broken"}) {
            api.post(source + "/messages", "{\"body\": \"" + reason + "\", \"key\": \"k\"}")
                    .expect(201);
            String lease =
                    api.post(source + "/receive", "{\"waitMillis\": 5000}")
                            .json()
                            .at("/messages/0/lease")
                            .asString();
            api.post(source + "/leases/" + lease + "/reject", "{\"reason\": \"" + reason + "\"}")
                    .expect(204);
        }
        await().until(() -> ready(dead) == 3);
    }

    private static int ready(String queue) throws Exception {
        return api.get(queue + "/stats").expect(200).json().path("ready").asInt();
    }

    private static JsonNode ended(String redrive) {
        await().until(() -> api.get(redrive).json().has("endedAt"));
        try {
            return api.get(redrive).expect(200).json();
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    @Test
    void a_redrive_of_a_queue_that_is_not_there_has_no_such_queue() throws Exception {
        String missing = "/v1/queues/nowhere/redrives/1";
        for (var answer :
                List.of(
                        api.get(missing),
                        api.post(missing + "/cancel", ""),
                        api.get("/v1/queues/nowhere/redrives"))) {
            assertThat(answer.expect(404).json().path("type").asString())
                    .isEqualTo("/v1/problems/no-such-queue");
        }
        assertThat(api.get(dead + "/redrives/99").expect(404).json().path("type").asString())
                .isEqualTo("/v1/problems/no-such-thing");
    }

    @Test
    void those_that_a_filter_means_go_back_edited_and_keep_their_identity() throws Exception {
        String wish =
                """
                {"filter": "error ~ \\"timeout\\"", "edit": {"setHeaders": {"again": "yes"}}}\
                """;
        JsonNode preview = api.post(dead + "/redrives/preview", wish).expect(200).json();
        assertThat(preview.path("messages").asInt()).isEqualTo(2);
        assertThat(preview.at("/sample/0/headers/again").asString()).isEqualTo("yes");
        assertThat(ready(dead)).isEqualTo(3);

        JsonNode begun = api.post(dead + "/redrives", wish).expect(201).json();
        JsonNode ended = ended(dead + "/redrives/" + begun.path("redrive").asInt());

        assertThat(ended.path("state").asString()).isEqualTo("completed");
        assertThat(ended.path("moved").asInt()).isEqualTo(2);
        assertThat(ready(dead)).isEqualTo(1);
        JsonNode back =
                api.post(source + "/receive", "{\"max\": 10, \"waitMillis\": 5000}")
                        .json()
                        .path("messages");
        assertThat(back).hasSize(2);
        assertThat(back.get(0).path("id")).isEqualTo(preview.at("/sample/0/id"));
        assertThat(back.get(0).at("/headers/again").asString()).isEqualTo("yes");
        JsonSchema schema = new JsonSchema(api.get("/v1/openapi.json").json());
        assertThat(schema.problems("Redrive", ended)).isEmpty();
        assertThat(schema.problems("RedrivePreview", preview)).isEmpty();
        assertThat(schema.problems("RedriveList", api.get(dead + "/redrives").json())).isEmpty();
    }

    @Test
    void a_template_takes_from_each_message() throws Exception {
        api.post("/v1/queues", "{\"name\": \"mended" + made + "\"}").expect(201);
        String wish =
                """
                {"filter": "body = broken", "intoQueue": "mended%d", "edit": {
                  "setHeaders": {"why": "${reason}"}, "key": "${key}-2", "body": "<${body}> $${x}"}}\
                """
                        .formatted(made);
        JsonNode preview = api.post(dead + "/redrives/preview", wish).expect(200).json();
        assertThat(preview.at("/sample/0/body").asString()).isEqualTo("<broken> ${x}");
        JsonNode begun = api.post(dead + "/redrives", wish).expect(201).json();
        ended(dead + "/redrives/" + begun.path("redrive").asInt());
        JsonNode mended =
                api.post("/v1/queues/mended" + made + "/receive", "{\"waitMillis\": 5000}")
                        .json()
                        .at("/messages/0");
        assertThat(mended.path("body").asString()).isEqualTo("<broken> ${x}");
        assertThat(mended.path("key").asString()).isEqualTo("k-2");
        assertThat(mended.at("/headers/why").asString()).contains("broken");
    }

    @Test
    void a_template_looks_into_json_and_what_lacks_the_path_stays() throws Exception {
        String json = "{\"body\": {\"order\": {\"id\": \"a\\\"b\", \"n\": [1, 2.50]}}}";
        api.post(dead + "/messages", json).expect(201);
        String wish =
                """
                {"intoQueue": "%s", "edit": {
                  "body": "{\\"id\\": ${body.order.id:json}, \\"n\\": ${body/order/n/1}}"}}\
                """
                        .formatted(source.substring("/v1/queues/".length()));
        JsonNode preview = api.post(dead + "/redrives/preview", wish).expect(200).json();
        assertThat(preview.at("/sample/0/stays").asString()).contains("body.order.id");
        JsonNode begun = api.post(dead + "/redrives", wish).expect(201).json();
        JsonNode ended = ended(dead + "/redrives/" + begun.path("redrive").asInt());
        assertThat(ended.path("moved").asInt()).isEqualTo(1);
        assertThat(ended.path("failed").asInt()).isEqualTo(3);
        assertThat(ended.path("failure").asString()).contains("body.order.id");
        JsonNode mended =
                api.post(source + "/receive", "{\"waitMillis\": 5000}").json().at("/messages/0");
        assertThat(mended.at("/body/id").asString()).isEqualTo("a\"b");
        assertThat(mended.at("/body/n").asDouble()).isEqualTo(2.5);
        JsonSchema schema = new JsonSchema(api.get("/v1/openapi.json").json());
        assertThat(schema.problems("RedrivePreview", preview)).isEmpty();
        api.post(dead + "/redrives", "{\"edit\": {\"body\": \"${bdy}\"}}").expect(422);
    }

    @Test
    void one_that_waits_says_what_for() throws Exception {
        api.patch(source, "{\"settings\": {\"maxDepth\": 1}}").expect(200);
        JsonNode begun = api.post(dead + "/redrives", "{}").expect(201).json();
        String redrive = dead + "/redrives/" + begun.path("redrive").asInt();
        await().until(() -> api.get(redrive).json().has("waiting"));
        JsonNode waits = api.get(redrive).json();
        assertThat(waits.at("/waiting/for").asString()).isEqualTo("queue-full");
        assertThat(waits.at("/waiting/queue").asString()).isEqualTo(source.substring(11));
        JsonSchema schema = new JsonSchema(api.get("/v1/openapi.json").json());
        assertThat(schema.problems("Redrive", waits)).isEmpty();
        api.post(redrive + "/cancel", "").expect(200);
        assertThat(api.get(redrive).json().has("waiting")).isFalse();
    }

    @Test
    void chosen_ones_go_elsewhere() throws Exception {
        api.post("/v1/queues", "{\"name\": \"elsewhere" + made + "\"}").expect(201);
        JsonNode preview = api.post(dead + "/redrives/preview", "{}").expect(200).json();
        String id = preview.at("/sample/2/id").asString();

        JsonNode begun =
                api.post(
                                dead + "/redrives",
                                "{\"ids\": [\""
                                        + id
                                        + "\"], \"intoQueue\": \"elsewhere"
                                        + made
                                        + "\"}")
                        .expect(201)
                        .json();

        assertThat(ended(dead + "/redrives/" + begun.path("redrive").asInt()).path("moved").asInt())
                .isEqualTo(1);
        assertThat(ready("/v1/queues/elsewhere" + made)).isEqualTo(1);
    }

    @Test
    void one_is_paused_resumed_and_cancelled() throws Exception {
        JsonNode begun = api.post(dead + "/redrives", "{\"ratePerSecond\": 1}").expect(201).json();
        String redrive = dead + "/redrives/" + begun.path("redrive").asInt();

        assertThat(api.post(redrive + "/pause", "").expect(200).json().path("state").asString())
                .isEqualTo("paused");
        api.post(dead + "/redrives", "{}").expect(409);
        api.post(redrive + "/resume", "").expect(200);
        assertThat(api.post(redrive + "/cancel", "").expect(200).json().path("state").asString())
                .isEqualTo("cancelled");
        api.post(redrive + "/cancel", "").expect(409);
        api.get(source + "/redrives/" + begun.path("redrive").asInt()).expect(404);
    }

    @Test
    void what_cannot_be_meant_is_refused() throws Exception {
        api.post(dead + "/redrives", "{\"ids\": []}").expect(422);
        api.post(dead + "/redrives", "{\"ids\": [\"x\"]}").expect(422);
        api.post(dead + "/redrives", "{\"filter\": \"error ~\"}").expect(422);
        api.post(dead + "/redrives", "{\"intoQueue\": \"nowhere\"}").expect(404);
        api.get(dead + "/redrives/none").expect(404);
        api.post("/v1/queues/nowhere/redrives", "{}").expect(404);
    }

    @Test
    void dead_letters_of_one_cause_are_discarded_and_the_others_stay() throws Exception {
        JsonNode begun =
                api.post(
                                dead + "/redrives",
                                "{\"filter\": \"error ~ \\\"timeout\\\"\", \"discard\": true}")
                        .expect(201)
                        .json();
        assertThat(begun.path("discard").asBoolean()).isTrue();
        JsonNode ended = ended(dead + "/redrives/" + begun.path("redrive").asInt());
        assertThat(ended.path("state").asString()).isEqualTo("completed");
        assertThat(ended.path("moved").asInt()).isEqualTo(2);
        assertThat(ready(dead)).isEqualTo(1);
        assertThat(ready(source)).isZero();
        assertThat(api.get(dead + "/stats").json().path("purged").asInt()).isEqualTo(2);
        assertThat(api.get(dead + "/audit").json().path("holds").asBoolean()).isTrue();
        api.post(dead + "/redrives", "{\"discard\": true, \"intoQueue\": \"x\"}").expect(422);
    }
}

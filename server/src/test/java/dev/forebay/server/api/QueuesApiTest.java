package dev.forebay.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forebay.server.api.ApiClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Queues as things that are made, listed, changed and removed. */
class QueuesApiTest {
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
    void a_message_older_than_it_should_get_is_told_of() throws Exception {
        String queue = "/v1/queues/late";
        api.post("/v1/queues", "{\"name\": \"late\", \"settings\": {\"ageObjectiveMillis\": 1}}")
                .expect(201);
        assertThat(api.get(queue + "/stats").json().path("ageObjectiveMissed").asBoolean())
                .isFalse();
        api.post(queue + "/messages", "{\"body\": 1}").expect(201);
        await().until(() ->
                api.get(queue + "/stats").json().path("ageObjectiveMissed").asBoolean());
        assertThat(api.get("/metrics/queues").response().body())
                .contains("forebay_queue_age_objective_seconds{queue=\"late\"} 0.001\n")
                .contains("forebay_queue_age_objective_missed{queue=\"late\"} 1.0\n");
        assertThat(api.get("/metrics").response().body())
                .contains("forebay_queue_age_objective_missed 1.0\n");
    }

    @Test
    void a_cursor_that_no_page_gave_is_refused() throws Exception {
        for (String list : new String[] {"queues", "schedules"}) {
            Answer refused = api.get("/v1/" + list + "?cursor=zz").expect(400);
            assertThat(refused.json().path("type").asString())
                    .isEqualTo("/v1/problems/foreign-cursor");
            assertThat(refused.json().path("detail").asString()).contains("page");
        }
    }

    @Test
    void what_a_client_has_already_is_not_sent_again() throws Exception {
        String path = "/v1/queues/had-already";
        String etag =
                api.post("/v1/queues", "{\"name\": \"had-already\"}").expect(201).header("ETag");
        Answer same = api.send(api.request(path).header("If-None-Match", etag).GET()).expect(304);
        assertThat(same.header("ETag")).isEqualTo(etag);
        assertThat(same.header("Content-Length")).isEmpty();
        assertThat(same.response().body()).isEmpty();
        api.send(api.request(path).header("If-None-Match", "\"old\", *").GET()).expect(304);
        api.patch(path, "{\"settings\": {\"leaseMillis\": 1000}}").expect(200);
        Answer changed =
                api.send(api.request(path).header("If-None-Match", etag).GET()).expect(200);
        assertThat(changed.json().at("/settings/leaseMillis").asInt()).isEqualTo(1000);
    }

    @Test
    void a_queue_is_made_shown_and_deleted() throws Exception {
        Answer made =
                api.post(
                                "/v1/queues",
                                """
                                {"name": "a-life", "tags": {"team": "blue"},
                                 "settings": {"leaseMillis": 5000, "ordering": "by-key", "maxDepth": 9}}\
                                """)
                        .expect(201);
        assertThat(made.json().path("settings").path("leaseMillis").asInt()).isEqualTo(5000);
        assertThat(made.json().path("settings").path("ordering").asString()).isEqualTo("by-key");
        assertThat(made.json().path("tags").path("team").asString()).isEqualTo("blue");
        Answer shown = api.get("/v1/queues/a-life").expect(200);
        assertThat(shown.json()).isEqualTo(made.json());
        assertThat(shown.header("ETag")).isEqualTo(shown.json().path("etag").asString());
        // Making it again with the same settings is as good.
        api.post(
                        "/v1/queues",
                        """
                        {"name": "a-life", "settings": {"leaseMillis": 5000, "ordering": "by-key", "maxDepth": 9}}\
                        """)
                .expect(201);
        Answer other = api.post("/v1/queues", "{\"name\": \"a-life\"}").expect(409);
        assertThat(other.json().path("type").asString()).isEqualTo("/v1/problems/queue-exists");
        String wanted =
                "{\"name\": \"a-life\", \"settings\": {\"ordering\": \"by-key\", \"leaseMillis\": %s}}";
        assertThat(preview(wanted.formatted(5000))).isEqualTo("same");
        assertThat(preview(wanted.formatted(7000))).isEqualTo("change");
        api.post("/v1/queues/preview", wanted.formatted(-1)).expect(422);
        api.post("/v1/queues/preview", wanted.replace("by-key", "none").formatted(1)).expect(422);
        assertThat(preview("{\"name\": \"b-life\"}")).isEqualTo("create");
        api.post("/v1/queues/preview", "{\"name\": \"@vhost/b\"}").expect(422);
        api.get("/v1/queues/b-life").expect(404);
        api.delete("/v1/queues/a-life").expect(204);
        Answer gone = api.get("/v1/queues/a-life").expect(404);
        assertThat(gone.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(gone.json().path("detail").asString()).contains("a-life");
        assertThat(gone.json().path("instance").asString()).isEqualTo("/v1/queues/a-life");
    }

    private static String preview(String wanted) throws Exception {
        return api.post("/v1/queues/preview", wanted).expect(200).json().path("outcome").asString();
    }

    @Test
    void a_change_can_depend_on_what_was_read() throws Exception {
        Answer made = api.post("/v1/queues", "{\"name\": \"tagged\"}").expect(201);
        String etag = made.header("ETag");
        String change = "{\"settings\": {\"delayMillis\": 7}}";
        Answer changed = api.patch("/v1/queues/tagged", change, "If-Match", etag).expect(200);
        assertThat(changed.json().path("settings").path("delayMillis").asInt()).isEqualTo(7);
        assertThat(changed.header("ETag")).isNotEqualTo(etag);
        Answer stale = api.patch("/v1/queues/tagged", change, "If-Match", etag).expect(412);
        assertThat(stale.json().path("detail").asString()).contains(changed.header("ETag"));
        api.patch("/v1/queues/tagged", "{\"settings\": {\"maxDepth\": 5}}").expect(200);
        Answer without =
                api.patch("/v1/queues/tagged", "{\"settings\": {\"maxDepth\": null}}").expect(200);
        assertThat(without.json().path("settings").path("maxDepth").isNull()).isTrue();
        // What was not named stays.
        assertThat(without.json().path("settings").path("delayMillis").asInt()).isEqualTo(7);
        api.send(api.request("/v1/queues/tagged").header("If-Match", etag).DELETE()).expect(412);
        String now = without.header("ETag");
        api.send(api.request("/v1/queues/tagged").header("If-Match", now).DELETE()).expect(204);
    }

    @Test
    void of_many_changes_under_one_condition_one_takes_effect() throws Exception {
        String etag = api.post("/v1/queues", "{\"name\": \"raced\"}").expect(201).header("ETag");
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            String change = "{\"settings\": {\"delayMillis\": " + i + "}}";
            answers.add(
                    CompletableFuture.supplyAsync(() -> {
                        try {
                            return api.patch("/v1/queues/raced", change, "If-Match", etag).status();
                        } catch (Exception broken) {
                            throw new IllegalStateException(broken);
                        }
                    }));
        }
        List<Integer> statuses = answers.stream().map(CompletableFuture::join).toList();
        assertThat(statuses).containsOnly(200, 412).filteredOn(status -> status == 200).hasSize(1);
    }

    @Test
    void queues_are_listed_page_by_page() throws Exception {
        for (int i = 0; i < 7; i++) {
            api.post("/v1/queues", "{\"name\": \"page-" + i + "\"}").expect(201);
        }
        List<String> names = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = api.get("/v1/queues?prefix=page-&limit=3&cursor=" + cursor).expect(200);
            for (JsonNode queue : page.json().path("queues")) {
                names.add(queue.path("name").asString());
            }
            cursor = page.json().path("cursor").asString("");
        } while (!cursor.isEmpty());
        assertThat(names)
                .containsExactly(
                        "page-0", "page-1", "page-2", "page-3", "page-4", "page-5", "page-6");
        assertThat(api.get("/v1/queues?contains=age-3").json().path("queues")).hasSize(1);
    }

    @Test
    void a_purge_and_tags_are_answered() throws Exception {
        api.post("/v1/queues", "{\"name\": \"pour\"}").expect(201);
        api.post("/v1/queues/pour/messages", "{\"body\": \"a\"}").expect(201);
        api.post("/v1/queues/pour/purge", "").expect(204);
        JsonNode stats = api.get("/v1/queues/pour/stats").expect(200).json();
        assertThat(stats.path("purged").asInt()).isEqualTo(1);
        api.post("/v1/queues/pour/purge", "{}").expect(204);
        Answer tagged = api.put("/v1/queues/pour/tags", "{\"tags\": {\"a\": \"b\"}}").expect(200);
        assertThat(tagged.json().path("tags").path("a").asString()).isEqualTo("b");
    }

    @Test
    void a_queue_is_paused_and_retries_by_rule() throws Exception {
        JsonNode made =
                api.post(
                                "/v1/queues",
                                """
                                {"name": "paused", "settings": {"retry": "fixed 50ms attempts 3",
                                 "breaker": {"failures": 5}}}\
                                """)
                        .expect(201)
                        .json();
        assertThat(made.at("/settings/retry").asString()).isEqualTo("fixed 50ms attempts 3");
        assertThat(made.at("/settings/breaker/failures").asInt()).isEqualTo(5);
        api.patch("/v1/queues/paused", "{\"settings\": {\"flow\": \"paused\"}}").expect(200);
        Answer refused = api.post("/v1/queues/paused/messages", "{\"body\": 1}").expect(409);
        assertThat(refused.json().path("type").asString()).isEqualTo("/v1/problems/queue-paused");
        assertThat(api.get("/v1/queues/paused/stats").json().at("/heldBack/cause").asString())
                .isEqualTo("paused");
        api.patch("/v1/queues/paused", "{\"settings\": {\"flow\": \"running\"}}").expect(200);
        api.post("/v1/queues/paused/messages", "{\"body\": 1}").expect(201);
        JsonNode message =
                api.post("/v1/queues/paused/receive", "{\"waitMillis\": 5000}")
                        .json()
                        .at("/messages/0");
        api.post(
                        "/v1/queues/paused/leases/" + message.path("lease").asString() + "/release",
                        "{\"reason\": \"downstream is down\", \"attempt\": false}")
                .expect(204);
        api.post("/v1/queues", "{\"name\": \"x\", \"settings\": {\"retry\": \"now and then\"}}")
                .expect(422);
    }

    @Test
    void what_is_wrong_with_a_setting_is_said() throws Exception {
        Answer typo =
                api.post("/v1/queues", "{\"name\": \"x\", \"settings\": {\"leaseMilis\": 1}}")
                        .expect(422);
        assertThat(typo.json().path("detail").asString()).contains("leaseMilis", "leaseMillis");
        Answer range =
                api.post(
                                "/v1/queues",
                                "{\"name\": \"x\", \"settings\": {\"leaseMillis\": 99999999999}}")
                        .expect(422);
        assertThat(range.json().path("detail").asString()).contains("leaseMillis");
        api.post("/v1/queues", "{\"name\": \"../x\"}").expect(422);
        api.get("/v1/queues?limt=3").expect(422);
    }
}

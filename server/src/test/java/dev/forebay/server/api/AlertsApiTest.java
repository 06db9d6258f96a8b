package dev.forebay.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forebay.server.pages.PageExample;
import dev.forebay.server.webhook.Hook;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Alerts of a running server: in its answers, over a restart, and at a webhook. */
class AlertsApiTest {
    @TempDir static Path folder;
    private static Hook hook;
    private static ApiServer server;
    private static ApiClient api;

    @BeforeAll
    static void start() throws Exception {
        hook = new Hook();
        Path secret = Files.writeString(folder.resolve("secret"), "whsec_" + "A".repeat(40));
        server =
                new ApiServer(
                        "--alerts-webhook-url",
                        hook.address() + "/hook",
                        "--alerts-webhook-secret-file",
                        secret.toString(),
                        "--alerts-webhook-allow-private");
        api = server.client();
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        server.close();
        hook.close();
    }

    private static void queue(String name, String settings) throws Exception {
        api.post("/v1/queues", "{\"name\": \"" + name + "\", \"settings\": {" + settings + "}}")
                .expect(201);
        api.post("/v1/queues/" + name + "/messages", "{\"body\": 1}").expect(201);
    }

    private static JsonNode alerts(String query) throws Exception {
        return api.get("/v1/alerts?" + query).expect(200).json().path("alerts");
    }

    @Test
    void what_needs_somebody_is_told_silenced_kept_and_sent() throws Exception {
        queue("late", "\"ageObjectiveMillis\": 1");
        queue("full", "\"maxDepth\": 1");
        await().until(() -> alerts("").size() == 2);
        JsonNode late = alerts("queue=late").get(0);
        assertThat(late.path("kind").asString()).isEqualTo("age-objective");
        assertThat(late.path("severity").asString()).isEqualTo("warning");
        assertThat(late.path("summary").asString()).startsWith("The oldest message of late waits");
        assertThat(late.path("action").asString()).isNotEmpty();
        assertThatThePageShowsOneLike(late);
        JsonNode full = alerts("queue=full").get(0);
        assertThat(full.path("kind").asString()).isEqualTo("nearly-full");
        assertThat(full.path("severity").asString()).isEqualTo("critical");
        assertThat(alerts("state=ended")).isEmpty();
        await().until(() -> api.get("/v1/stats").json().at("/alerts/lasting").asInt() == 2);

        List<Hook.Request> requests = hook.await(1);
        assertThat(requests.getFirst().path()).isEqualTo("/hook");
        assertThat(requests.getFirst().header("Webhook-signature")).startsWith("v1,");
        JsonNode told = ApiClient.JSON.readTree(requests.getFirst().body());
        assertThat(told.at("/data/events/0/event").asString()).isEqualTo("began");

        String silence = "/v1/alerts/" + late.path("number").asLong() + "/silence";
        JsonNode silent = api.post(silence, "{\"forMillis\": 60000}").expect(200).json();
        assertThat(silent.path("silentUntil").asString()).isNotEmpty();
        await().until(() -> api.get("/v1/stats").json().at("/alerts/silent").asInt() == 1);
        assertThat(api.get("/v1/audit?action=silence%20alert").json().at("/entries/0/target"))
                .hasToString("\"age-objective late\"");
        await().until(() -> api.get("/v1/history").json().at("/series/ready").size() >= 2);

        server.restart();
        api = server.client();
        await().until(() -> api.get("/v1/stats").json().path("number").asInt() > 0);
        JsonNode kept = alerts("queue=late").get(0);
        assertThat(kept).isEqualTo(silent);
        assertThat(alerts("")).hasSize(2);
        JsonNode history = api.get("/v1/history").json().at("/series/ready");
        assertThat(history.get(0).isNull()).isFalse();
        assertThat(history.size()).isGreaterThanOrEqualTo(3);
        assertThat(api.get("/v1/queues/late/history?step=5m").json().at("/series/ready"))
                .isNotEmpty();

        JsonNode loud = api.delete(silence).expect(200).json();
        assertThat(loud.has("silentUntil")).isFalse();
        api.delete("/v1/queues/full").expect(204);
        await().until(() -> alerts("state=ended").size() == 1);
        assertThat(alerts("state=all")).hasSize(2);
        await().until(() ->
                hook.await(1).stream()
                        .anyMatch(one -> new String(one.body(), UTF_8).contains("\"ended\"")));

        whatAQueueGivesUpInItsFirstMomentIsTold();
    }

    private static void whatAQueueGivesUpInItsFirstMomentIsTold() throws Exception {
        queue("given-up", "\"deadLetter\": {\"queue\": \"given-up-dead\", \"maxAttempts\": 3}");
        api.post("/v1/queues", "{\"name\": \"given-up-dead\"}").expect(201);
        String lease =
                api.post("/v1/queues/given-up/receive", "{}")
                        .expect(200)
                        .json()
                        .at("/messages/0/lease")
                        .asString();
        api.post("/v1/queues/given-up/leases/" + lease + "/reject", "{}").expect(204);

        await().until(() -> alerts("queue=given-up").size() == 1);
        assertThat(alerts("queue=given-up").get(0).path("kind").asString())
                .isEqualTo("dead-letters");
    }

    private static void assertThatThePageShowsOneLike(JsonNode late) throws Exception {
        String example = PageExample.of("docs/http-api.md", "## Alerts", "json").code();
        JsonNode shown = ApiClient.JSON.readTree(example.replace("orders", "late"));
        assertThat(shown.propertyNames()).containsExactlyElementsOf(late.propertyNames());
        for (String same : List.of("kind", "severity", "queue", "action")) {
            assertThat(shown.path(same)).isEqualTo(late.path(same));
        }
        assertThat(shown.path("summary").asString().replace(", 5 min.", ", 1 ms."))
                .isEqualTo(late.path("summary").asString());
    }

    @Test
    void what_is_not_there_or_wrong_is_refused() throws Exception {
        api.post("/v1/alerts/999/silence", "{}").expect(404);
        api.post("/v1/alerts/none/silence", "{}").expect(404);
        api.get("/v1/alerts?state=some").expect(422);
        api.get("/v1/history?step=5m").expect(200);
        api.get("/v1/history?step=1m").expect(422);
    }
}

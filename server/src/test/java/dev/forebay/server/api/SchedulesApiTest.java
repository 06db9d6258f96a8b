package dev.forebay.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Repeating schedules, over a socket. */
class SchedulesApiTest {
    private static final String YEARLY =
            "{\"queue\": \"reports\", \"when\": \"@yearly\", \"message\": {\"body\": \"x\"}}";

    private static ApiServer server;
    private static ApiClient api;

    @BeforeAll
    static void start() throws Exception {
        server = new ApiServer();
        api = server.client();
        queue(api, "reports");
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        server.close();
    }

    private static void queue(ApiClient by, String name) throws Exception {
        by.post("/v1/queues", "{\"name\": \"" + name + "\"}").expect(201);
    }

    private static ApiClient.Answer put(String name, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                api.json("/v1/schedules/" + name).PUT(BodyPublishers.ofString(body));
        return api.send(headers.length == 0 ? request : request.headers(headers));
    }

    private static JsonNode receive(ApiClient by, String queue) throws Exception {
        JsonNode messages =
                by.post("/v1/queues/" + queue + "/receive", "{\"waitMillis\": 10000, \"max\": 10}")
                        .expect(200)
                        .json()
                        .path("messages");
        for (JsonNode message : messages) {
            by.post(
                            "/v1/queues/"
                                    + queue
                                    + "/leases/"
                                    + message.path("lease").asString()
                                    + "/ack",
                            "")
                    .expect(204);
        }
        return messages;
    }

    @Test
    void what_is_wrong_with_times_ends_with_one_full_stop() throws Exception {
        for (String when : new String[] {"61 * * * *", "now and then", "every 5 parsecs"}) {
            String detail =
                    api.post("/v1/schedules/preview", "{\"when\": \"" + when + "\"}")
                            .expect(422)
                            .json()
                            .path("detail")
                            .asString();
            assertThat(detail).endsWith(".").doesNotContain("..");
        }
    }

    @Test
    void a_schedule_that_a_client_has_already_is_not_sent_again() throws Exception {
        api.post("/v1/queues", "{\"name\": \"had\"}").expect(201);
        String etag =
                api.put(
                                "/v1/schedules/had",
                                "{\"queue\": \"had\", \"when\": \"@daily\", \"message\": {\"body\": 1}}")
                        .expect(201)
                        .header("ETag");
        api.send(api.request("/v1/schedules/had").header("If-None-Match", etag).GET()).expect(304);
        api.post("/v1/schedules/had/disable", "{}").expect(200);
        api.send(api.request("/v1/schedules/had").header("If-None-Match", etag).GET()).expect(200);
        api.delete("/v1/schedules/had").expect(204);
    }

    @Test
    void a_schedule_is_made_shown_replaced_and_deleted() throws Exception {
        ApiClient.Answer made =
                api.put(
                                "/v1/schedules/morning",
                                """
                                {"queue": "reports", "when": "30 8 * * MON-FRI",
                                 "zone": "Europe/Berlin", "missedRuns": "all", "mostCaughtUp": 7,
                                 "description": "for the desk",
                                 "message": {"body": {"kind": "daily"}, "key": "k",
                                   "headers": {"a": "b"}, "delayMillis": 5, "expiryMillis": 60000,
                                   "priority": 7}}\
                                """)
                        .expect(201);
        JsonNode shown = api.get("/v1/schedules/morning").expect(200).json();
        assertThat(shown).isEqualTo(made.json());
        assertThat(made.header("ETag")).isEqualTo(shown.path("etag").asString());
        assertThat(shown.at("/message/body/kind").asString()).isEqualTo("daily");
        assertThat(shown.at("/message/delayMillis").asInt()).isEqualTo(5);
        assertThat(shown.at("/message/priority").asInt()).isEqualTo(7);
        assertThat(shown.at("/message/headers/a").asString()).isEqualTo("b");
        assertThat(shown.path("mostCaughtUp").asInt()).isEqualTo(7);
        assertThat(Instant.parse(shown.path("nextRunAt").asString())).isAfter(Instant.now());

        put("morning", YEARLY, "If-Match", "\"other\"").expect(412);
        put("morning", YEARLY, "If-None-Match", "*").expect(412);
        put("evening", YEARLY, "If-Match", "*").expect(412);
        JsonNode replaced =
                put("morning", YEARLY, "If-Match", shown.path("etag").asString())
                        .expect(200)
                        .json();
        assertThat(replaced.path("etag")).isNotEqualTo(shown.path("etag"));
        assertThat(replaced.path("createdAt")).isEqualTo(shown.path("createdAt"));
        assertThat(replaced.path("zone").asString()).isEqualTo("UTC");
        api.delete("/v1/schedules/morning").expect(204);
        api.get("/v1/schedules/morning").expect(404);
        api.delete("/v1/schedules/morning").expect(404);
    }

    @Test
    void runs_arrive_with_their_origin_and_are_in_the_timeline() throws Exception {
        queue(api, "beats");
        api.put(
                        "/v1/schedules/beat",
                        "{\"queue\": \"beats\", \"when\": \"every 1s\", \"message\": {\"body\": 1}}")
                .expect(201);
        JsonNode first = receive(api, "beats").path(0);
        assertThat(first.at("/schedule/name").asString()).isEqualTo("beat");
        assertThat(first.at("/schedule/run").asInt()).isEqualTo(1);
        Instant planned = Instant.parse(first.at("/schedule/plannedAt").asString());
        assertThat(planned.toEpochMilli() % 1000).isZero();
        assertThat(planned)
                .isCloseTo(
                        Instant.now(),
                        org.assertj.core.api.Assertions.within(Duration.ofSeconds(20)));
        api.post("/v1/schedules/beat/disable", "").expect(200);
        JsonNode timeline =
                api.get("/v1/queues/beats/messages/" + first.path("id").asString() + "/timeline")
                        .expect(200)
                        .json();
        assertThat(timeline.at("/events/0/event").asString()).isEqualTo("accepted");
        assertThat(timeline.at("/events/0/by/face").asString()).isEqualTo("schedule");
        assertThat(timeline.at("/events/0/by/client").asString()).isEqualTo("beat");
        JsonNode browsed = api.get("/v1/queues/beats/messages").expect(200).json();
        assertThat(browsed.at("/messages/0/schedule/name").asString()).isEqualTo("beat");
        api.delete("/v1/schedules/beat").expect(204);
    }

    @Test
    void a_run_can_be_asked_for_and_a_schedule_be_off() throws Exception {
        queue(api, "asked");
        String disabled =
                """
                {"queue": "asked", "when": "every 1s", "enabled": false, "message": {"body": 1}}\
                """;
        JsonNode made = api.put("/v1/schedules/off", disabled).expect(201).json();
        assertThat(made.path("enabled").asBoolean()).isFalse();
        assertThat(made.has("nextRunAt")).isFalse();
        JsonNode sent = api.post("/v1/schedules/off/runs", "").expect(201).json();
        JsonNode message = receive(api, "asked").path(0);
        assertThat(message.path("id")).isEqualTo(sent.path("id"));
        assertThat(message.at("/schedule/run").asInt()).isEqualTo(1);
        assertThat(message.at("/schedule").has("plannedAt")).isFalse();
        assertThat(api.get("/v1/schedules/off").json().path("runs").asInt()).isEqualTo(1);
        api.post("/v1/schedules/off/enable", "").expect(200);
        assertThat(receive(api, "asked").size()).isPositive();
        api.post("/v1/schedules/off/pause", "").expect(404);
        api.post("/v1/schedules/none/enable", "").expect(404);
        api.delete("/v1/schedules/off").expect(204);
    }

    @Test
    void next_runs_are_told_before_and_after_it_is_made() throws Exception {
        JsonNode runs =
                api.post(
                                "/v1/schedules/preview",
                                """
                                {"when": "30 2 * * *", "zone": "Europe/Berlin", "count": 366}\
                                """)
                        .expect(200)
                        .json()
                        .path("runs");
        assertThat(runs.size()).isEqualTo(366);
        Set<String> days = new HashSet<>();
        runs.forEach(run -> days.add(run.asString().substring(0, 10)));
        assertThat(days).hasSize(366);
        put("told", YEARLY).expect(201);
        JsonNode next = api.get("/v1/schedules/told/runs?count=2").expect(200).json();
        assertThat(next.path("runs").size()).isEqualTo(2);
        assertThat(next.at("/runs/0").asString()).endsWith("-01-01T00:00:00.000Z");
        api.delete("/v1/schedules/told").expect(204);
        api.get("/v1/schedules/told/runs").expect(404);
    }

    @Test
    void schedules_are_listed_in_pages() throws Exception {
        queue(api, "listed");
        for (int i = 0; i < 5; i++) {
            put("page-" + i, YEARLY.replace("reports", i == 2 ? "reports" : "listed")).expect(201);
        }
        List<String> names = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page =
                    api.get(
                                    "/v1/schedules?prefix=page-&limit=2"
                                            + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                            .expect(200)
                            .json();
            page.path("schedules").forEach(one -> names.add(one.path("name").asString()));
            cursor = page.path("cursor").asString("");
        } while (!cursor.isEmpty());
        assertThat(names).containsExactly("page-0", "page-1", "page-2", "page-3", "page-4");
        JsonNode some = api.get("/v1/schedules?queue=listed").expect(200).json();
        assertThat(some.path("schedules").size()).isEqualTo(4);
        api.delete("/v1/queues/listed").expect(204);
        JsonNode orphan = api.get("/v1/schedules/page-0").expect(200).json();
        assertThat(orphan.path("enabled").asBoolean()).isFalse();
        assertThat(orphan.at("/lastFailure/reason").asString()).contains("was deleted");
        api.post("/v1/schedules/page-0/enable", "").expect(404);
    }

    @Test
    void what_cannot_be_is_refused_with_what_can() throws Exception {
        refused(422, "minute", YEARLY.replace("@yearly", "61 * * * *"));
        refused(422, "five fields of cron", YEARLY.replace("@yearly", "now and then"));
        refused(422, "Europe/Berlin", YEARLY.replace("\"when\"", "\"zone\": \"Mars\", \"when\""));
        refused(404, "nowhere", YEARLY.replace("reports", "nowhere"));
        refused(422, "message", "{\"queue\": \"reports\", \"when\": \"@daily\"}");
        refused(422, "queue", "{\"when\": \"@daily\", \"message\": {\"body\": 1}}");
        refused(
                422,
                "skip, once, all",
                YEARLY.replace("\"when\"", "\"missedRuns\": \"x\", \"when\""));
        refused(
                422,
                "deliverAt",
                YEARLY.replace("\"body\"", "\"deliverAt\": \"2030-01-01T00:00:00Z\", \"body\""));
        refused(
                422,
                "deduplicationId",
                YEARLY.replace("\"body\"", "\"deduplicationId\": \"x\", \"body\""));
        refused(413, "65536", YEARLY.replace("\"x\"", "\"" + "y".repeat(70_000) + "\""));
        put(".odd", YEARLY).expect(422);
        api.post("/v1/schedules/preview", "{}").expect(422);
        api.post("/v1/schedules/preview", "{\"when\": \"0 0 31 2 *\"}").expect(422);
    }

    private static void refused(int status, String said, String body) throws Exception {
        assertThat(put("wrong", body).expect(status).json().path("detail").asString())
                .contains(said);
    }

    @Test
    void answers_are_as_described() throws Exception {
        JsonSchema schema = new JsonSchema(api.get("/v1/openapi.json").expect(200).json());
        put("described", YEARLY).expect(201);
        api.post("/v1/schedules/described/runs", "").expect(201);
        assertThat(
                        schema.problems(
                                "Schedule", api.get("/v1/schedules/described").expect(200).json()))
                .isEmpty();
        assertThat(
                        schema.problems(
                                "ScheduleRuns",
                                api.get("/v1/schedules/described/runs").expect(200).json()))
                .isEmpty();
        JsonNode received = api.post("/v1/queues/reports/receive", "{\"waitMillis\": 5000}").json();
        assertThat(schema.problems("ReceiveAnswer", received)).isEmpty();
        assertThat(received.at("/messages/0/schedule/name").asString()).isNotEmpty();
        api.delete("/v1/schedules/described").expect(204);
    }

    @Test
    void schedules_outlive_a_restart_and_each_run_comes_once() throws Exception {
        try (ApiServer other = new ApiServer()) {
            try (ApiClient before = other.client()) {
                queue(before, "ticks");
                before.put(
                                "/v1/schedules/tick",
                                """
                                {"queue": "ticks", "when": "* * * * * *", "missedRuns": "all",
                                 "message": {"body": "tick"}}\
                                """)
                        .expect(201);
                await().until(() ->
                        before.get("/v1/schedules/tick").json().path("runs").asInt() >= 2);
            }
            other.restart();
            try (ApiClient after = other.client()) {
                await().until(() ->
                        after.get("/v1/schedules/tick").json().path("runs").asInt() >= 5);
                JsonNode end = after.post("/v1/schedules/tick/disable", "").expect(200).json();
                int runs = end.path("runs").asInt();
                List<Integer> numbers = new ArrayList<>();
                List<Instant> planned = new ArrayList<>();
                while (numbers.size() < runs) {
                    for (JsonNode message : receive(after, "ticks")) {
                        numbers.add(message.at("/schedule/run").asInt());
                        planned.add(Instant.parse(message.at("/schedule/plannedAt").asString()));
                    }
                }
                // No second is left out, that of the restart included, and none comes twice.
                for (int i = 0; i < runs; i++) {
                    assertThat(numbers.get(i)).isEqualTo(i + 1);
                    assertThat(planned.get(i)).isEqualTo(planned.getFirst().plusSeconds(i));
                }
                assertThat(end.path("missed").asInt()).isZero();
                assertThat(after.get("/v1/queues/ticks/stats").json().path("sent").asInt())
                        .isEqualTo(runs);
            }
        }
    }
}

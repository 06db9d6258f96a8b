package dev.forebay.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the audit log says of changes, and how it is searched. */
class AuditApiTest {
    private static UsersServer users;
    private static ApiClient admin;
    private static ApiClient stranger;

    @BeforeAll
    static void start() throws Exception {
        users = new UsersServer();
        admin = users.admin();
        stranger = users.stranger();
    }

    @AfterAll
    static void stop() throws Exception {
        admin.close();
        stranger.close();
        users.close();
    }

    private static List<JsonNode> entries(String query) throws Exception {
        List<JsonNode> all = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = admin.get("/v1/audit?" + query + cursor).expect(200).json();
            page.path("entries").forEach(all::add);
            cursor = page.has("cursor") ? "&cursor=" + page.path("cursor").asString() : "";
        } while (!cursor.isEmpty());
        return all;
    }

    private static JsonNode last(String query) throws Exception {
        return entries(query).getLast();
    }

    private static String change(JsonNode entry, String what) {
        for (JsonNode each : entry.path("changes")) {
            if (each.path("what").asString().equals(what)) {
                return each.path("before").asString() + " -> " + each.path("after").asString();
            }
        }
        throw new AssertionError(what + " is not in " + entry);
    }

    private static ApiClient worker(String name, String grants) throws Exception {
        admin.post("/v1/users", "{\"name\": \"" + name + "\", \"grants\": [" + grants + "]}")
                .expect(201);
        String token = UsersServer.token(admin, name, "{}");
        return users.server().client("Authorization", "Bearer " + token);
    }

    @Test
    void each_setting_that_changed_is_there_as_it_was_and_as_it_is() throws Exception {
        admin.post("/v1/queues", "{\"name\": \"set-dead\"}").expect(201);
        admin.post("/v1/queues", "{\"name\": \"set\", \"settings\": {\"leaseMillis\": 5000}}")
                .expect(201);
        JsonNode made = last("target=set&action=create%20queue");
        assertThat(change(made, "leaseMillis")).isEqualTo("30000 -> 5000");
        assertThat(made.path("changes")).hasSize(1);
        admin.patch(
                        "/v1/queues/set",
                        """
                        {"settings": {"leaseMillis": 60000, "maxDepth": 7, "flow": "paused",
                          "retry": "fixed 5s attempts 3", "deadLetter": {"queue": "set-dead"},
                          "rates": {"sending": {"perSecond": 50}}, "labels": {"team": "blue"}}}\
                        """)
                .expect(200);
        JsonNode changed = last("target=set&action=change%20queue");
        assertThat(changed.path("outcome").asString()).isEqualTo("done");
        assertThat(change(changed, "leaseMillis")).isEqualTo("5000 -> 60000");
        assertThat(change(changed, "maxDepth")).isEqualTo("none -> 7");
        assertThat(change(changed, "flow")).isEqualTo("running -> paused");
        assertThat(change(changed, "retry")).isEqualTo("at-once -> fixed 5000ms attempts 3");
        assertThat(change(changed, "deadLetter")).startsWith("none -> set-dead");
        assertThat(change(changed, "rates.sending")).isEqualTo("none -> 50.0 per second, burst 50");
        assertThat(change(changed, "label team")).isEqualTo(" -> blue");
        assertThat(changed.path("changes")).hasSize(7);
        admin.put("/v1/queues/set/tags", "{\"tags\": {\"a\": \"1\"}}").expect(200);
        assertThat(change(last("target=set&action=tag*"), "tag a")).isEqualTo(" -> 1");
        admin.delete("/v1/queues/set").expect(204);
        assertThat(last("target=set&action=delete*").path("detail").asString())
                .isEqualTo("0 unsettled messages were in it.");
    }

    @Test
    void rights_have_their_names() throws Exception {
        try (ApiClient named =
                worker("named", "{\"queues\": \"a-*\", \"rights\": [\"send\", \"receive\"]}")) {
            named.get("/v1/queues").expect(200);
            assertThat(change(last("target=named&action=add%20user"), "grants"))
                    .isEqualTo(" -> a-*: view, send, receive");
            admin.patch("/v1/users/named", "{\"roles\": [\"view\"], \"grants\": []}").expect(200);
            JsonNode changed = last("target=named&action=change%20user");
            assertThat(change(changed, "grants")).isEqualTo("a-*: view, send, receive -> ");
            assertThat(change(changed, "roles")).isEqualTo(" -> view");
            assertThat(last("target=named&action=add%20token").path("detail").asString())
                    .contains("for *: view, browse, send");
            assertThat(entries("").toString()).doesNotContain("bits=", "Optional", "User[");
        }
    }

    @Test
    void what_was_wished_for_is_there_and_what_messages_hold_is_not() throws Exception {
        admin.post("/v1/queues", "{\"name\": \"wished\"}").expect(201);
        admin.post("/v1/queues/wished/subscriptions", "{\"name\": \"s\", \"filter\": \"key = a\"}")
                .expect(201);
        assertThat(change(last("target=wished/s"), "filter")).isEqualTo(" -> key = \"a\"");
        admin.post("/v1/queues/wished/replays", "{\"ratePerSecond\": 5}").expect(201);
        assertThat(change(last("target=wished&action=begin%20replay"), "ratePerSecond"))
                .isEqualTo(" -> 5");
        admin.post(
                        "/v1/queues/wished/redrives",
                        "{\"intoQueue\": \"wished\", \"edit\": {\"body\": \"hidden-words\"}}")
                .expect(201);
        JsonNode redrive = last("target=wished&action=begin%20redrive");
        assertThat(change(redrive, "edit")).isEqualTo(" -> set the body");
        String schedule =
                "{\"queue\": \"wished\", \"when\": \"%s\", \"message\": {\"body\": \"hidden-words\"}}";
        admin.put("/v1/schedules/early", schedule.formatted("@daily")).expect(201);
        admin.put("/v1/schedules/early", schedule.formatted("@hourly")).expect(200);
        JsonNode put = last("target=wished/early");
        assertThat(change(put, "when")).isEqualTo("@daily -> @hourly");
        assertThat(put.path("changes")).hasSize(1);
        assertThat(entries("").toString()).doesNotContain("hidden-words");
    }

    @Test
    void who_tried_what_he_may_not_is_noted() throws Exception {
        admin.post("/v1/queues", "{\"name\": \"guarded\"}").expect(201);
        try (ApiClient eve =
                worker("eve", "{\"queues\": \"guarded\", \"rights\": [\"send\", \"manage\"]}")) {
            eve.post("/v1/queues/guarded/purge", "").expect(403);
            eve.post("/v1/users", "{\"name\": \"mallory\"}").expect(403);
            eve.patch("/v1/users/admin", "{\"roles\": []}").expect(403);
            eve.patch("/v1/queues/guarded", "{\"settings\": {\"flow\": \"paused\"}}").expect(403);
            eve.post("/v1/queues/other/messages", "{\"body\": 1}").expect(403);
            eve.get("/v1/users").expect(403);
        }
        stranger.delete("/v1/queues/guarded").expect(401);
        try (ApiClient forger = users.server().client("Authorization", "Bearer fbt_forged")) {
            forger.post("/v1/queues/guarded/purge", "").expect(401);
        }
        await().until(() -> entries("outcome=denied&target=guarded*").size() == 4);
        List<JsonNode> tried = entries("outcome=denied&user=eve");
        assertThat(tried.stream().map(each -> each.path("action").asString()))
                .containsExactly("purge queue", "add user", "change user", "change queue");
        assertThat(tried.stream().map(each -> each.path("target").asString()))
                .containsExactly("guarded", "", "admin", "guarded");
        assertThat(tried.getFirst().path("detail").asString()).contains("may not", "guarded");
        assertThat(tried.getFirst().path("address").asString()).isEqualTo("127.0.0.1");
        JsonNode delete = last("outcome=denied&action=delete%20queue");
        assertThat(delete.path("user").asString()).isEmpty();
        assertThat(
                        new JsonSchema(admin.get("/v1/openapi.json").json())
                                .problems("AuditPage", admin.get("/v1/audit").json()))
                .isEmpty();
    }

    @Test
    void attempts_over_sqs_are_noted_alike() throws Exception {
        for (String authorization : new String[] {"", "AWS4-HMAC-SHA256 Credential=x"}) {
            var request =
                    stranger.request("/")
                            .header("Content-Type", "application/x-amz-json-1.0")
                            .header("X-Amz-Target", "AmazonSQS.PurgeQueue")
                            .POST(
                                    BodyPublishers.ofString(
                                            "{\"QueueUrl\": \"http://x/000000000000/sqs-guarded\"}"));
            if (!authorization.isEmpty()) {
                request.header("Authorization", authorization);
            }
            assertThat(stranger.send(request).status()).isBetween(400, 403);
        }
        await().until(() ->
                entries("outcome=denied&action=purge%20queue").stream()
                                .filter(each -> each.path("face").asString().equals("sqs"))
                                .count()
                        == 2);
        assertThat(entries("outcome=denied&target=sqs-guarded")).hasSize(1);
    }

    @Test
    void it_is_searched_by_who_what_on_what_and_when() throws Exception {
        String before = admin.get("/v1/health").response().headers().firstValue("Date").orElse("");
        admin.post("/v1/queues", "{\"name\": \"sought-1\"}").expect(201);
        admin.post("/v1/queues", "{\"name\": \"sought-2\"}").expect(201);
        admin.delete("/v1/queues/sought-2").expect(204);
        assertThat(before).isNotEmpty();
        assertThat(entries("target=sought-*")).hasSize(3);
        assertThat(entries("target=sought-*&limit=1")).hasSize(3);
        assertThat(entries("target=sought-2&action=delete%20queue&user=admin")).hasSize(1);
        assertThat(entries("target=sought-2&user=nobody")).isEmpty();
        assertThat(entries("target=sought-2&outcome=refused")).isEmpty();
        String at = entries("target=sought-1").getFirst().path("at").asString();
        assertThat(entries("target=sought-*&from=" + at)).hasSize(3);
        assertThat(entries("target=sought-1&to=" + at)).isEmpty();
        assertThat(entries("target=sought-*&from=2100-01-01T00:00:00Z")).isEmpty();
        admin.get("/v1/audit?outcome=perhaps").expect(422);
        admin.get("/v1/audit?from=yesterday").expect(422);
        admin.get("/v1/audit?cursor=zz").expect(400);
    }
}

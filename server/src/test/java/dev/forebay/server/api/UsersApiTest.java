package dev.forebay.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forebay.server.api.UsersServer.Session;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sqs.SqsClient;
import tools.jackson.databind.JsonNode;

/** Users, sessions, keys and tokens over the API. */
class UsersApiTest {
    @TempDir static Path folder;
    private static UsersServer users;
    private static ApiClient admin;
    private static ApiClient stranger;

    @BeforeAll
    static void start() throws Exception {
        users = new UsersServer("--config", rules("").toString());
        admin = users.admin();
        stranger = users.stranger();
        admin.post("/v1/queues", "{\"name\": \"orders-eu\"}").expect(201);
        admin.post("/v1/queues", "{\"name\": \"bills\"}").expect(201);
    }

    @AfterAll
    static void stop() throws Exception {
        admin.close();
        stranger.close();
        users.close();
    }

    /** The settings file, with what is masked. */
    private static Path rules(String masked) throws Exception {
        return Files.writeString(
                folder.resolve("forebay.yaml"), "messages.masked: '" + masked + "'\n");
    }

    private static void add(String name, String more) throws Exception {
        admin.post("/v1/users", "{\"name\": \"" + name + "\"" + more + "}").expect(201);
    }

    private static ApiClient tokenOf(String user, String wish) throws Exception {
        return users.server()
                .client("Authorization", "Bearer " + UsersServer.token(admin, user, wish));
    }

    private static List<String> names(JsonNode list) {
        return list.valueStream().map(one -> one.path("name").asString()).toList();
    }

    /** Where the messages of a replay into a new queue are looked at, once all are there. */
    private static String copied(String from, String into, int count) throws Exception {
        admin.post("/v1/queues", "{\"name\": \"" + into + "\"}").expect(201);
        String wish = "{\"from\": \"beginning\", \"to\": \"now\", \"intoQueue\": \"" + into + "\"}";
        admin.post("/v1/queues/" + from + "/replays", wish).expect(201);
        for (int i = 0; i < count; i++) {
            assertThat(
                            admin.post(
                                            "/v1/queues/" + into + "/receive",
                                            "{\"max\": 1, \"waitMillis\": 10000}")
                                    .json()
                                    .path("messages"))
                    .hasSize(1);
        }
        return "/v1/queues/" + into + "/messages";
    }

    @Test
    void what_is_masked_is_shown_to_who_has_the_right_and_found_out_by_nobody_else()
            throws Exception {
        add(
                "looker",
                ", \"grants\": [{\"queues\": \"paid*\", \"rights\": [\"browse\", \"operate\", \"receive\"]}, {\"queues\": \"*outside\", \"rights\": [\"browse\"]}]");
        admin.post("/v1/queues", "{\"name\": \"paid-dead\"}").expect(201);
        admin.post(
                        "/v1/queues",
                        "{\"name\": \"paid\", \"settings\": {\"deadLetter\": {\"queue\": \"paid-dead\"}}}")
                .expect(201);
        for (String body : List.of("{\"card\": {\"n\": 4111.10}, \"sum\": 1.50}", "\"4111\"")) {
            admin.post(
                            "/v1/queues/paid/messages",
                            "{\"headers\": {\"Auth\": \"secret\"}, \"body\": " + body + "}")
                    .expect(201);
        }
        ApiClient looker = tokenOf("looker", "{}");
        String seen = "/v1/queues/paid/messages";
        assertThat(looker.get(seen).expect(200).response().body()).contains("4111.10", "secret");

        rules("paid: card");
        assertThat(admin.post("/v1/server/settings/reload", "").expect(422).json().path("detail"))
                .asString()
                .contains("messages.masked", "\\\"card\\\" is neither");
        looker.post("/v1/server/settings/reload", "").expect(403);
        rules("paid: $.card.n, header:auth");
        admin.post("/v1/server/settings/reload", "").expect(200);

        ApiClient.Answer shown = looker.get(seen).expect(200);
        JsonNode messages = shown.json().path("messages");
        assertThat(messages.at("/0/masked").asBoolean()).isTrue();
        assertThat(messages.at("/0/headers/Auth").asString()).isEqualTo("***");
        assertThat(shown.response().body())
                .contains("\"body\":{\"card\": {\"n\": \"***\"}, \"sum\": 1.50}");
        // What is no object has nothing there, and what is no JSON would be hidden.
        assertThat(messages.at("/1/body").asString()).isEqualTo("4111");
        assertThat(admin.get(seen).response().body()).contains("4111.10").doesNotContain("masked");
        String asked = "filter=" + URLEncoder.encode("body ~ \"4111\"", UTF_8);
        assertThat(looker.get(seen + "?" + asked).expect(403).json().path("detail").asString())
                .contains("masked in \"paid\"");
        assertThat(admin.get(seen + "?" + asked).json().path("messages")).hasSize(2);
        looker.post("/v1/queues/paid/redrives/preview", "{\"filter\": \"body ~ \\\"4\\\"\"}")
                .expect(403);
        looker.post("/v1/queues/paid/replays/preview", "{\"filter\": \"body ~ \\\"4\\\"\"}")
                .expect(403);

        // A consumer gets it whole; a dead letter is masked by the rule of the queue it was in.
        JsonNode lease =
                looker.post("/v1/queues/paid/receive", "{\"max\": 1}").json().at("/messages/0");
        assertThat(lease.at("/body/card/n").toString()).isEqualTo("4111.1");
        looker.post("/v1/queues/paid/leases/" + lease.path("lease").asString() + "/reject", "")
                .expect(204);
        String dead = "/v1/queues/paid-dead/";
        assertThat(looker.get(dead + "messages").json().at("/messages/0/body/card/n").asString())
                .isEqualTo("***");
        assertThat(looker.get(dead + "messages?" + asked).json().path("messages")).isEmpty();
        assertThat(admin.get(dead + "messages?" + asked).json().path("messages")).hasSize(1);
        JsonNode preview = looker.post(dead + "redrives/preview", "{}").expect(200).json();
        assertThat(preview.at("/sample/0/masked").asBoolean()).isTrue();
        looker.post(dead + "redrives/preview", "{\"edit\": {\"body\": \"${body.card.n}\"}}")
                .expect(403);

        // So are copies, and copies of copies.
        String copy = copied("paid", "outside", 2);
        String again = copied("outside", "far-outside", 2);
        for (String path : List.of(copy, again)) {
            assertThat(looker.get(path).expect(200).response().body())
                    .contains("\"***\"")
                    .doesNotContain("4111.10", "secret");
            assertThat(looker.get(path + "?" + asked).json().path("messages")).isEmpty();
            assertThat(admin.get(path + "?" + asked).json().path("messages")).hasSize(2);
        }
        looker.close();
        Files.writeString(rules(""), "log.level: debug\n", StandardOpenOption.APPEND);
        String reload = "/v1/server/settings/reload";
        assertThat(needRestart(admin.post(reload, ""))).containsExactly("log.level");
        assertThat(needRestart(admin.get("/v1/server/settings"))).containsExactly("log.level");
        rules("");
        assertThat(needRestart(admin.post(reload, ""))).isEmpty();
    }

    private static List<String> needRestart(ApiClient.Answer settings) {
        return settings.expect(200)
                .json()
                .path("settings")
                .valueStream()
                .filter(setting -> setting.path("needsRestart").asBoolean(false))
                .map(setting -> setting.path("key").asString())
                .toList();
    }

    @Test
    void who_brings_nothing_is_asked_who_he_is() throws Exception {
        ApiClient.Answer answer = stranger.get("/v1/queues").expect(401);

        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(answer.json().path("type").asString()).isEqualTo("/v1/problems/unauthenticated");
        stranger.get("/v1/health").expect(200);
        stranger.get("/v1/openapi.json").expect(200);
        assertThat(stranger.get("/v1/session").expect(200).json().toString())
                .isEqualTo("{\"open\":false}");
    }

    @Test
    void a_session_reads_by_its_cookie_and_writes_with_its_second_secret() throws Exception {
        Session session = UsersServer.session(stranger, "admin", UsersServer.PASSWORD);
        String[] writing = session.headers();

        try (ApiClient reads = users.server().client("Cookie", session.cookie());
                ApiClient writes = users.server().client(writing);
                ApiClient guesses =
                        users.server()
                                .client("Cookie", session.cookie(), "X-Forebay-Csrf", "guess")) {
            assertThat(reads.get("/v1/session").expect(200).json().path("csrf").asString())
                    .isEqualTo(session.csrf());
            reads.get("/v1/queues").expect(200);
            reads.post("/v1/queues", "{\"name\": \"by-csrf\"}").expect(401);
            guesses.post("/v1/queues", "{\"name\": \"by-csrf\"}").expect(401);
            writes.post("/v1/queues", "{\"name\": \"by-session\"}").expect(201);
            assertThat(writes.delete("/v1/session").expect(204).header("Set-Cookie"))
                    .contains("Max-Age=0");
            reads.get("/v1/queues").expect(401);
        }
    }

    @Test
    void the_cookie_is_not_for_scripts_and_other_sites() throws Exception {
        ApiClient.Answer answer =
                stranger.post(
                        "/v1/session",
                        "{\"user\": \"admin\", \"password\": \"" + UsersServer.PASSWORD + "\"}");

        assertThat(answer.header("Set-Cookie"))
                .contains("HttpOnly", "SameSite=Strict", "Path=/")
                .doesNotContain("Secure");
    }

    @Test
    void a_wrong_password_is_as_wrong_as_a_wrong_name() throws Exception {
        ApiClient.Answer password =
                stranger.post("/v1/session", "{\"user\": \"admin\", \"password\": \"guess\"}")
                        .expect(401);
        ApiClient.Answer name =
                stranger.post("/v1/session", "{\"user\": \"nobody\", \"password\": \"guess\"}")
                        .expect(401);

        assertThat(name.json()).isEqualTo(password.json());
    }

    @Test
    void grants_hold_for_their_queues_and_lists_show_no_others() throws Exception {
        add(
                "worker",
                ", \"grants\": [{\"queues\": \"orders-*\", \"rights\": [\"send\", \"receive\"]}]");
        try (ApiClient worker = tokenOf("worker", "{}")) {
            assertThat(names(worker.get("/v1/queues").expect(200).json().path("queues")))
                    .containsExactly("orders-eu");
            worker.post("/v1/queues/orders-eu/messages", "{\"body\": \"b\"}").expect(201);
            worker.post("/v1/queues/bills/messages", "{\"body\": \"b\"}").expect(403);
            worker.post("/v1/queues/nowhere/messages", "{\"body\": \"b\"}").expect(403);
            worker.patch("/v1/queues/orders-eu", "{\"settings\": {\"leaseMillis\": 1000}}")
                    .expect(403);
            worker.post(
                            "/v1/changes",
                            "{\"sends\": [{\"queue\": \"orders-eu\", \"message\": {\"body\": 1}},"
                                    + " {\"queue\": \"bills\", \"message\": {\"body\": 1}}]}")
                    .expect(403);
            worker.get("/v1/users").expect(403);
            worker.get("/v1/audit").expect(403);
        }
    }

    @Test
    void figures_and_alerts_are_of_the_queues_that_one_may_see() throws Exception {
        for (String name : List.of("seen", "hidden")) {
            admin.post(
                            "/v1/queues",
                            "{\"name\": \"%s\", \"settings\": {\"ageObjectiveMillis\": 1}}"
                                    .formatted(name))
                    .expect(201);
            admin.post("/v1/queues/" + name + "/messages", "{\"body\": 1}").expect(201);
        }
        await().until(() -> admin.get("/v1/stats").json().at("/alerts/lasting").asInt() >= 2);
        add("watcher", ", \"grants\": [{\"queues\": \"seen\", \"rights\": [\"view\"]}]");
        try (ApiClient watcher = tokenOf("watcher", "{}");
                Stream<String> live = watcher.events("/v1/stats/live")) {
            JsonNode now = watcher.get("/v1/stats").expect(200).json();
            JsonNode streamed =
                    live.filter(line -> line.startsWith("data: "))
                            .map(line -> ApiClient.JSON.readTree(line.substring(6)))
                            .findFirst()
                            .orElseThrow();
            for (JsonNode own : List.of(now, streamed)) {
                assertThat(names(own.path("queues"))).containsExactly("seen");
                assertThat(own.path("queueCount").asInt()).isEqualTo(1);
                assertThat(own.path("more").asInt()).isZero();
                assertThat(own.at("/total/ready").asInt()).isEqualTo(1);
                assertThat(own.at("/total/deadLetters").isNumber()).isTrue();
                assertThat(own.path("total").has("httpPerSecond")).isFalse();
                assertThat(own.path("total").has("commitP99Millis")).isFalse();
                assertThat(own.at("/alerts/lasting").asInt()).isEqualTo(1);
                assertThat(own.at("/alerts/version"))
                        .isNotEqualTo(admin.get("/v1/stats").json().at("/alerts/version"));
            }
            assertThat(names(watcher.get("/v1/stats?queues=seen,hidden").json().path("queues")))
                    .containsExactly("seen");
            assertThat(watcher.get("/v1/alerts").json().path("alerts")).hasSize(1);
            watcher.get("/v1/history").expect(403);
        }
    }

    @Test
    void a_grant_of_nothing_is_refused() throws Exception {
        admin.post(
                        "/v1/users",
                        "{\"name\": \"nobody\", \"grants\": [{\"queues\": \"a\", \"rights\": []}]}")
                .expect(422);
    }

    @Test
    void everybody_sees_his_own_rights_keys_and_tokens_alone() throws Exception {
        add("curious", ", \"roles\": [\"view\"]");
        add("other", ", \"roles\": [\"view\"]");
        try (ApiClient curious = tokenOf("curious", "{}");
                ApiClient cut = tokenOf("curious", "{\"rights\": [\"view\"]}")) {
            JsonNode own = curious.get("/v1/users/curious").expect(200).json();
            assertThat(own.path("tokens")).hasSize(2);
            curious.get("/v1/users/other").expect(403);
            curious.get("/v1/users/nobody").expect(403);
            cut.get("/v1/users/curious").expect(403);
        }
    }

    @Test
    void a_name_that_is_taken_is_a_conflict() throws Exception {
        var taken = admin.post("/v1/users", "{\"name\": \"admin\"}").expect(409).json();
        assertThat(taken.path("type").asString()).isEqualTo("/v1/problems/conflict");
        assertThat(taken.path("detail").asString()).contains("\"admin\"");
    }

    @Test
    void names_and_patterns_are_such_as_can_be_meant() throws Exception {
        for (String name : List.of(".", "..", "", " a", "a\\tb", "\u202ea", "x".repeat(256))) {
            admin.post("/v1/users", "{\"name\": \"" + name + "\"}").expect(422);
        }
        for (String pattern : List.of("", "[a-z]*", "a b", "ä*")) {
            admin.patch(
                            "/v1/users/admin",
                            "{\"grants\": [{\"queues\": \""
                                    + pattern
                                    + "\", \"rights\": [\"view\"]}]}")
                    .expect(422);
        }
    }

    @Test
    void names_are_what_rabbitmq_and_certificates_have() throws Exception {
        for (String name :
                List.of("CN=client,O=acme", "user:tenant", "a b", "a/b", "100%+", "müller", "😀")) {
            String path = "/v1/users/" + URLEncoder.encode(name, UTF_8).replace("+", "%20");
            admin.post("/v1/users", "{\"name\": \"" + name + "\"}").expect(201);
            assertThat(admin.get(path).expect(200).json().path("name").asString()).isEqualTo(name);
            admin.delete(path).expect(204);
        }
    }

    @Test
    void a_stream_of_lines_needs_the_right_too() throws Exception {
        add("reader", ", \"roles\": [\"view\"]");
        try (ApiClient reader = tokenOf("reader", "{}")) {
            int status =
                    reader.status(
                            reader.request("/v1/queues/bills/messages")
                                    .header("Content-Type", "application/x-ndjson")
                                    .POST(BodyPublishers.ofString("{\"body\": 1}\n")));
            assertThat(status).isEqualTo(403);
        }
    }

    @Test
    void a_key_made_here_signs_requests_there_until_it_is_revoked() throws Exception {
        add("signer", ", \"roles\": [\"operate\"]");
        JsonNode key = admin.post("/v1/users/signer/keys", "{}").expect(201).json();

        try (SqsClient sqs = users.sqs(key)) {
            assertThat(sqs.listQueues().queueUrls()).isNotEmpty();
        }
        String id = key.path("key").asString();
        JsonNode next =
                admin.post("/v1/users/signer/keys/" + id + "/rotate", "{\"graceMillis\": 0}")
                        .expect(201)
                        .json();
        try (SqsClient sqs = users.sqs(key);
                SqsClient rotated = users.sqs(next)) {
            assertThat(rotated.listQueues().queueUrls()).isNotEmpty();
            assertThat(refusal(sqs)).contains("InvalidClientTokenId", "403");
        }
        admin.delete("/v1/users/signer/keys/" + next.path("key").asString()).expect(204);
        admin.delete("/v1/users/admin/keys/" + id).expect(404);
        assertThat(admin.get("/v1/users/signer").expect(200).json().toString())
                .doesNotContain(key.path("secret").asString());
    }

    private static String refusal(SqsClient sqs) {
        return UsersServer.refusal(sqs::listQueues);
    }

    @Test
    void a_token_may_be_worth_less_than_its_user_and_makes_no_other() throws Exception {
        try (ApiClient token =
                tokenOf("admin", "{\"rights\": [\"send\"], \"queues\": \"orders-*\"}")) {
            token.post("/v1/queues/orders-eu/messages", "{\"body\": \"b\"}").expect(201);
            token.post("/v1/queues/orders-eu/receive", "{}").expect(403);
            token.get("/v1/users").expect(403);
            token.post("/v1/users/admin/tokens", "{}").expect(403);
            token.put("/v1/users/admin/password", "{\"password\": \"another horse\"}").expect(403);
        }
    }

    @Test
    void everybody_sees_to_his_own_credentials_and_to_nobody_elses() throws Exception {
        add("own", ", \"password\": \"first password\"");
        Session session = UsersServer.session(stranger, "own", "first password");
        try (ApiClient own = users.server().client(session.headers())) {
            own.post("/v1/users/own/keys", "{}").expect(201);
            own.post("/v1/users/admin/keys", "{}").expect(403);
            own.put("/v1/users/own/password", "{\"password\": \"second password\"}").expect(422);
            assertThat(
                            own.put(
                                            "/v1/users/own/password",
                                            "{\"password\": \"second password\", \"current\": \"wrong\"}")
                                    .expect(403)
                                    .json()
                                    .path("type")
                                    .asString())
                    .isEqualTo("/v1/problems/wrong-password");
            own.put(
                            "/v1/users/own/password",
                            "{\"password\": \"second password\", \"current\": \"first password\"}")
                    .expect(204);
            own.get("/v1/queues").expect(401);
        }
        var _ = UsersServer.session(stranger, "own", "second password");
    }

    @Test
    void answers_are_as_the_description_says() throws Exception {
        JsonSchema schema = new JsonSchema(admin.get("/v1/openapi.json").json());
        add("described", ", \"grants\": [{\"queues\": \"a\", \"rights\": [\"send\"]}]");
        JsonNode key = admin.post("/v1/users/described/keys", "{}").json();
        JsonNode token = admin.post("/v1/users/described/tokens", "{}").json();

        assertThat(schema.problems("NewKey", key)).isEmpty();
        assertThat(schema.problems("NewToken", token)).isEmpty();
        assertThat(schema.problems("User", admin.get("/v1/users/described").json())).isEmpty();
        assertThat(schema.problems("UserList", admin.get("/v1/users").json())).isEmpty();
        assertThat(schema.problems("Session", admin.get("/v1/session").json())).isEmpty();
        assertThat(
                        schema.problems(
                                "May",
                                admin.get("/v1/users/described/may?operation=see-audit").json()))
                .isEmpty();
        assertThat(schema.problems("AuditPage", admin.get("/v1/audit").json())).isEmpty();
    }

    @Test
    void the_last_administrator_stays() throws Exception {
        admin.delete("/v1/users/admin").expect(422);
        admin.patch("/v1/users/admin", "{\"state\": \"switched-off\"}").expect(422);
        admin.patch("/v1/users/nobody", "{\"roles\": []}").expect(404);
    }

    @Test
    void who_may_what_can_be_asked() throws Exception {
        add("asked", ", \"grants\": [{\"queues\": \"orders-*\", \"rights\": [\"send\"]}]");

        assertThat(
                        admin.get("/v1/users/asked/may?operation=send&queue=orders-eu")
                                .json()
                                .toString())
                .isEqualTo("{\"allowed\":true}");
        assertThat(
                        admin.get("/v1/users/asked/may?operation=purge&queue=orders-eu")
                                .json()
                                .toString())
                .contains("false", "reason", "asked", "orders-eu");
        admin.get("/v1/users/asked/may?operation=dance").expect(422);
        admin.get("/v1/users/asked/may?operation=send").expect(422);
    }

    @Test
    void secrets_are_not_kept_for_repeated_answers() throws Exception {
        var request =
                admin.json("/v1/users/admin/keys")
                        .header("Idempotency-Key", "k")
                        .POST(BodyPublishers.ofString("{}"));

        assertThat(admin.send(request).expect(422).json().path("detail").asString())
                .contains("Idempotency-Key");
    }

    @Test
    void the_audit_log_says_who_did_what_and_no_secret() throws Exception {
        add("audited", ", \"password\": \"a password of audited\"");
        String text = UsersServer.token(admin, "audited", "{\"note\": \"ci\"}");
        admin.post("/v1/queues", "{\"name\": \"audited-queue\"}").expect(201);
        admin.delete("/v1/queues/audited-queue").expect(204);

        StringBuilder all = new StringBuilder();
        String cursor = "";
        do {
            JsonNode page = admin.get("/v1/audit?limit=3&cursor=" + cursor).expect(200).json();
            assertThat(page.path("entries").size()).isBetween(1, 3);
            all.append(page.path("entries"));
            cursor = page.path("cursor").asString("");
        } while (!cursor.isEmpty());
        assertThat(all)
                .contains("add user", "add token", "create queue", "delete queue")
                .contains("\"user\":\"admin\"", "\"target\":\"audited-queue\"", "127.0.0.1")
                .doesNotContain(text, "a password of audited");
        assertThat(admin.get("/v1/audit?from=2100-01-01T00:00:00Z").expect(200).json().toString())
                .isEqualTo("{\"entries\":[]}");
    }

    @Test
    void a_policy_is_a_setting_and_what_keeps_rights_is_no_label() throws Exception {
        String policy =
                "{\\\"Statement\\\":[{\\\"Effect\\\":\\\"Allow\\\",\\\"Principal\\\":\\\"*\\\","
                        + "\\\"Action\\\":\\\"sqs:SendMessage\\\",\\\"Resource\\\":\\\"*\\\"}]}";
        admin.post(
                        "/v1/queues",
                        "{\"name\": \"mailbox\", \"settings\": {\"policy\": \"" + policy + "\"}}")
                .expect(201);

        stranger.post("/v1/queues/mailbox/messages", "{\"body\": \"b\"}").expect(201);
        stranger.post("/v1/queues/mailbox/receive", "{}").expect(401);
        admin.patch("/v1/queues/mailbox", "{\"settings\": {\"labels\": {\"a\": \"b\"}}}")
                .expect(200);
        stranger.post("/v1/queues/mailbox/messages", "{\"body\": \"b\"}").expect(201);
        admin.patch(
                        "/v1/queues/mailbox",
                        "{\"settings\": {\"labels\": {\"access.policy\": \"{}\"}}}")
                .expect(422);
        admin.patch("/v1/queues/mailbox", "{\"settings\": {\"policy\": \"{}\"}}").expect(422);
        admin.patch("/v1/queues/mailbox", "{\"settings\": {\"policy\": null}}").expect(200);
        stranger.post("/v1/queues/mailbox/messages", "{\"body\": \"b\"}").expect(401);
    }

    @Test
    void where_dead_letters_go_is_for_those_who_may_send_there() throws Exception {
        add(
                "builder",
                ", \"grants\": [{\"queues\": \"built-*\", \"rights\": [\"manage\", \"send\"]}]");
        try (ApiClient builder = tokenOf("builder", "{}")) {
            builder.post("/v1/queues", "{\"name\": \"built-dead\"}").expect(201);
            builder.post(
                            "/v1/queues",
                            "{\"name\": \"built-1\", \"settings\": {\"deadLetter\": {\"queue\":"
                                    + " \"built-dead\"}}}")
                    .expect(201);
            builder.patch(
                            "/v1/queues/built-1",
                            "{\"settings\": {\"deadLetter\": {\"queue\": \"bills\"}}}")
                    .expect(403);
            builder.patch("/v1/queues/built-1", "{\"settings\": {\"flow\": \"paused\"}}")
                    .expect(403);
            builder.post("/v1/queues/built-1/replays", "{\"intoQueue\": \"bills\"}").expect(403);
        }
        admin.post(
                        "/v1/queues",
                        "{\"name\": \"built-1\", \"settings\": {\"deadLetter\": {\"queue\":"
                                + " \"built-dead\"}}}")
                .expect(201);
    }
}

package dev.forebay.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forebay.server.api.ApiClient.Answer;
import dev.forebay.server.api.UsersServer.Session;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sqs.SqsClient;
import tools.jackson.databind.JsonNode;

/** What goes on while a right, a token, a key or a session is taken away ends with it. */
class RevocationApiTest {
    private static UsersServer users;
    private static ApiClient admin;

    @BeforeAll
    static void start() throws Exception {
        users = new UsersServer();
        admin = users.admin();
        admin.post("/v1/queues", "{\"name\": \"bills\"}").expect(201);
    }

    @AfterAll
    static void stop() throws Exception {
        admin.close();
        users.close();
    }

    private static void add(String name, String more) throws Exception {
        admin.post("/v1/users", "{\"name\": \"" + name + "\"" + more + "}").expect(201);
    }

    private static ApiClient tokenOf(String user, String wish) throws Exception {
        return users.server()
                .client("Authorization", "Bearer " + UsersServer.token(admin, user, wish));
    }

    private static void awaitReceive(String queue) {
        await().until(() ->
                admin.get("/v1/queues/" + queue + "/consumers")
                                .json()
                                .at("/consumers/0/waitingReceives")
                                .asInt()
                        == 1);
    }

    private static void awaitReady(String queue) {
        await().until(() ->
                admin.get("/v1/queues/" + queue + "/stats").json().path("ready").asInt() == 1);
    }

    @Test
    void figures_end_with_the_session_that_looked_at_them() throws Exception {
        try (ApiClient guest = users.stranger()) {
            Session session = UsersServer.session(guest, "admin", UsersServer.PASSWORD);
            try (ApiClient signedIn = users.server().client(session.headers());
                    Stream<String> figures = signedIn.events("/v1/stats/live")) {
                var looks = figures.iterator();
                looks.next();
                signedIn.delete("/v1/session").expect(204);
                assertThat(rest(looks)).contains("event: end", "/v1/problems/unauthenticated");
            }
        }
    }

    @Test
    void streams_end_when_the_right_is_taken_away() throws Exception {
        add("passing", ", \"grants\": [{\"queues\": \"bills\", \"rights\": [\"receive\"]}]");
        try (ApiClient passing = tokenOf("passing", "{}");
                Stream<String> events = passing.events("/v1/queues/bills/deliveries?credit=5")) {
            var lines = events.iterator();
            assertThat(lines.next()).contains("open");
            admin.patch("/v1/users/passing", "{\"grants\": []}").expect(200);
            admin.post("/v1/queues/bills/messages", "{\"body\": \"b\"}").expect(201);
            assertThat(rest(lines))
                    .contains("event: end", "/v1/problems/not-allowed")
                    .doesNotContain("event: message");
        }
    }

    @Test
    void streams_end_with_the_token_that_began_them() throws Exception {
        admin.post("/v1/queues", "{\"name\": \"left\"}").expect(201);
        add("leaving", ", \"roles\": [\"operate\"]");
        String text = UsersServer.token(admin, "leaving", "{}");
        String id = admin.get("/v1/users/leaving").json().at("/tokens/0/token").asString();
        try (ApiClient leaving = users.server().client("Authorization", "Bearer " + text);
                Stream<String> events = leaving.events("/v1/queues/left/deliveries?credit=5");
                ApiClient looking = users.server().client("Authorization", "Bearer " + text);
                Stream<String> figures = looking.events("/v1/stats/live")) {
            var lines = events.iterator();
            assertThat(lines.next()).contains("open");
            var looks = figures.iterator();
            looks.next();
            admin.delete("/v1/users/leaving/tokens/" + id).expect(204);
            admin.post("/v1/queues/left/messages", "{\"body\": \"b\"}").expect(201);
            assertThat(rest(lines))
                    .contains("event: end", "/v1/problems/unauthenticated")
                    .doesNotContain("event: message");
            assertThat(rest(looks)).contains("event: end", "/v1/problems/unauthenticated");
        }
    }

    @Test
    void a_receive_that_waits_gives_nothing_once_the_right_is_gone() throws Exception {
        admin.post(
                        "/v1/queues",
                        "{\"name\": \"awaited\", \"settings\": {\"deadLetter\": {\"queue\": \"bills\","
                                + " \"maxAttempts\": 1}}}")
                .expect(201);
        add("waiting", ", \"roles\": [\"operate\"]");
        try (ApiClient waiting = tokenOf("waiting", "{}")) {
            Callable<Answer> receive =
                    () -> waiting.post("/v1/queues/awaited/receive", "{\"waitMillis\": 20000}");
            FutureTask<Answer> answer = new FutureTask<>(receive);
            Thread.ofVirtual().start(answer);
            awaitReceive("awaited");
            admin.patch("/v1/users/waiting", "{\"roles\": []}").expect(200);
            admin.post("/v1/queues/awaited/messages", "{\"body\": \"b\"}").expect(201);
            assertThat(answer.get(10, TimeUnit.SECONDS).status()).isEqualTo(403);
        }
        awaitReady("awaited");
    }

    @Test
    void a_long_poll_of_the_sqs_api_gives_nothing_once_its_key_is_revoked() throws Exception {
        String queue =
                admin.post("/v1/queues", "{\"name\": \"polled\"}")
                        .expect(201)
                        .json()
                        .path("name")
                        .asString();
        add("polling", ", \"roles\": [\"operate\"]");
        JsonNode key = admin.post("/v1/users/polling/keys", "{}").expect(201).json();
        try (SqsClient sqs = users.sqs(key)) {
            String url = sqs.getQueueUrl(r -> r.queueName(queue)).queueUrl();
            FutureTask<String> answer =
                    new FutureTask<>(() ->
                            UsersServer.refusal(() ->
                                    sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(20))));
            Thread.ofVirtual().start(answer);
            awaitReceive("polled");
            admin.delete("/v1/users/polling/keys/" + key.path("key").asString()).expect(204);
            admin.post("/v1/queues/polled/messages", "{\"body\": \"b\"}").expect(201);
            assertThat(answer.get(10, TimeUnit.SECONDS)).contains("InvalidClientTokenId", "403");
        }
        awaitReady("polled");
    }

    private static String rest(Iterator<String> lines) {
        StringBuilder rest = new StringBuilder();
        lines.forEachRemaining(rest::append);
        return rest.toString();
    }
}

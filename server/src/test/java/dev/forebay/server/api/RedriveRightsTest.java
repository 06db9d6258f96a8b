package dev.forebay.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Base64;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Whose dead letters somebody may send back where. */
class RedriveRightsTest {
    @Test
    void what_came_from_a_queue_that_has_turned_away_stays() throws Exception {
        try (UsersServer users = new UsersServer();
                ApiClient admin = users.admin()) {
            queue(admin, "dead", "{}");
            for (String name : new String[] {"mine", "theirs"}) {
                queue(admin, name, "{\"deadLetter\": {\"queue\": \"dead\"}}");
                bury(admin, name);
            }
            admin.post(
                            "/v1/users",
                            """
                            {"name": "ann", "grants": [
                              {"queues": "dead", "rights": ["view", "operate"]},
                              {"queues": "mine", "rights": ["send"]}]}\
                            """)
                    .expect(201);
            String token = UsersServer.token(admin, "ann", "{}");
            try (ApiClient ann = users.server().client("Authorization", "Bearer " + token)) {
                ann.post("/v1/queues/dead/redrives", "{}").expect(403);
                admin.patch("/v1/queues/theirs", "{\"settings\": {\"deadLetter\": null}}")
                        .expect(200);
                JsonNode begun = ann.post("/v1/queues/dead/redrives", "{}").expect(201).json();
                String redrive = "/v1/queues/dead/redrives/" + begun.path("redrive").asInt();
                await().until(() -> ann.get(redrive).json().has("endedAt"));
                assertThat(ann.get(redrive).json().path("moved").asInt()).isEqualTo(1);
                assertThat(ready(admin, "mine")).isEqualTo(1);
                assertThat(ready(admin, "theirs")).isZero();
                assertThat(ready(admin, "dead")).isEqualTo(1);
                admin.post("/v1/queues/dead/redrives", "{\"intoQueue\": \"theirs\"}").expect(201);
                assertThat(admin.get("/v1/redrives").response().body()).contains("theirs");
                assertThat(ann.get("/v1/redrives").expect(200).json().path("redrives")).hasSize(2);
                assertThat(ann.get("/v1/redrives").response().body()).doesNotContain("theirs");
            }
            throughAnExchangeToo(users, admin);
        }
    }

    private static void throughAnExchangeToo(UsersServer users, ApiClient admin) throws Exception {
        byte[] login = ("admin:" + UsersServer.PASSWORD).getBytes(UTF_8);
        String basic = "Basic " + Base64.getEncoder().encodeToString(login);
        queue(admin, "routed-dead", "{}");
        try (ApiClient rabbit = users.server().client("Authorization", basic)) {
            rabbit.put(
                            "/api/queues/%2F/routed",
                            """
                            {"durable": true, "arguments": {
                              "x-dead-letter-exchange": "", "x-dead-letter-routing-key": "routed-dead"}}\
                            """)
                    .expect(201);
        }
        bury(admin, "routed");
        admin.post("/v1/queues/routed-dead/redrives", "{}").expect(201);
        await().until(() -> ready(admin, "routed") == 1);
    }

    private static void queue(ApiClient api, String name, String settings) throws Exception {
        api.post("/v1/queues", "{\"name\": \"" + name + "\", \"settings\": " + settings + "}")
                .expect(201);
    }

    private static void bury(ApiClient api, String queue) throws Exception {
        api.post("/v1/queues/" + queue + "/messages", "{\"body\": \"x\"}").expect(201);
        String lease =
                api.post("/v1/queues/" + queue + "/receive", "{\"waitMillis\": 5000}")
                        .expect(200)
                        .json()
                        .at("/messages/0/lease")
                        .asString();
        api.post("/v1/queues/" + queue + "/leases/" + lease + "/reject", "").expect(204);
    }

    private static int ready(ApiClient api, String queue) throws Exception {
        return api.get("/v1/queues/" + queue + "/stats").json().path("ready").asInt();
    }
}

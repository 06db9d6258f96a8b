package dev.forebay.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Whose schedules send where. */
class ScheduleRightsTest {
    private static final String BEAT =
            "{\"queue\": \"QUEUE\", \"when\": \"every 1s\", \"message\": {\"body\": \"x\"}}";

    @Test
    void a_schedule_needs_the_right_to_send_when_it_is_made_and_with_each_run() throws Exception {
        try (UsersServer users = new UsersServer();
                ApiClient admin = users.admin()) {
            for (String name : new String[] {"mine", "theirs", "look"}) {
                admin.post("/v1/queues", "{\"name\": \"" + name + "\"}").expect(201);
            }
            admin.post(
                            "/v1/users",
                            """
                            {"name": "ann", "grants": [
                              {"queues": "mine", "rights": ["operate", "send"]},
                              {"queues": "look", "rights": ["operate"]}]}\
                            """)
                    .expect(201);
            String token = UsersServer.token(admin, "ann", "{}");
            try (ApiClient ann = users.server().client("Authorization", "Bearer " + token)) {
                ann.put("/v1/schedules/a", BEAT.replace("QUEUE", "theirs")).expect(403);
                ann.put("/v1/schedules/a", BEAT.replace("QUEUE", "look")).expect(403);
                ann.put("/v1/schedules/a", BEAT.replace("QUEUE", "mine")).expect(201);
                admin.put("/v1/schedules/b", BEAT.replace("QUEUE", "theirs")).expect(201);
                ann.get("/v1/schedules/b").expect(403);
                ann.delete("/v1/schedules/b").expect(403);
                ann.post("/v1/schedules/b/runs", "").expect(403);
                ann.put("/v1/schedules/b", BEAT.replace("QUEUE", "mine")).expect(403);
                assertThat(ann.get("/v1/schedules").expect(200).json().path("schedules").size())
                        .isEqualTo(1);
                assertThat(ann.get("/v1/schedules/a").json().path("createdBy").asString())
                        .isEqualTo("ann");
                await().until(() -> sent(admin, "mine") > 0);
                admin.patch(
                                "/v1/users/ann",
                                "{\"grants\": [{\"queues\": \"mine\", \"rights\": [\"view\"]}]}")
                        .expect(200);
                await().atMost(Duration.ofSeconds(20))
                        .until(() -> admin.get("/v1/schedules/a").json().has("lastFailure"));
                assertThat(admin.get("/v1/schedules/a").json().at("/lastFailure/reason").asString())
                        .contains("ann", "may not send");
            }
        }
    }

    private static int sent(ApiClient api, String queue) throws Exception {
        return api.get("/v1/queues/" + queue + "/stats").json().path("sent").asInt();
    }

    @Test
    void who_did_what_to_a_schedule_is_in_the_audit_log() throws Exception {
        try (UsersServer users = new UsersServer();
                ApiClient admin = users.admin()) {
            admin.post("/v1/queues", "{\"name\": \"q\"}").expect(201);
            admin.put("/v1/schedules/s", BEAT.replace("QUEUE", "q")).expect(201);
            admin.post("/v1/schedules/s/disable", "").expect(200);
            admin.delete("/v1/schedules/s").expect(204);
            String audit = admin.get("/v1/audit").expect(200).json().toString();
            assertThat(audit).contains("put schedule", "disable schedule", "delete schedule");
        }
    }
}

package dev.forebay.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.server.api.ApiClient.Answer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Changes that depend on what was read: If-Match, and If-None-Match on what is shown. */
class ConditionsApiTest {
    private static final String SCHEDULE =
            "{\"queue\": \"q\", \"when\": \"@yearly\", \"message\": {\"body\": 1}}";

    private static UsersServer server;
    private static ApiClient admin;

    @BeforeAll
    static void start() throws Exception {
        server = new UsersServer();
        admin = server.admin();
        admin.post("/v1/queues", "{\"name\": \"q\"}").expect(201);
    }

    @AfterAll
    static void stop() throws Exception {
        admin.close();
        server.close();
    }

    private static Answer delete(String path, String etag) throws Exception {
        return admin.send(admin.request(path).header("If-Match", etag).DELETE());
    }

    private static HttpRequest.Builder tags(String etag, String tags) {
        return admin.json("/v1/queues/tagged/tags")
                .header("If-Match", etag)
                .PUT(BodyPublishers.ofString("{\"tags\": " + tags + "}"));
    }

    private static Answer change(String schedule, String change, String etag) throws Exception {
        return admin.send(
                admin.request(schedule + "/" + change)
                        .header("If-Match", etag)
                        .POST(BodyPublishers.noBody()));
    }

    @Test
    void a_user_is_changed_and_removed_only_as_it_was_read() throws Exception {
        String user = "/v1/users/ann";
        String made = admin.post("/v1/users", "{\"name\": \"ann\"}").expect(201).header("ETag");
        Answer shown = admin.get(user).expect(200);
        assertThat(shown.header("ETag")).isEqualTo(made);
        assertThat(shown.json().path("etag").asString()).isEqualTo(made);
        admin.send(admin.request(user).header("If-None-Match", made).GET()).expect(304);

        String roles = "{\"roles\": [\"admin\"]}";
        Answer changed = admin.patch(user, roles, "If-Match", made).expect(200);
        assertThat(changed.header("ETag")).isNotEqualTo(made);
        admin.send(admin.request(user).header("If-None-Match", made).GET()).expect(200);
        Answer stale = admin.patch(user, "{\"roles\": []}", "If-Match", made).expect(412);
        assertThat(stale.json().path("type").asString())
                .isEqualTo("/v1/problems/changed-meanwhile");
        assertThat(stale.json().path("detail").asString()).contains(changed.header("ETag"));
        assertThat(admin.get(user).json().path("roles")).hasSize(1);

        delete(user, made).expect(412);
        delete(user, changed.header("ETag")).expect(204);
        admin.post("/v1/users", "{\"name\": \"ann\"}").expect(201);
        delete(user, "*").expect(204);
        delete(user, "*").expect(404);
    }

    @Test
    void of_many_changes_of_a_user_under_one_condition_one_takes_effect() throws Exception {
        String etag = admin.post("/v1/users", "{\"name\": \"raced\"}").expect(201).header("ETag");
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String grants = "{\"grants\": [{\"queues\": \"q" + i + "\", \"rights\": [\"view\"]}]}";
            answers.add(
                    CompletableFuture.supplyAsync(() -> {
                        try {
                            return admin.patch("/v1/users/raced", grants, "If-Match", etag)
                                    .status();
                        } catch (Exception broken) {
                            throw new IllegalStateException(broken);
                        }
                    }));
        }
        List<Integer> statuses = answers.stream().map(CompletableFuture::join).toList();
        assertThat(statuses).containsOnly(200, 412).filteredOn(status -> status == 200).hasSize(1);
    }

    @Test
    void tags_are_replaced_only_as_they_were_read() throws Exception {
        String made = admin.post("/v1/queues", "{\"name\": \"tagged\"}").expect(201).header("ETag");
        Answer tagged = admin.send(tags(made, "{\"team\": \"blue\"}")).expect(200);
        assertThat(tagged.header("ETag")).isNotEqualTo(made);
        admin.send(tags(made, "{\"team\": \"red\"}")).expect(412);
        HttpRequest.Builder read =
                admin.request("/v1/queues/tagged").header("If-None-Match", made).GET();
        assertThat(admin.send(read).expect(200).json().at("/tags/team").asString())
                .isEqualTo("blue");
        admin.send(tags(tagged.header("ETag"), "{}")).expect(200);
        admin.send(tags(made, "{}")).expect(200);
    }

    @Test
    void a_schedule_is_switched_and_deleted_only_as_it_was_read() throws Exception {
        String schedule = "/v1/schedules/yearly";
        String made = admin.put(schedule, SCHEDULE).expect(201).header("ETag");
        Answer off = change(schedule, "disable", made).expect(200);
        assertThat(off.header("ETag")).isNotEqualTo(made);
        change(schedule, "enable", made).expect(412);
        assertThat(admin.get(schedule).json().path("enabled").asBoolean()).isFalse();
        delete(schedule, made).expect(412);
        String on = change(schedule, "enable", off.header("ETag")).expect(200).header("ETag");
        delete(schedule, on).expect(204);
        change(schedule, "enable", on).expect(404);
        delete(schedule, on).expect(404);
    }
}

package dev.forebay.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.server.api.ApiClient.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Messages looked at without taking them: pages, timelines, causes of dead letters, audits. */
class LookingApiTest {
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

    private static String queue(String name, String settings) throws Exception {
        api.post("/v1/queues", "{\"name\": \"" + name + "\", \"settings\": " + settings + "}")
                .expect(201);
        return "/v1/queues/" + name;
    }

    private static String send(String queue, String message) throws Exception {
        return api.post(queue + "/messages", message).expect(201).json().path("id").asString();
    }

    private static JsonNode receiveOne(String queue) throws Exception {
        return api.post(queue + "/receive", "{\"waitMillis\": 5000}")
                .expect(200)
                .json()
                .path("messages")
                .get(0);
    }

    private static void settle(String queue, JsonNode delivery, String how, String body)
            throws Exception {
        api.post(queue + "/leases/" + delivery.path("lease").asString() + "/" + how, body)
                .expect(204);
    }

    private static List<String> texts(JsonNode list, String member) {
        return StreamSupport.stream(list.spliterator(), false)
                .map(each -> each.path(member).asString())
                .toList();
    }

    @Test
    void messages_are_seen_in_any_state_and_none_is_taken() throws Exception {
        String queue = queue("seen", "{}");
        send(queue, "{\"body\": \"acked\"}");
        settle(queue, receiveOne(queue), "ack", "");
        send(queue, "{\"body\": \"leased\", \"key\": \"k\"}");
        receiveOne(queue);
        send(queue, "{\"body\": \"ready\", \"headers\": {\"color\": \"blue\"}}");
        send(queue, "{\"body\": \"delayed\", \"delayMillis\": 50000}");
        JsonNode all = api.get(queue + "/messages").expect(200).json();
        assertThat(texts(all.path("messages"), "body"))
                .containsExactly("acked", "leased", "ready", "delayed");
        assertThat(texts(all.path("messages"), "state"))
                .containsExactly("acked", "leased", "ready", "delayed");
        assertThat(all.path("messages").get(1).path("key").asString()).isEqualTo("k");
        assertThat(all.has("cursor")).isFalse();
        JsonNode blue =
                api.get(
                                queue
                                        + "/messages?states=ready&filter=header.color%20%3D%20blue&bodies=without")
                        .expect(200)
                        .json();
        assertThat(blue.path("messages")).hasSize(1);
        assertThat(blue.path("messages").get(0).has("body")).isFalse();
        assertThat(blue.path("messages").get(0).path("bodyBytes").asInt()).isEqualTo(5);
        assertThat(api.get(queue).expect(200).json().at("/stats/ready").asInt()).isEqualTo(1);
    }

    @Test
    void pages_follow_each_other_until_all_was_seen() throws Exception {
        String queue = queue("paged", "{}");
        for (int i = 0; i < 7; i++) {
            send(queue, "{\"body\": \"m" + i + "\"}");
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page =
                    api.get(
                                    queue
                                            + "/messages?limit=3"
                                            + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                            .expect(200)
                            .json();
            seen.addAll(texts(page.path("messages"), "body"));
            cursor = page.path("cursor").asString("");
        } while (!cursor.isEmpty());
        assertThat(seen).containsExactly("m0", "m1", "m2", "m3", "m4", "m5", "m6");
    }

    @Test
    void what_is_wrong_with_a_look_is_said() throws Exception {
        String queue = queue("wrongly-seen", "{}");
        for (String wrong :
                new String[] {
                    "states=sleeping",
                    "filter=color%20%3D",
                    "from=yesterday",
                    "limit=0",
                    "bodies=yes"
                }) {
            Answer refused = api.get(queue + "/messages?" + wrong).expect(422);
            assertThat(refused.json().path("detail").asString())
                    .contains(wrong.substring(0, wrong.indexOf('=')));
        }
        api.get("/v1/queues/nowhere/messages").expect(404);
    }

    @Test
    void a_message_tells_its_life_over_two_queues() throws Exception {
        queue("told-dead", "{}");
        String queue =
                queue("told", "{\"deadLetter\": {\"queue\": \"told-dead\", \"maxAttempts\": 5}}");
        String id = send(queue, "{\"body\": \"x\"}");
        JsonNode first = receiveOne(queue);
        settle(queue, first, "extend", "{\"leaseMillis\": 50000}");
        settle(queue, first, "release", "{\"delayMillis\": 0, \"reason\": \"no luck\"}");
        settle(queue, receiveOne(queue), "reject", "{\"reason\": \"bad address\"}");
        settle("/v1/queues/told-dead", receiveOne("/v1/queues/told-dead"), "ack", "");
        JsonNode told = api.get(queue + "/messages/" + id + "/timeline").expect(200).json();
        assertThat(told.path("coverage").asString()).isEqualTo("whole");
        assertThat(texts(told.path("events"), "event"))
                .containsExactly(
                        "accepted",
                        "leased",
                        "extended",
                        "released",
                        "leased",
                        "given-up",
                        "left",
                        "settled",
                        "arrived",
                        "leased",
                        "settled");
        JsonNode accepted = told.path("events").get(0);
        assertThat(accepted.at("/by/face").asString()).isEqualTo("http");
        assertThat(told.path("events").get(3).path("reason").asString()).isEqualTo("no luck");
        assertThat(told.path("events").get(5).path("reason").asString()).contains("bad address");
        assertThat(told.path("events").get(8).path("queue").asString()).isEqualTo("told-dead");
        Answer unknown =
                api.get(queue + "/messages/00000000-0000-0000-0000-000000000000/timeline")
                        .expect(404);
        assertThat(unknown.json().path("detail").asString()).contains("retention");
        api.get(queue + "/messages/nonsense/timeline").expect(422);
    }

    @Test
    void dead_letters_are_grouped_by_their_cause() throws Exception {
        String dead = queue("causes", "{}");
        String queue =
                queue("failing", "{\"deadLetter\": {\"queue\": \"causes\", \"maxAttempts\": 5}}");
        String[] reasons = {"timeout", "bad address", "timeout", "timeout"};
        for (String reason : reasons) {
            send(queue, "{\"body\": \"x\"}");
            settle(queue, receiveOne(queue), "reject", "{\"reason\": \"" + reason + "\"}");
        }
        send(dead, "{\"body\": \"no dead letter\"}");
        JsonNode groups = api.get(dead + "/dead-letters").expect(200).json();
        assertThat(groups.path("complete").asBoolean()).isTrue();
        assertThat(groups.path("looked").asInt()).isEqualTo(5);
        assertThat(texts(groups.path("groups"), "reason"))
                .containsExactly("rejected: timeout", "rejected: bad address");
        assertThat(texts(groups.path("groups"), "source")).containsExactly("failing", "failing");
        assertThat(groups.path("groups").get(0).path("messages").asInt()).isEqualTo(3);
    }

    @Test
    void the_counters_of_a_queue_are_proven() throws Exception {
        String queue = queue("proven", "{}");
        send(queue, "{\"body\": \"a\"}");
        send(queue, "{\"body\": \"b\"}");
        settle(queue, receiveOne(queue), "ack", "");
        JsonNode audit = api.get(queue + "/audit").expect(200).json();
        assertThat(audit.path("holds").asBoolean()).isTrue();
        JsonNode work = audit.path("subscriptions").get(0);
        assertThat(work.path("sent").asInt()).isEqualTo(2);
        assertThat(work.path("unsettled").asInt()).isEqualTo(1);
        assertThat(work.at("/told/acked").asInt()).isEqualTo(1);
        assertThat(work.path("objections")).isEmpty();
    }
}

package dev.forebay.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.forebay.server.api.ApiClient.Answer;
import java.net.http.HttpRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
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
    void json_comes_and_goes_as_its_text_byte_for_byte() throws Exception {
        String queue = queue("exact", "{}");
        String json = "{\"a\":12345678901234567890,  \"b\": 1.10, \"a\": 1e400}";
        send(queue, "{\"body\": " + json + "}");
        JsonNode shown = api.get(queue + "/messages?json=as-text").json().at("/messages/0");
        assertThat(shown.path("body").asString()).isEqualTo(json);
        assertThat(shown.path("bodyEncoding").asString()).isEqualTo("json-text");
        send(queue, "{\"body\": " + shown.path("body") + ", \"bodyEncoding\": \"json-text\"}");
        String both = api.get(queue + "/messages").response().body();
        assertThat(both.split(Pattern.quote("\"body\":" + json), -1)).hasSize(3);
        api.post(queue + "/messages", "{\"body\": \"{\", \"bodyEncoding\": \"json-text\"}")
                .expect(422);
        api.get(queue + "/messages?json=other").expect(422);
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
        // "m9" is no base64 of any place; MTI- is one with something behind it; LTE is -1.
        for (String cursor : new String[] {"m9", "zz", "MTI-", "LTE", "YWJj"}) {
            Answer foreign = api.get(queue + "/messages?cursor=" + cursor).expect(400);
            assertThat(foreign.json().path("detail").asString())
                    .startsWith("cursor:")
                    .doesNotContain("from:");
        }
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
                        "dead-lettered",
                        "leased",
                        "settled");
        JsonNode accepted = told.path("events").get(0);
        assertThat(accepted.at("/by/face").asString()).isEqualTo("http");
        assertThat(accepted.at("/commit/messages").asInt()).isEqualTo(1);
        assertThat(accepted.at("/commit/stream").asString()).startsWith("q/");
        assertThat(accepted.at("/commit/checksum").asString()).matches("[0-9a-f]{8}");
        assertThat(told.path("events").get(3).path("reason").asString()).isEqualTo("no luck");
        assertThat(told.path("events").get(5).path("reason").asString()).contains("bad address");
        JsonNode dead = told.path("events").get(8);
        assertThat(dead.path("queue").asString()).isEqualTo("told-dead");
        assertThat(dead.path("fromQueue").asString()).isEqualTo("told");
        assertThat(dead.path("reason").asString()).isEqualTo("rejected: bad address");
        assertThat(dead.path("attempts").asInt()).isEqualTo(2);
        assertThat(problems(told)).isEmpty();
        assertThat(api.get("/v1/messages/" + id + "/timeline").expect(200).json()).isEqualTo(told);
        Answer unknown =
                api.get(queue + "/messages/00000000-0000-0000-0000-000000000000/timeline")
                        .expect(404);
        assertThat(unknown.json().path("detail").asString()).contains("retention");
        api.get("/v1/messages/00000000-0000-0000-0000-000000000000/timeline").expect(404);
        api.get(queue + "/messages/nonsense/timeline").expect(422);
    }

    @Test
    void the_reason_of_each_failed_attempt_is_shown() throws Exception {
        String dead = queue("reasons-dead", "{}");
        String queue = queue("reasons", "{\"deadLetter\": {\"queue\": \"reasons-dead\"}}");
        send(queue, "{\"body\": \"x\"}");
        for (String reason : new String[] {"timeout", "no route", "refused"}) {
            String release = "{\"delayMillis\": 0, \"reason\": \"" + reason + "\"}";
            settle(queue, receiveOne(queue), "release", release);
        }
        JsonNode fourth = receiveOne(queue);
        JsonSchema schema = new JsonSchema(api.get("/v1/openapi.json").json());
        assertThat(fourth.path("attempt").asInt()).isEqualTo(4);
        assertThat(fourth.path("failures").valueStream().map(JsonNode::asString))
                .containsExactly("timeout", "no route", "refused");
        assertThat(schema.problems("Delivery", fourth)).isEmpty();

        JsonNode page = api.get(queue + "/messages?failures=with").expect(200).json();
        JsonNode failures = page.path("messages").get(0).path("failures");
        assertThat(texts(failures, "reason")).containsExactly("timeout", "no route", "refused");
        assertThat(failures.get(2).path("attempt").asInt()).isEqualTo(3);
        assertThat(failures.get(2).path("at").asString()).startsWith("20");
        assertThat(schema.problems("MessagePage", page)).isEmpty();
        assertThat(api.get(queue + "/messages").json().at("/messages/0").has("failures")).isFalse();

        settle(queue, fourth, "reject", "{\"reason\": \"enough\"}");
        await().until(() -> api.get(dead + "/stats").json().path("ready").asInt() == 1);
        JsonNode settled = api.get(queue + "/messages?failures=with&states=dead-lettered").json();
        assertThat(texts(settled.at("/messages/0/failures"), "reason"))
                .containsExactly("timeout", "no route", "refused", "rejected: enough");
        JsonNode letter = api.get(dead + "/messages").expect(200).json();
        assertThat(
                        letter.at("/messages/0/deadLetter/failures")
                                .valueStream()
                                .map(JsonNode::asString))
                .startsWith("timeout", "no route", "refused");
        assertThat(schema.problems("MessagePage", letter)).isEmpty();
        assertThat(receiveOne(dead).at("/deadLetter/failures").size()).isGreaterThanOrEqualTo(3);
    }

    private static List<String> problems(JsonNode timeline) throws Exception {
        return new JsonSchema(api.get("/v1/openapi.json").json()).problems("Timeline", timeline);
    }

    @Test
    void a_redrive_and_replays_are_told_with_their_numbers() throws Exception {
        String dead = queue("number-dead", "{}");
        queue("number-copy", "{}");
        String queue = queue("number", "{\"deadLetter\": {\"queue\": \"number-dead\"}}");
        api.post(queue + "/subscriptions", "{\"name\": \"some\", \"filter\": \"key = a\"}")
                .expect(201);
        String id = send(queue, "{\"body\": \"x\", \"key\": \"a\"}");
        settle(queue, receiveOne(queue), "reject", "{\"reason\": \"bad\"}");
        await().until(() -> api.get(dead + "/stats").json().path("ready").asInt() == 1);
        int redrive =
                api.post(dead + "/redrives", "{\"edit\": {\"setHeaders\": {\"mended\": \"yes\"}}}")
                        .expect(201)
                        .json()
                        .path("redrive")
                        .asInt();
        await().until(() -> api.get(queue + "/stats").json().path("ready").asInt() == 1);
        settle(queue, receiveOne(queue), "ack", "");
        int copy =
                api.post(queue + "/replays", "{\"intoQueue\": \"number-copy\"}")
                        .expect(201)
                        .json()
                        .path("replay")
                        .asInt();
        int pass = api.post(queue + "/replays", "{}").expect(201).json().path("replay").asInt();
        await().until(() ->
                api.get("/v1/queues/number-copy/stats").json().path("ready").asInt() >= 1
                        && api.get(queue + "/replays").json().at("/replays").size() == 2);
        receiveOne(queue);
        JsonNode told = api.get(queue + "/messages/" + id + "/timeline").expect(200).json();
        assertThat(problems(told)).isEmpty();
        JsonNode redriven = event(told, "redriven", "number");
        assertThat(redriven.path("redrive").asInt()).isEqualTo(redrive);
        assertThat(redriven.path("edited").asBoolean()).isTrue();
        assertThat(redriven.path("fromQueue").asString()).isEqualTo("number-dead");
        assertThat(redriven.at("/by/face").asString()).isEqualTo("http");
        assertThat(redriven.at("/by/address").asString()).isEqualTo("127.0.0.1");
        JsonNode copied = event(told, "replayed", "number-copy");
        assertThat(copied.path("replay").asInt()).isEqualTo(copy);
        assertThat(copied.path("fromQueue").asString()).isEqualTo("number");
        JsonNode replayed = event(told, "replayed", "number");
        assertThat(replayed.path("replay").asInt()).isEqualTo(pass);
        assertThat(event(told, "taken-up", "number").path("subscription").asString())
                .isEqualTo("some");
        // The copy tells the same, wherever it is asked for.
        api.get("/v1/queues/number-copy/messages/" + id + "/timeline").expect(200);
    }

    private static JsonNode event(JsonNode timeline, String name, String queue) {
        return StreamSupport.stream(timeline.path("events").spliterator(), false)
                .filter(event -> event.path("event").asString().equals(name))
                .filter(event -> event.path("queue").asString().equals(queue))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not in " + timeline));
    }

    @Test
    void a_message_that_is_not_due_tells_who_sent_it_and_when_it_was_taken_back() throws Exception {
        String queue = queue("told-later", "{}");
        String id = send(queue, "{\"body\": \"x\", \"deliverAt\": \"2030-01-01T00:00:00Z\"}");
        JsonNode told = api.get(queue + "/messages/" + id + "/timeline").expect(200).json();
        assertThat(problems(told)).isEmpty();
        assertThat(texts(told.path("events"), "event")).containsExactly("accepted");
        JsonNode accepted = told.path("events").get(0);
        assertThat(accepted.at("/by/face").asString()).isEqualTo("http");
        assertThat(accepted.path("deliverAt").asString()).startsWith("2030-01-01T00:00:0");
        assertThat(accepted.has("offset")).isFalse();
        assertThat(accepted.at("/commit/stream").asString()).contains("/later/");
        api.delete(queue + "/scheduled/" + id).expect(204);
        told = api.get(queue + "/messages/" + id + "/timeline").expect(200).json();
        assertThat(texts(told.path("events"), "event")).containsExactly("accepted", "settled");
        assertThat(told.path("events").get(1).path("state").asString()).isEqualTo("purged");
        assertThat(told.path("events").get(1).at("/by/face").asString()).isEqualTo("http");
    }

    private static JsonNode sqs(String action, String body) throws Exception {
        return api.send(
                        api.request("/")
                                .header("Content-Type", "application/x-amz-json-1.0")
                                .header("User-Agent", "an-sqs-client")
                                .header("X-Amz-Target", "AmazonSQS." + action)
                                .POST(HttpRequest.BodyPublishers.ofString(body)))
                .expect(200)
                .json();
    }

    @Test
    void what_is_sent_over_sqs_is_told_alike() throws Exception {
        String queue = queue("told-sqs", "{}");
        String url =
                sqs("GetQueueUrl", "{\"QueueName\": \"told-sqs\"}").path("QueueUrl").asString();
        for (int delay : new int[] {0, 600}) {
            String id =
                    sqs(
                                    "SendMessage",
                                    "{\"QueueUrl\": \""
                                            + url
                                            + "\", \"MessageBody\": \"x\", \"DelaySeconds\": "
                                            + delay
                                            + "}")
                            .path("MessageId")
                            .asString();
            JsonNode told = api.get(queue + "/messages/" + id + "/timeline").expect(200).json();
            JsonNode accepted = told.path("events").get(0);
            assertThat(accepted.path("event").asString()).isEqualTo("accepted");
            assertThat(accepted.at("/by/face").asString()).isEqualTo("sqs");
            assertThat(accepted.at("/by/client").asString()).isEqualTo("an-sqs-client");
            assertThat(accepted.has("commit")).isTrue();
            assertThat(accepted.has("deliverAt")).isEqualTo(delay > 0);
        }
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

    @Test
    void a_lease_that_somebody_else_has_is_found_by_looking_and_ended() throws Exception {
        String queue = queue("stuck", "{\"leaseMillis\": 600000}");
        send(queue, "{\"body\": \"a\"}");
        JsonNode given = receiveOne(queue);
        JsonNode seen = api.get(queue + "/messages").json().at("/messages/0");
        assertThat(seen.path("lease").asString()).isEqualTo(given.path("lease").asString());
        assertThat(Instant.parse(seen.path("leaseEndsAt").asString()))
                .isCloseTo(Instant.now().plusSeconds(600), within(60, ChronoUnit.SECONDS));
        settle(queue, seen, "release", "{\"delayMillis\": 0, \"attempt\": false}");
        JsonNode free = api.get(queue + "/messages").json().at("/messages/0");
        assertThat(free.path("state").asString()).isEqualTo("ready");
        assertThat(free.has("lease")).isFalse();
        assertThat(receiveOne(queue).path("lease").asString())
                .isNotEqualTo(given.path("lease").asString());
    }
}

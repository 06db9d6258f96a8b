package dev.forebay.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forebay.server.api.ApiClient.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Messages sent, received and settled. */
class MessagesApiTest {
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

    private static String queue(String name) throws Exception {
        return queue(name, "{}");
    }

    private static String queue(String name, String settings) throws Exception {
        api.post("/v1/queues", "{\"name\": \"" + name + "\", \"settings\": " + settings + "}")
                .expect(201);
        return "/v1/queues/" + name;
    }

    private static JsonNode receiveOne(String queue) throws Exception {
        JsonNode messages =
                api.post(queue + "/receive", "{\"waitMillis\": 5000}")
                        .expect(200)
                        .json()
                        .path("messages");
        assertThat(messages).hasSize(1);
        return messages.get(0);
    }

    @Test
    void a_message_is_sent_received_and_settled() throws Exception {
        String queue = queue("vertical");
        Answer sent =
                api.post(
                                queue + "/messages",
                                """
                                {"body": "Grüße \\u0001 \\"", "key": "k", "headers": {"color": "blau",
                                 "raw": {"base64": "AP8="}, "many": ["a", "b"]}}\
                                """)
                        .expect(201);
        JsonNode message = receiveOne(queue);
        assertThat(message.path("id")).isEqualTo(sent.json().path("id"));
        assertThat(message.path("body").asString()).isEqualTo("Grüße \u0001 \"");
        assertThat(message.path("bodyEncoding").asString()).isEqualTo("text");
        assertThat(message.path("key").asString()).isEqualTo("k");
        JsonNode headers = message.path("headers");
        assertThat(headers.path("color").asString()).isEqualTo("blau");
        assertThat(headers.path("raw").path("base64").asString()).isEqualTo("AP8=");
        assertThat(headers.path("many")).hasSize(2);
        assertThat(Instant.parse(message.path("sentAt").asString()))
                .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(5));
        String lease = queue + "/leases/" + message.path("lease").asString();
        api.post(lease + "/extend", "{\"leaseMillis\": 60000}").expect(204);
        api.post(lease + "/ack", "").expect(204);
        api.post(lease + "/ack", "").expect(204);
        Answer late = api.post(lease + "/release", "").expect(409);
        assertThat(late.json().path("type").asString()).isEqualTo("/v1/problems/already-settled");
        assertThat(api.post(queue + "/receive", "{}").expect(200).json().path("messages"))
                .isEmpty();
    }

    @Test
    void a_body_may_be_any_json_or_any_bytes() throws Exception {
        String queue = queue("bodies");
        List<String> bodies =
                List.of("{\"a\": [1, 2.50, null]}", "17", "[ ]", "true", "null", "\"t\"", "-0.10");
        for (String body : bodies) {
            boolean text = body.startsWith("\"");
            api.post(queue + "/messages", "{\"body\":  " + body + " , \"key\": \"k\"}").expect(201);
            Answer received = api.post(queue + "/receive", "{\"waitMillis\": 5000}").expect(200);
            // As it was written, digit by digit.
            assertThat(received.response().body()).contains("\"body\":" + body + ",");
            assertThat(received.json().at("/messages/0/bodyEncoding").asString())
                    .isEqualTo(text ? "text" : "json");
        }
        api.post(queue + "/messages", "{\"bodyEncoding\": \"base64\", \"body\": \"AP/+\"}")
                .expect(201);
        JsonNode raw = receiveOne(queue);
        assertThat(raw.path("body").asString()).isEqualTo("AP/+");
        assertThat(raw.path("bodyEncoding").asString()).isEqualTo("base64");
    }

    @Test
    void a_batch_tells_of_each_message() throws Exception {
        String queue = queue("batch", "{\"maxMessageBytes\": 10}");
        JsonNode problem =
                api.post(
                                queue + "/messages",
                                "{\"messages\": [{\"body\": 1}, {\"body\": 2, \"delayMillis\": -1}]}")
                        .expect(422)
                        .json();
        assertThat(problem.path("detail").asString()).startsWith("messages[1]: delayMillis: ");
        Answer sent =
                api.post(
                                queue + "/messages",
                                """
                                {"messages": [{"body": "one"}, {"body": "far too long for it"}, {"body": "two"}]}\
                                """)
                        .expect(200);
        assertThat(sent.json().at("/results/0/id").asString()).isNotEmpty();
        assertThat(sent.json().at("/results/1/problem/status").asInt()).isEqualTo(413);
        JsonNode got =
                api.post(queue + "/receive", "{\"max\": 10, \"waitMillis\": 5000}")
                        .expect(200)
                        .json()
                        .path("messages");
        assertThat(got).hasSize(2);
        Answer settled =
                api.post(
                                queue + "/settle",
                                """
                                {"settlements": [{"lease": "%s", "outcome": "ack"},
                                 {"lease": "nonsense", "outcome": "ack"},
                                 {"lease": "%s", "outcome": "release", "delayMillis": 5}]}\
                                """
                                        .formatted(
                                                got.get(0).path("lease").asString(),
                                                got.get(1).path("lease").asString()))
                        .expect(200);
        JsonNode results = settled.json().path("results");
        assertThat(results.get(0).path("done").asBoolean()).isTrue();
        assertThat(results.get(1).at("/problem/status").asInt()).isEqualTo(404);
        assertThat(results.get(2).path("done").asBoolean()).isTrue();
        assertThat(receiveOne(queue).path("attempt").asInt()).isEqualTo(2);
    }

    @Test
    void a_rejected_message_keeps_its_history_with_it() throws Exception {
        queue("dead");
        String queue =
                queue("source", "{\"deadLetter\": {\"queue\": \"dead\", \"maxAttempts\": 3}}");
        Answer sent = api.post(queue + "/messages", "{\"body\": {\"n\": 1}}").expect(201);
        JsonNode message = receiveOne(queue);
        api.post(
                        queue + "/leases/" + message.path("lease").asString() + "/reject",
                        "{\"reason\": \"cannot read it\"}")
                .expect(204);
        JsonNode dead = receiveOne("/v1/queues/dead");
        assertThat(dead.path("id")).isEqualTo(sent.json().path("id"));
        assertThat(dead.at("/deadLetter/queue").asString()).isEqualTo("source");
        assertThat(dead.at("/deadLetter/reason").asString()).isEqualTo("rejected: cannot read it");
        assertThat(dead.at("/deadLetter/attempts").isIntegralNumber()).isTrue();
        assertThat(dead.at("/deadLetter/firstLeasedAt").asString()).endsWith("Z");
        assertThat(dead.at("/body/n").asInt()).isEqualTo(1);
    }

    @Test
    void a_receive_waits_for_the_first_message() throws Exception {
        String queue = queue("waiting");
        CompletableFuture<JsonNode> received =
                CompletableFuture.supplyAsync(() -> {
                    try {
                        return receiveOne(queue);
                    } catch (Exception broken) {
                        throw new IllegalStateException(broken);
                    }
                });
        await().until(() -> api.get(queue + "/stats").json().path("waitingReceives").asInt() == 1);
        api.post(queue + "/messages", "{\"body\": \"now\"}").expect(201);
        assertThat(received.get().path("body").asString()).isEqualTo("now");
    }

    @Test
    void lines_are_sent_as_they_come_and_answered_one_by_one() throws Exception {
        String queue = queue("lines", "{\"maxMessageBytes\": 4000}");
        int count = 20_000;
        Stream<String> lines =
                IntStream.range(0, count)
                        .mapToObj(i ->
                                i % 1000 == 7
                                        ? "{\"body\": broken"
                                        : i % 1000 == 8
                                                ? "{\"body\": {\"n\": " + i + "}}"
                                                : "{\"body\": \"" + i + "\"}");
        Set<String> ids = new HashSet<>();
        Set<Long> failed = new HashSet<>();
        JsonNode last = ApiClient.JSON.missingNode();
        for (String line : api.lines(queue + "/messages?results=each", lines).toList()) {
            last = ApiClient.JSON.readTree(line);
            if (last.has("id")) {
                ids.add(last.path("id").asString());
            } else if (last.has("line")) {
                failed.add(last.path("line").asLong());
            }
        }
        assertThat(ids).hasSize(count - 20);
        assertThat(failed).hasSize(20).allMatch(line -> line % 1000 == 8);
        assertThat(last.at("/done/sent").asInt()).isEqualTo(count - 20);
        assertThat(last.at("/done/lines").asInt()).isEqualTo(count);
        assertThat(api.get(queue + "/stats").json().path("ready").asInt()).isEqualTo(count - 20);
        JsonNode some = api.post(queue + "/receive", "{\"max\": 9}").json().path("messages");
        assertThat(some.get(7).at("/body/n").asInt()).isEqualTo(8);
    }

    @Test
    void blank_lines_send_nothing_and_count_as_lines() throws Exception {
        String queue = queue("blanks");
        Stream<String> lines = Stream.of("{\"body\": 1}", "", " \t", "{\"body\": broken", "", "2");
        List<JsonNode> results =
                api.lines(queue + "/messages", lines).map(ApiClient.JSON::readTree).toList();
        assertThat(results)
                .filteredOn(result -> result.has("line"))
                .extracting(result -> result.path("line").asInt())
                .containsExactly(4, 6);
        assertThat(results.getLast().at("/done/lines").asInt()).isEqualTo(6);
        assertThat(results.getLast().at("/done/sent").asInt()).isEqualTo(1);
    }

    @Test
    void lines_to_a_queue_that_is_not_there_are_refused_at_once() throws Exception {
        var request =
                api.request("/v1/queues/nowhere/messages")
                        .header("Content-Type", "application/x-ndjson")
                        .POST(BodyPublishers.ofString("{\"body\":1}\n"));
        api.send(request).expect(404);
    }

    @Test
    void deliveries_come_as_long_as_there_is_credit() throws Exception {
        String queue = queue("streamed");
        for (int i = 0; i < 6; i++) {
            api.post(queue + "/messages", "{\"body\": " + i + "}").expect(201);
        }
        try (ApiClient reader = server.client()) {
            Iterator<String> events =
                    reader.events(queue + "/deliveries?credit=2")
                            .filter(line -> line.startsWith("data: "))
                            .iterator();
            JsonNode open = ApiClient.JSON.readTree(events.next().substring(6));
            JsonNode first = ApiClient.JSON.readTree(events.next().substring(6));
            JsonNode second = ApiClient.JSON.readTree(events.next().substring(6));
            assertThat(first.path("body").asInt() + second.path("body").asInt()).isEqualTo(1);
            await().during(Duration.ofMillis(100))
                    .until(() -> api.get(queue + "/stats").json().path("leased").asInt() == 2);
            String stream = "/v1/streams/" + open.path("stream").asString() + "/credit";
            api.post(stream, "{\"add\": 3}").expect(200);
            for (int i = 2; i < 5; i++) {
                JsonNode next = ApiClient.JSON.readTree(events.next().substring(6));
                assertThat(next.path("body").asInt()).isEqualTo(i);
                api.post(queue + "/leases/" + next.path("lease").asString() + "/ack", "")
                        .expect(204);
            }
            assertThat(api.get(queue + "/stats").json().path("ready").asInt()).isEqualTo(1);
        }
        api.post("/v1/streams/none/credit", "{\"add\": 3}").expect(404);
    }

    @Test
    void acks_and_sends_happen_together_or_not_at_all() throws Exception {
        String from = queue("change-from");
        String to = queue("change-to");
        api.post(from + "/messages", "{\"body\": 1}").expect(201);
        String lease = receiveOne(from).path("lease").asString();
        String change =
                """
                {"acks": [{"queue": "change-from", "lease": "%s"}],
                 "sends": [{"queue": "change-to", "message": {"body": 2}}]}\
                """
                        .formatted(lease);
        assertThat(api.post("/v1/changes", change).expect(200).json().path("results")).hasSize(1);
        // The lease is over, so nothing of it happens again.
        api.post("/v1/changes", change).expect(409);
        assertThat(api.get(to + "/stats").json().path("sent").asInt()).isEqualTo(1);
        assertThat(api.get(from + "/stats").json().path("acked").asInt()).isEqualTo(1);
    }

    @Test
    void leases_and_messages_outlive_a_restart() throws Exception {
        try (ApiServer other = new ApiServer();
                ApiClient first = other.client()) {
            first.post("/v1/queues", "{\"name\": \"q\"}").expect(201);
            first.post("/v1/queues/q/messages", "{\"body\": \"kept\"}").expect(201);
            JsonNode message =
                    first.post("/v1/queues/q/receive", "{\"leaseMillis\": 600000}")
                            .json()
                            .at("/messages/0");
            String etag = first.get("/v1/queues/q").header("ETag");
            other.restart();
            try (ApiClient second = other.client()) {
                assertThat(second.get("/v1/queues/q").header("ETag")).isEqualTo(etag);
                second.post("/v1/queues/q/leases/" + message.path("lease").asString() + "/ack", "")
                        .expect(204);
            }
        }
    }
}

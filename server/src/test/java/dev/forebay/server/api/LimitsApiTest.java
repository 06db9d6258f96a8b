package dev.forebay.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.server.api.ApiClient.Answer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What bounds a queue: depth, rates, deadlines. */
class LimitsApiTest {
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

    private static Answer send(String queue, String body) throws Exception {
        return api.post(queue + "/messages", "{\"body\": \"" + body + "\"}");
    }

    private static Iterable<String> bodies(String queue) throws Exception {
        JsonNode messages =
                api.post(queue + "/receive", "{\"max\": 10, \"waitMillis\": 5000}")
                        .expect(200)
                        .json()
                        .path("messages");
        return StreamSupport.stream(messages.spliterator(), false)
                .map(message -> message.path("body").asString())
                .toList();
    }

    @Test
    void a_full_queue_refuses_or_drops_its_oldest_or_dead_letters_it() throws Exception {
        String refusing = queue("refusing", "{\"maxDepth\": 2}");
        send(refusing, "a").expect(201);
        send(refusing, "b").expect(201);
        assertThat(send(refusing, "c").expect(429).json().path("type").asString())
                .isEqualTo("/v1/problems/queue-full");

        String dropping = queue("dropping", "{\"maxDepth\": 2, \"whenFull\": \"drop-oldest\"}");
        for (String body : new String[] {"a", "b", "c"}) {
            send(dropping, body).expect(201);
        }
        assertThat(bodies(dropping)).containsExactly("b", "c");
        assertThat(api.get(dropping).expect(200).json().at("/stats/dropped").asInt()).isEqualTo(1);

        String dead = queue("pushed-out", "{}");
        String moving =
                queue(
                        "moving",
                        "{\"maxDepth\": 2, \"whenFull\": \"dead-letter-oldest\","
                                + " \"deadLetter\": {\"queue\": \"pushed-out\"}}");
        for (String body : new String[] {"a", "b", "c"}) {
            send(moving, body).expect(201);
        }
        assertThat(bodies(dead)).containsExactly("a");
        assertThat(bodies(moving)).containsExactly("b", "c");
    }

    @Test
    void a_policy_that_needs_a_dead_letter_queue_is_refused_without() throws Exception {
        Answer refused =
                api.post(
                                "/v1/queues",
                                """
                                {"name": "no-dead", "settings": {"maxDepth": 2, "whenFull": "dead-letter-oldest"}}\
                                """)
                        .expect(422);
        assertThat(refused.json().path("detail").asString()).contains("whenFull");
    }

    @Test
    void a_send_over_the_rate_is_told_when_to_come_again() throws Exception {
        String slow =
                queue("slow-in", "{\"rates\": {\"sending\": {\"perSecond\": 0.01, \"burst\": 1}}}");
        send(slow, "first").expect(201);
        JsonNode refused = send(slow, "second").expect(429).json();
        assertThat(refused.path("type").asString()).isEqualTo("/v1/problems/throttled");
        assertThat(refused.path("retryAfterMillis").asLong()).isBetween(90_000L, 100_000L);
    }

    @Test
    void a_consumer_that_is_held_back_is_told_why_and_until_when() throws Exception {
        String slow =
                queue(
                        "slow-out",
                        "{\"rates\": {\"deliveryPerClient\": {\"perSecond\": 0.01, \"burst\": 1}}}");
        send(slow, "one").expect(201);
        send(slow, "two").expect(201);
        assertThat(bodies(slow)).containsExactly("one");
        JsonNode held = api.post(slow + "/receive", "{}").expect(200).json();
        assertThat(held.path("messages")).isEmpty();
        assertThat(held.at("/heldBack/cause").asString()).isEqualTo("rate");
        assertThat(held.at("/heldBack/detail").asString()).contains("client");
        assertThat(held.at("/heldBack/retryAfterMillis").asLong()).isBetween(90_000L, 100_000L);
        // Taking the limit away frees them at once.
        api.patch(slow, "{\"settings\": {\"rates\": null}}").expect(200);
        assertThat(bodies(slow)).containsExactly("two");
    }

    @Test
    void a_stream_that_is_held_back_is_told_before_its_receive_ends() throws Exception {
        String slow =
                queue(
                        "slow-stream",
                        "{\"rates\": {\"delivery\": {\"perSecond\": 0.01, \"burst\": 1}}}");
        send(slow, "one").expect(201);
        send(slow, "two").expect(201);
        long begun = System.nanoTime();
        try (ApiClient reader = server.client()) {
            List<String> until =
                    reader.events(slow + "/deliveries?credit=9")
                            .takeWhile(line -> !line.equals("event: held"))
                            .toList();
            assertThat(until).contains("event: message");
        }
        // Of the 15 s that a receive waits.
        assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(14));
    }

    @Test
    void a_message_after_its_deadline_is_not_delivered() throws Exception {
        String queue = queue("deadlines", "{}");
        api.post(
                        queue + "/messages",
                        "{\"body\": \"late\", \"delayMillis\": 2, \"expiryMillis\": 1}")
                .expect(201);
        send(queue, "in time").expect(201);
        assertThat(bodies(queue)).containsExactly("in time");
        JsonNode none = api.post(queue + "/receive", "{\"waitMillis\": 50}").expect(200).json();
        assertThat(none.path("messages")).isEmpty();
        assertThat(api.get(queue).expect(200).json().at("/stats/expired").asInt()).isEqualTo(1);
    }
}

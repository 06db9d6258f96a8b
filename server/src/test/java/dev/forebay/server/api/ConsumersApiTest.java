package dev.forebay.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import tools.jackson.databind.JsonNode;

/** Who receives, and what holds each of them back. */
class ConsumersApiTest {
    private static ApiServer server;
    private static ApiClient onlooker;
    private ApiClient hasty;
    private ApiClient patient;

    @BeforeAll
    static void start() throws Exception {
        server = new ApiServer();
        onlooker = server.client("User-Agent", "onlooker");
    }

    @AfterAll
    static void stop() throws Exception {
        onlooker.close();
        server.close();
    }

    @BeforeEach
    void connect() {
        hasty = server.client("User-Agent", "hasty/1");
        patient = server.client("User-Agent", "patient/2");
    }

    @AfterEach
    void disconnect() {
        hasty.close();
        patient.close();
    }

    private static String queue(String name, String settings) throws Exception {
        onlooker.post("/v1/queues", "{\"name\": \"" + name + "\", \"settings\": " + settings + "}")
                .expect(201);
        return "/v1/queues/" + name;
    }

    private static void send(String queue, String body) throws Exception {
        onlooker.post(queue + "/messages", "{\"body\": \"" + body + "\"}").expect(201);
    }

    private static JsonNode receive(ApiClient client, String queue, String wish) throws Exception {
        return client.post(queue + "/receive", wish).expect(200).json().path("messages");
    }

    private static CompletableFuture<JsonNode> receiveLater(ApiClient client, String queue) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return receive(client, queue, "{\"waitMillis\": 20000}");
            } catch (Exception failed) {
                throw new AssertionError(failed);
            }
        });
    }

    private static JsonNode list(String address) throws Exception {
        JsonNode list = onlooker.get(address).expect(200).json();
        JsonSchema schema = new JsonSchema(onlooker.get("/v1/openapi.json").json());
        assertThat(schema.problems("ConsumerList", list)).isEmpty();
        return list.path("consumers");
    }

    private static List<String> clients(JsonNode consumers) {
        return StreamSupport.stream(consumers.spliterator(), false)
                .map(one -> one.path("client").asString())
                .toList();
    }

    @Test
    void of_two_clients_one_is_held_back_by_its_rate_and_told_why_and_until_when()
            throws Exception {
        String queue =
                queue(
                        "two",
                        "{\"rates\": {\"deliveryPerClient\": {\"perSecond\": 0.01, \"burst\": 2}}}");
        assertThat(list(queue + "/consumers")).isEmpty();
        for (int i = 0; i < 3; i++) {
            send(queue, "m" + i);
        }
        assertThat(receive(hasty, queue, "{\"max\": 2, \"waitMillis\": 5000}")).hasSize(2);
        assertThat(receive(patient, queue, "{\"waitMillis\": 5000}")).hasSize(1);
        JsonNode consumers = list(queue + "/consumers");
        assertThat(clients(consumers)).containsExactly("hasty/1", "patient/2");
        JsonNode held = consumers.get(0);
        assertThat(held.path("face").asString()).isEqualTo("http");
        assertThat(held.path("address").asString()).isEqualTo("127.0.0.1");
        assertThat(held.path("delivered").asInt()).isEqualTo(2);
        assertThat(held.path("waitingReceives").asInt()).isZero();
        assertThat(held.at("/heldBack/cause").asString()).isEqualTo("rate");
        assertThat(held.at("/heldBack/detail").asString()).contains("client");
        assertThat(held.at("/heldBack/retryAfterMillis").asLong()).isBetween(50_000L, 100_000L);
        assertThat(consumers.get(1).path("delivered").asInt()).isEqualTo(1);
        assertThat(consumers.get(1).has("heldBack")).isFalse();
        // What it is told by its own receive is the same.
        JsonNode told = hasty.post(queue + "/receive", "{}").expect(200).json();
        assertThat(told.at("/heldBack/detail")).isEqualTo(held.at("/heldBack/detail"));
    }

    @Test
    void a_receive_that_waits_is_seen_and_so_is_a_stream() throws Exception {
        String queue = queue("waits", "{}");
        CompletableFuture<JsonNode> waits = receiveLater(hasty, queue);
        try (Stream<String> events = patient.events(queue + "/deliveries?credit=5")) {
            await().untilAsserted(() ->
                    assertThat(list(queue + "/consumers"))
                            .hasSize(2)
                            .allMatch(one -> one.path("waitingReceives").asInt() == 1));
            onlooker.patch(queue, "{\"settings\": {\"flow\": \"delivery-paused\"}}").expect(200);
            assertThat(list(queue + "/consumers"))
                    .hasSize(2)
                    .allMatch(one ->
                            one.at("/heldBack/cause").asString().equals("paused")
                                    && !one.path("heldBack").has("retryAfterMillis"));
            onlooker.patch(queue, "{\"settings\": {\"flow\": \"running\"}}").expect(200);
            send(queue, "one");
            send(queue, "two");
            await().untilAsserted(() ->
                    assertThat(list(queue + "/consumers"))
                            .hasSize(2)
                            .allMatch(one -> one.path("delivered").asInt() == 1));
            assertThat(events).isNotNull();
        }
        assertThat(waits.join()).hasSize(1);
        await().untilAsserted(() ->
                assertThat(list(queue + "/consumers"))
                        .allMatch(one -> one.path("waitingReceives").asInt() == 0));
    }

    @Test
    void each_subscription_has_its_own_consumers_over_every_face() throws Exception {
        String queue = queue("faces", "{}");
        onlooker.post(queue + "/subscriptions", "{\"name\": \"audit\"}").expect(201);
        receive(patient, queue, "{\"subscription\": \"audit\"}");
        assertThat(clients(list(queue + "/consumers?subscription=audit")))
                .containsExactly("patient/2");
        assertThat(list(queue + "/consumers")).isEmpty();
        try (SqsClient sqs =
                SqsClient.builder()
                        .endpointOverride(server.uri())
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("any", "any")))
                        .build()) {
            String url = sqs.getQueueUrl(request -> request.queueName("faces")).queueUrl();
            assertThat(sqs.receiveMessage(request -> request.queueUrl(url)).messages()).isEmpty();
        }
        assertThat(list(queue + "/consumers").get(0).path("face").asString()).isEqualTo("sqs");
        assertThat(clients(list(queue + "/consumers?subscription=work"))).hasSize(1);
        JsonNode missing = onlooker.get(queue + "/consumers?subscription=none").expect(404).json();
        assertThat(missing.path("type").asString()).isEqualTo("/v1/problems/no-such-thing");
        onlooker.get("/v1/queues/nowhere/consumers").expect(404);
        onlooker.post(queue + "/consumers", "{}").expect(405);
    }

    @Test
    void a_drained_consumer_is_given_nothing_while_others_are_and_goes_on_when_told()
            throws Exception {
        String queue = queue("draining", "{}");
        receive(hasty, queue, "{}");
        receive(patient, queue, "{}");
        change(queue, "drain", "hasty/1").expect(200);
        assertThat(held(queue, "hasty/1").path("cause").asString()).isEqualTo("drained");
        assertThat(held(queue, "patient/2").isMissingNode()).isTrue();
        CompletableFuture<JsonNode> waits = receiveLater(hasty, queue);
        await().until(() -> consumer(queue, "hasty/1").path("waitingReceives").asInt() == 1);
        send(queue, "a");
        assertThat(receive(patient, queue, "{\"waitMillis\": 5000}")).hasSize(1);
        send(queue, "b");
        assertThat(waits).isNotDone();
        change(queue, "resume", "hasty/1").expect(200);
        assertThat(waits.get()).hasSize(1);
        assertThat(held(queue, "hasty/1").isMissingNode()).isTrue();
    }

    @Test
    void a_disconnected_consumers_receive_ends_with_nothing_and_so_does_its_stream()
            throws Exception {
        String queue = queue("disconnecting", "{}");
        CompletableFuture<JsonNode> waits = receiveLater(hasty, queue);
        await().until(() -> clients(list(queue + "/consumers")).contains("hasty/1"));
        await().until(() -> consumer(queue, "hasty/1").path("waitingReceives").asInt() == 1);
        change(queue, "disconnect", "hasty/1").expect(200);
        assertThat(waits.get()).isEmpty();

        try (Stream<String> events = patient.events(queue + "/deliveries")) {
            await().until(() -> clients(list(queue + "/consumers")).contains("patient/2"));
            change(queue, "disconnect", "patient/2").expect(200);
            assertThat(events.toList())
                    .contains("event: end")
                    .anyMatch(line -> line.contains("/v1/problems/disconnected"));
        }

        change(queue, "drain", "nobody").expect(404);
        change(queue, "praise", "hasty/1").expect(404);
    }

    private static ApiClient.Answer change(String queue, String change, String client)
            throws Exception {
        return onlooker.post(
                queue + "/consumers/" + change,
                "{\"face\": \"http\", \"address\": \"127.0.0.1\", \"client\": \"" + client + "\"}");
    }

    private static JsonNode consumer(String queue, String client) throws Exception {
        return StreamSupport.stream(list(queue + "/consumers").spliterator(), false)
                .filter(one -> one.path("client").asString().equals(client))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode held(String queue, String client) throws Exception {
        return consumer(queue, client).path("heldBack");
    }
}

package dev.forebay.server.amqp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.GetResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Dead letters are routed through their exchange when they die, and tell how they died. */
class DeadLetterExchangeTest {
    private static final String DLX = "x-dead-letter-exchange";
    private static final String KEY = "x-dead-letter-routing-key";

    private static AmqpServer server;
    private Channel channel;

    @BeforeAll
    static void start() throws Exception {
        server = new AmqpServer();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void open() throws Exception {
        channel = server.channel();
        channel.confirmSelect();
    }

    private void declare(String queue, Map<String, Object> arguments) throws Exception {
        channel.queueDeclare(queue, true, false, false, arguments);
    }

    private void bound(String queue, String exchange, String key) throws Exception {
        declare(queue, Map.of());
        channel.queueBind(queue, exchange, key);
    }

    private void publish(
            String exchange, String key, AMQP.@Nullable BasicProperties properties, String text)
            throws Exception {
        channel.basicPublish(exchange, key, properties, text.getBytes(UTF_8));
        channel.waitForConfirmsOrDie(20_000);
    }

    private void reject(String queue) throws Exception {
        GetResponse got = channel.basicGet(queue, false);
        channel.basicReject(got.getEnvelope().getDeliveryTag(), false);
    }

    private Delivery next(String queue) throws Exception {
        Channel consuming = server.channel();
        Inbox inbox = new Inbox(consuming);
        consuming.basicConsume(queue, true, inbox);
        Delivery delivery = inbox.next();
        consuming.close();
        return delivery;
    }

    private long count(String queue) throws Exception {
        return channel.messageCount(queue);
    }

    private static Map<String, Object> headers(Delivery delivery) {
        return delivery.getProperties().getHeaders();
    }

    @SuppressWarnings("unchecked") // what the client reads an array of tables as
    private static List<Map<String, Object>> deaths(Delivery delivery) {
        return (List<Map<String, Object>>) Objects.requireNonNull(headers(delivery).get("x-death"));
    }

    @Test
    void a_dead_letter_goes_by_its_own_keys_to_each_queue_they_lead_to() throws Exception {
        channel.exchangeDeclare("fan", "topic", true);
        channel.exchangeDeclare("in", "topic", true);
        declare("fan-source", Map.of(DLX, "fan"));
        channel.queueBind("fan-source", "in", "#");
        bound("fan-all", "fan", "#");
        bound("fan-cc", "fan", "copied.*");
        bound("fan-other", "fan", "other.#");
        publish(
                "in",
                "sent.here",
                new AMQP.BasicProperties.Builder()
                        .headers(Map.of("CC", List.of("copied.too"), "n", 7))
                        .expiration("60000")
                        .build(),
                "bad");
        reject("fan-source");
        for (String queue : List.of("fan-all", "fan-cc")) {
            Delivery dead = next(queue);
            assertThat(dead.getBody()).asString().isEqualTo("bad");
            assertThat(dead.getEnvelope().getExchange()).isEqualTo("fan");
            assertThat(dead.getEnvelope().getRoutingKey()).isEqualTo("sent.here");
            assertThat(dead.getProperties().getExpiration()).isNull();
            assertThat(headers(dead)).containsEntry("n", 7).containsKey("CC");
            Map<String, Object> death = deaths(dead).getFirst();
            assertThat(death)
                    .containsEntry("count", 1L)
                    .hasEntrySatisfying("queue", v -> assertThat(v).hasToString("fan-source"))
                    .hasEntrySatisfying("reason", v -> assertThat(v).hasToString("rejected"))
                    .hasEntrySatisfying("exchange", v -> assertThat(v).hasToString("in"))
                    .hasEntrySatisfying(
                            "original-expiration", v -> assertThat(v).hasToString("60000"));
            assertThat(death.get("time")).isInstanceOf(Date.class);
            assertThat((List<?>) death.get("routing-keys"))
                    .map(Object::toString)
                    .containsExactly("sent.here", "copied.too");
            assertThat(headers(dead).get("x-first-death-queue")).hasToString("fan-source");
            assertThat(headers(dead).get("x-last-death-reason")).hasToString("rejected");
            assertThat(headers(dead).get("x-last-death-exchange")).hasToString("in");
        }
        assertThat(count("fan-other")).isZero();
    }

    @Test
    void what_is_rejected_together_goes_on_in_its_order() throws Exception {
        declare("ordered-graves", Map.of());
        declare("ordered-source", Map.of(DLX, "", KEY, "ordered-graves"));
        long last = 0;
        for (String text : List.of("0", "1", "2")) {
            publish("", "ordered-source", null, text);
            last = channel.basicGet("ordered-source", false).getEnvelope().getDeliveryTag();
        }
        channel.basicNack(last, true, false);
        await().until(() -> count("ordered-graves") == 3);
        for (String text : List.of("0", "1", "2")) {
            GetResponse got = channel.basicGet("ordered-graves", true);
            assertThat(got.getBody()).asString().isEqualTo(text);
        }
    }

    @Test
    void a_routing_key_of_the_queue_takes_the_place_of_the_messages_own() throws Exception {
        channel.exchangeDeclare("keyed", "direct", true);
        declare("keyed-source", Map.of(DLX, "keyed", KEY, "graves"));
        bound("keyed-graves", "keyed", "graves");
        bound("keyed-own", "keyed", "copied");
        publish(
                "",
                "keyed-source",
                new AMQP.BasicProperties.Builder().headers(Map.of("CC", List.of("copied"))).build(),
                "bad");
        reject("keyed-source");
        await().until(() -> count("keyed-graves") == 1);
        assertThat(get(server.http().resolve("/v1/queues/keyed-graves/messages")))
                .contains("\"routingKey\":\"graves\"")
                .doesNotContain("CC");
        Delivery dead = next("keyed-graves");
        assertThat(dead.getEnvelope().getRoutingKey()).isEqualTo("graves");
        assertThat(headers(dead)).doesNotContainKey("CC");
        assertThat(count("keyed-own")).isZero();
    }

    @Test
    void expired_messages_go_on_without_a_consumer_and_come_back_for_another_try()
            throws Exception {
        declare("retry-work", Map.of(DLX, "", KEY, "retry-wait"));
        declare("retry-wait", Map.of("x-message-ttl", 50, DLX, "", KEY, "retry-work"));
        publish("", "retry-work", null, "job");
        Inbox inbox = new Inbox(channel);
        channel.basicConsume("retry-work", false, inbox);
        for (long tries = 0; tries < 3; tries++) {
            Delivery delivery = inbox.next();
            if (tries > 0) {
                assertThat(deaths(delivery)).hasSize(2);
                assertThat(deaths(delivery).getFirst().get("reason")).hasToString("expired");
                assertThat(deaths(delivery).getLast().get("reason")).hasToString("rejected");
                assertThat(deaths(delivery)).extracting(d -> d.get("count")).containsOnly(tries);
                assertThat(headers(delivery).get("x-first-death-queue")).hasToString("retry-work");
                assertThat(headers(delivery).get("x-last-death-queue")).hasToString("retry-wait");
            }
            channel.basicReject(delivery.getEnvelope().getDeliveryTag(), false);
        }
    }

    @Test
    void a_messages_own_expiration_is_met_wherever_it_stands() throws Exception {
        declare("own-late", Map.of());
        declare("own-source", Map.of(DLX, "", KEY, "own-late"));
        publish("", "own-source", null, "stays");
        publish(
                "",
                "own-source",
                new AMQP.BasicProperties.Builder().expiration("30").build(),
                "late");
        Delivery dead = next("own-late");
        assertThat(dead.getBody()).asString().isEqualTo("late");
        assertThat(deaths(dead).getFirst().get("reason")).hasToString("expired");
        assertThat(deaths(dead).getFirst().get("original-expiration")).hasToString("30");
        assertThat(count("own-source")).isOne();
    }

    @Test
    void a_circle_without_a_rejection_ends() throws Exception {
        declare("circle-a", Map.of("x-message-ttl", 20, DLX, "", KEY, "circle-b"));
        declare("circle-b", Map.of("x-message-ttl", 20, DLX, "", KEY, "circle-a"));
        publish("", "circle-a", null, "round");
        await().until(() -> count("circle-a") == 0 && count("circle-b") == 0);
        assertThat(get(server.http().resolve("/v1/queues/circle-b")))
                .contains("\"deadLettered\":0")
                .contains("\"expired\":1");
    }

    @Test
    void queues_that_an_exchange_leads_dead_letters_to_are_told_of_as_those_that_settings_name()
            throws Exception {
        channel.exchangeDeclare("told", "fanout", true);
        channel.exchangeDeclare("told-shared", "topic", true);
        channel.exchangeBind("told-shared", "told", "");
        bound("told-graves", "told", "");
        bound("told-behind", "told-shared", "dead.#");
        bound("told-work", "told-shared", "orders.#");
        declare("told-source", Map.of(DLX, "told"));
        declare("told-keyed", Map.of(DLX, "told-shared", KEY, "dead.letter"));
        declare("told-again", Map.of(DLX, "", KEY, "told-later"));
        declare("told-later", Map.of("x-message-ttl", 60_000, DLX, "", KEY, "told-again"));
        for (String queue : List.of("told-graves", "told-again")) {
            publish("", queue, null, "waits");
        }
        assertThat(get(server.http().resolve("/v1/dead-letters?limit=1000")))
                .contains("{\"name\":\"told-graves\",\"messages\":1,\"sources\":[\"told-source\"]}")
                .contains(
                        "\"told-behind\",\"messages\":0,\"sources\":[\"told-keyed\",\"told-source\"]")
                .contains("\"told-work\",\"messages\":0,\"sources\":[\"told-source\"]")
                .doesNotContain("told-again", "told-later");
        assertThat(get(server.http().resolve("/metrics/queues")))
                .contains("forebay_queue_unread{queue=\"told-graves\"} 0.0\n")
                .contains("forebay_queue_unread{queue=\"told-again\"} 1.0\n");
        await().untilAsserted(() ->
                assertThat(get(server.http().resolve("/v1/stats?queues=told-graves")))
                        .contains("\"state\":\"dead-letters\""));
        channel.queueUnbind("told-graves", "told", "");
        assertThat(get(server.http().resolve("/v1/dead-letters?limit=1000")))
                .doesNotContain("told-graves");
    }

    private static String get(URI uri) throws Exception {
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            return http.send(
                            HttpRequest.newBuilder(uri).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    void the_way_is_that_of_the_moment_of_death() throws Exception {
        declare("moment-source", Map.of(DLX, "moment"));
        publish("", "moment-source", null, "before");
        reject("moment-source");
        await().until(() -> count("moment-source") == 0);
        channel.exchangeDeclare("moment", "fanout", true);
        bound("moment-graves", "moment", "");
        publish("", "moment-source", null, "after");
        reject("moment-source");
        assertThat(next("moment-graves").getBody()).asString().isEqualTo("after");
        assertThat(count("moment-graves")).isZero();
    }

    @Test
    void what_a_full_queue_refuses_goes_to_its_exchange_where_it_says_so() throws Exception {
        declare("full-graves", Map.of());
        declare(
                "full-source",
                Map.of(
                        "x-max-length",
                        1,
                        "x-overflow",
                        "reject-publish-dlx",
                        DLX,
                        "",
                        KEY,
                        "full-graves"));
        publish("", "full-source", null, "fits");
        channel.basicPublish("", "full-source", null, "too much".getBytes(UTF_8));
        assertThat(channel.waitForConfirms(20_000)).isFalse();
        Delivery dead = next("full-graves");
        assertThat(dead.getBody()).asString().isEqualTo("too much");
        assertThat(deaths(dead).getFirst().get("reason")).hasToString("maxlen");
        assertThat(deaths(dead).getFirst().get("queue")).hasToString("full-source");
        assertThat(count("full-source")).isOne();
    }

    @Test
    void a_large_message_that_is_refused_goes_to_all_queues_of_its_exchange() throws Exception {
        channel.exchangeDeclare("large-graves", "fanout", true);
        bound("large-1", "large-graves", "");
        bound("large-2", "large-graves", "");
        declare(
                "large-source",
                Map.of("x-max-length", 1, "x-overflow", "reject-publish-dlx", DLX, "large-graves"));
        publish("", "large-source", null, "fits");
        channel.basicPublish("", "large-source", null, new byte[5 << 20]);
        assertThat(channel.waitForConfirms(20_000)).isFalse();
        assertThat(next("large-1").getBody()).hasSize(5 << 20);
        assertThat(next("large-2").getBody()).hasSize(5 << 20);
    }

    @Test
    void dead_letters_find_their_way_after_a_restart() throws Exception {
        try (AmqpServer again = new AmqpServer()) {
            Channel first = again.channel();
            first.exchangeDeclare("kept", "fanout", true);
            first.queueDeclare("kept-graves", true, false, false, null);
            first.queueBind("kept-graves", "kept", "");
            first.queueDeclare(
                    "kept-source", true, false, false, Map.of(DLX, "kept", "x-message-ttl", 500));
            first.confirmSelect();
            first.basicPublish("", "kept-source", null, "late".getBytes(UTF_8));
            first.waitForConfirmsOrDie(20_000);
            post(
                    again.http().resolve("/v1/queues/kept-source/messages"),
                    "{\"body\": \"late\", \"headers\": {\"CC\": \"no key of AMQP\"}}");
            again.restart();
            Channel second = again.channel();
            Inbox inbox = new Inbox(second);
            second.basicConsume("kept-graves", true, inbox);
            assertThat(inbox.nextTexts(2)).containsOnly("late");
        }
    }

    private static void post(URI uri, String json) throws Exception {
        try (HttpClient http =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            int status =
                    http.send(
                                    HttpRequest.newBuilder(uri)
                                            .header("Content-Type", "application/json")
                                            .POST(HttpRequest.BodyPublishers.ofString(json))
                                            .build(),
                                    HttpResponse.BodyHandlers.discarding())
                            .statusCode();
            assertThat(status).isEqualTo(201);
        }
    }
}

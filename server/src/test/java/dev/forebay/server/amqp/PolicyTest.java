package dev.forebay.server.amqp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What policies do to queues and exchanges that are in use. */
class PolicyTest {
    private static AmqpServer server;
    private static ManagementClient api;
    private static Channel channel;

    @BeforeAll
    static void start() throws Exception {
        server = new AmqpServer();
        api = client();
        channel = confirming();
    }

    private static ManagementClient client() {
        return new ManagementClient(server.http(), "guest", "guest");
    }

    private static Channel confirming() throws Exception {
        Channel confirming = server.channel();
        confirming.confirmSelect();
        return confirming;
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        server.close();
    }

    private static void policy(
            String kind, String name, String pattern, String definition, int priority)
            throws Exception {
        int status =
                api.ask(
                                "PUT",
                                "/" + kind + "/%2F/" + name,
                                "{\"pattern\": \"%s\", \"definition\": %s, \"priority\": %d}"
                                        .formatted(pattern, definition, priority))
                        .status();
        assertThat(status).isIn(201, 204);
    }

    private static void remove(String kind, String name) throws Exception {
        api.ask("DELETE", "/" + kind + "/%2F/" + name, "").expect(204);
    }

    private static boolean isTaken(String queue) throws Exception {
        channel.basicPublish("", queue, null, "x".getBytes(UTF_8));
        try {
            channel.waitForConfirmsOrDie(20_000);
            return true;
        } catch (IOException refused) {
            channel = confirming();
            return false;
        }
    }

    @Test
    void a_policy_limits_a_live_queue_until_it_is_removed() throws Exception {
        channel.queueDeclare("limited", true, false, false, null);
        policy(
                "policies",
                "limits",
                "^limited$",
                "{\"max-length\": 1, \"overflow\": \"reject-publish\"}",
                0);
        assertThat(isTaken("limited")).isTrue();
        assertThat(isTaken("limited")).isFalse();
        JsonNode queue = api.get("/queues/%2F/limited");
        assertThat(queue.path("policy").asString()).isEqualTo("limits");
        assertThat(queue.path("effective_policy_definition").path("max-length").asInt())
                .isEqualTo(1);
        // What was declared is still what it is compared with.
        channel.queueDeclare("limited", true, false, false, null);

        policy(
                "policies",
                "limits",
                "^limited$",
                "{\"max-length\": 2, \"overflow\": \"reject-publish\"}",
                0);
        assertThat(isTaken("limited")).isTrue();
        assertThat(isTaken("limited")).isFalse();
        remove("policies", "limits");
        assertThat(isTaken("limited")).isTrue();
        assertThat(api.get("/queues/%2F/limited").path("policy").isNull()).isTrue();
    }

    @Test
    void a_policy_shortens_what_is_there() throws Exception {
        channel.queueDeclare("shortened", true, false, false, null);
        for (int i = 0; i < 5; i++) {
            assertThat(isTaken("shortened")).isTrue();
        }
        policy("policies", "short", "^shortened$", "{\"max-length\": 2}", 0);
        await().until(() -> channel.messageCount("shortened") == 2);
        remove("policies", "short");
    }

    @Test
    void the_lower_limit_counts_and_the_policy_of_the_highest_priority() throws Exception {
        policy("policies", "low", "^ranked", "{\"max-length\": 100}", 1);
        policy(
                "policies",
                "high",
                "^ranked",
                "{\"max-length\": 3, \"overflow\": \"reject-publish\"}",
                2);
        policy("operator-policies", "bound", "^ranked", "{\"max-length\": 2}", 0);
        channel.queueDeclare("ranked-1", true, false, false, Map.of("x-max-length", 1));
        channel.queueDeclare("ranked-2", true, false, false, Map.of("x-max-length", 50));

        assertThat(isTaken("ranked-1")).isTrue();
        assertThat(isTaken("ranked-1")).isFalse();
        assertThat(isTaken("ranked-2")).isTrue();
        assertThat(isTaken("ranked-2")).isTrue();
        assertThat(isTaken("ranked-2")).isFalse();
        JsonNode queue = api.get("/queues/%2F/ranked-2");
        assertThat(queue.path("policy").asString()).isEqualTo("high");
        assertThat(queue.path("operator_policy").asString()).isEqualTo("bound");
        assertThat(queue.path("effective_policy_definition").path("max-length").asInt())
                .isEqualTo(2);
        remove("policies", "high");
        remove("policies", "low");
        remove("operator-policies", "bound");
    }

    @Test
    void dead_letters_and_unroutable_messages_go_where_policies_say_after_a_restart_too()
            throws Exception {
        channel.exchangeDeclare("dead", "fanout", true);
        channel.exchangeDeclare("rest", "fanout", true);
        channel.exchangeDeclare("main", "direct", true);
        channel.queueDeclare("graveyard", true, false, false, null);
        channel.queueBind("graveyard", "dead", "");
        channel.queueDeclare("unrouted", true, false, false, null);
        channel.queueBind("unrouted", "rest", "");
        channel.queueDeclare("dying", true, false, false, null);
        policy("policies", "dead", "^dying$", "{\"dead-letter-exchange\": \"dead\"}", 0);
        policy("policies", "rest", "^main$", "{\"alternate-exchange\": \"rest\"}", 0);
        api.close();
        server.restart();
        api = client();
        channel = confirming();

        channel.basicPublish("main", "nowhere", null, "lost".getBytes(UTF_8));
        channel.basicPublish("", "dying", null, "dead".getBytes(UTF_8));
        channel.waitForConfirmsOrDie(20_000);
        channel.basicReject(channel.basicGet("dying", false).getEnvelope().getDeliveryTag(), false);
        await().until(() -> channel.messageCount("graveyard") == 1);
        assertThat(channel.messageCount("unrouted")).isEqualTo(1);
        remove("policies", "dead");
        remove("policies", "rest");
        channel.basicPublish("main", "nowhere", null, "lost".getBytes(UTF_8));
        channel.basicPublish("", "dying", null, "dead".getBytes(UTF_8));
        channel.waitForConfirmsOrDie(20_000);
        channel.basicReject(channel.basicGet("dying", false).getEnvelope().getDeliveryTag(), false);
        assertThat(channel.messageCount("dying")).isZero();
        assertThat(channel.messageCount("graveyard")).isEqualTo(1);
        assertThat(channel.messageCount("unrouted")).isEqualTo(1);
    }

    @Test
    void a_pattern_that_never_ends_holds_up_nobody() throws Exception {
        String name = "a".repeat(200) + "b";
        channel.queueDeclare(name, true, false, false, null);
        policy("policies", "hopeless", "^(a+)+$", "{\"max-length\": 1}", 0);
        assertThat(api.get("/queues/%2F/" + name).path("policy").isNull()).isTrue();
        policy("policies", "hopeless", "^(?!amq).*b$", "{\"max-length\": 1}", 0);
        assertThat(api.get("/queues/%2F/" + name).path("policy").asString()).isEqualTo("hopeless");
        remove("policies", "hopeless");
    }
}

package dev.forebay.server.amqp;

import static dev.forebay.server.amqp.Faults.channelFault;
import static dev.forebay.server.amqp.Faults.connectionFault;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import dev.forebay.access.Role;
import dev.forebay.access.vhost.Vhost;
import dev.forebay.amqp.VirtualHost;
import dev.forebay.engine.Caller;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Virtual hosts: spaces of names, and what their end takes along. */
class VhostTest {
    private static AmqpServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new AmqpServer();
        server.vhost("staging");
        server.vhost("a/b%");
        server.user("root", Role.ADMIN);
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static Channel channel(String vhost) throws Exception {
        return server.connect("root", vhost).createChannel();
    }

    @Test
    void a_queue_of_one_host_is_none_of_another() throws Exception {
        Channel here = channel("/");
        Channel there = channel("staging");
        Channel odd = channel("a/b%");
        for (Channel each : List.of(here, there, odd)) {
            assertThat(each.queueDeclare("same", true, false, false, null).getQueue())
                    .isEqualTo("same");
            each.exchangeDeclare("x", "topic", true);
            each.queueBind("same", "x", "#");
        }
        there.confirmSelect();
        there.basicPublish("x", "a.key", null, "there".getBytes(UTF_8));
        there.basicPublish("", "same", null, "by name".getBytes(UTF_8));
        there.waitForConfirmsOrDie(20_000);
        assertThat(here.queueDeclarePassive("same").getMessageCount()).isZero();
        assertThat(odd.queueDeclarePassive("same").getMessageCount()).isZero();
        assertThat(there.basicGet("same", true).getEnvelope().getRoutingKey()).isEqualTo("a.key");
        assertThat(there.basicGet("same", true).getEnvelope().getRoutingKey()).isEqualTo("same");
        here.queueDelete("same");
        there.queueDeclarePassive("same");
    }

    @Test
    void the_longest_names_are_taken_in_the_host_with_the_longest_name() throws Exception {
        String host = "/".repeat(255);
        String queue = "ü".repeat(127) + "x";
        server.vhost(host);
        Channel there = channel(host);
        there.queueDeclare(queue, true, false, false, null);
        there.confirmSelect();
        there.basicPublish("", queue, null, "x".getBytes(UTF_8));
        there.waitForConfirmsOrDie(20_000);
        try (ManagementClient api =
                new ManagementClient(server.http(), "root", AmqpServer.PASSWORD)) {
            JsonNode shown =
                    api.get(
                            "/queues/"
                                    + URLEncoder.encode(host, UTF_8)
                                    + "/"
                                    + URLEncoder.encode(queue, UTF_8));
            assertThat(shown.path("name").asString()).isEqualTo(queue);
            assertThat(shown.path("messages").asInt()).isEqualTo(1);
        }
    }

    @Test
    void dead_letters_stay_in_the_host() throws Exception {
        Channel there = channel("staging");
        there.queueDeclare("dead", true, false, false, null);
        there.queueDeclare(
                "alive",
                true,
                false,
                false,
                Map.of("x-dead-letter-exchange", "", "x-dead-letter-routing-key", "dead"));
        there.basicPublish("", "alive", null, "x".getBytes(UTF_8));
        await().until(() -> there.queueDeclarePassive("alive").getMessageCount() == 1);
        there.basicReject(there.basicGet("alive", false).getEnvelope().getDeliveryTag(), false);
        var dead = there.basicGet("dead", true);
        assertThat(dead.getEnvelope().getRoutingKey()).isEqualTo("dead");
        assertThat(dead.getProps().getHeaders().get("x-first-death-queue")).hasToString("alive");
    }

    @Test
    void the_default_host_leaves_names_of_others_alone() throws Exception {
        channel("staging").queueDeclare("theirs", true, false, false, null);
        assertThat(
                        channelFault(
                                403,
                                () ->
                                        channel("/")
                                                .queueDeclare(
                                                        "@staging/mine", true, false, false, null)))
                .contains("'@staging/mine'");
        assertThat(channelFault(404, () -> channel("/").queueDeclarePassive("@staging/theirs")))
                .contains("no queue '@staging/theirs' in vhost '/'");
        assertThat(channelFault(404, () -> channel("a/b%").basicGet("theirs", true)))
                .contains("no queue 'theirs' in vhost 'a/b%'");
    }

    @Test
    void a_host_that_is_deleted_takes_everything_along() throws Exception {
        server.vhost("short-lived");
        server.user("bob");
        server.permit("bob", "short-lived", ".*", ".*", ".*");
        Connection connection = server.connect("bob", "short-lived");
        Channel channel = connection.createChannel();
        channel.queueDeclare("q", true, false, false, null);
        channel.exchangeDeclare("x", "fanout", true);
        CompletableFuture<String> heard = new CompletableFuture<>();
        connection.addShutdownListener(cause -> heard.complete(cause.getMessage()));

        Long _ =
                server.<Long>ask((now, reply) ->
                        now.amqpFace()
                                .orElseThrow()
                                .administration()
                                .deleteHost(Caller.IN_PROCESS, new Vhost("short-lived"), reply));
        assertThat(heard.get(20, TimeUnit.SECONDS)).contains("320").contains("is deleted");
        assertThat(connectionFault(530, () -> server.connect("root", "short-lived")))
                .contains("vhost short-lived not found");

        server.vhost("short-lived");
        assertThat(connectionFault(530, () -> server.connect("bob", "short-lived")))
                .contains("access to vhost 'short-lived' refused for user 'bob'");
        Channel anew = channel("short-lived");
        assertThat(channelFault(404, () -> anew.exchangeDeclarePassive("x"))).contains("'x'");
        assertThat(channelFault(404, () -> channel("short-lived").queueDeclarePassive("q")))
                .contains("'q'");
        assertThatThrownBy(() ->
                        server.<Long>ask((now, reply) ->
                                now.amqpFace()
                                        .orElseThrow()
                                        .administration()
                                        .deleteHost(Caller.IN_PROCESS, Vhost.DEFAULT, reply)))
                .hasMessageContaining("always there");
    }

    @Test
    void hosts_and_what_is_in_them_are_there_after_a_restart() throws Exception {
        try (AmqpServer restarted = new AmqpServer()) {
            restarted.vhost("kept");
            restarted.vhost("gone");
            Connection before = restarted.connect("guest", "kept");
            Channel channel = before.createChannel();
            channel.queueDeclare("q", true, false, false, null);
            channel.exchangeDeclare("x", "direct", true);
            channel.queueBind("q", "x", "key");
            Long _ =
                    restarted.<Long>ask((now, reply) ->
                            now.amqpFace()
                                    .orElseThrow()
                                    .administration()
                                    .deleteHost(Caller.IN_PROCESS, new Vhost("gone"), reply));
            restarted.restart();
            List<String> names =
                    restarted.<List<String>>ask((now, reply) ->
                            reply.ok(
                                    now.amqpFace().orElseThrow().administration().hosts().stream()
                                            .map(VirtualHost::name)
                                            .toList()));
            assertThat(names).containsExactly("/", "kept");
            Channel after = restarted.connect("guest", "kept").createChannel();
            after.confirmSelect();
            after.basicPublish("x", "key", null, "x".getBytes(UTF_8));
            after.waitForConfirmsOrDie(20_000);
            assertThat(after.basicGet("q", true).getBody()).isEqualTo("x".getBytes(UTF_8));
            assertThat(send(restarted, "@kept%2Fq")).isEqualTo(201);
            assertThat(after.basicGet("q", true).getEnvelope().getRoutingKey()).isEqualTo("q");
        }
    }

    /** Sends over HTTP, where a queue has its full name. */
    private static int send(AmqpServer to, String queue) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(to.http().resolve("/v1/queues/" + queue + "/messages"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"body\": \"x\"}"))
                            .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        }
    }
}

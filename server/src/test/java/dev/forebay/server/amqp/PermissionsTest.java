package dev.forebay.server.amqp;

import static dev.forebay.server.amqp.Faults.channelFault;
import static dev.forebay.server.amqp.Faults.laterFault;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import dev.forebay.access.Credentials;
import dev.forebay.access.NewPassword;
import dev.forebay.access.Role;
import dev.forebay.access.User;
import dev.forebay.access.vhost.TopicPermission;
import dev.forebay.access.vhost.UserTags;
import dev.forebay.engine.Caller;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import tools.jackson.databind.JsonNode;

/** What each method asks for in a virtual host: RabbitMQ's table of permissions. */
class PermissionsTest {
    private static final String VHOST = "shop";
    private static AmqpServer server;
    private static Connection root;

    /** Something that a channel does. */
    private interface Deed {
        void by(Channel channel) throws IOException;
    }

    /**
     * One line of the table.
     *
     * @param configure names that must be allowed, as an expression; empty for none
     */
    record Line(String what, String configure, String write, String read, Deed deed) {
        @Override
        public String toString() {
            return what;
        }
    }

    private static Line line(String what, String configure, String write, String read, Deed deed) {
        return new Line(what, configure, write, read, deed);
    }

    static List<Line> table() {
        byte[] body = "x".getBytes(UTF_8);
        Map<String, Object> alternate = Map.of("alternate-exchange", "other");
        return List.of(
                line(
                        "exchange.declare",
                        "^new$",
                        "",
                        "",
                        channel -> channel.exchangeDeclare("new", "direct", true)),
                line(
                        "exchange.declare with an alternate exchange",
                        "^spare$",
                        "^other$",
                        "^spare$",
                        channel -> {
                            channel.exchangeDeclare("spare", "direct", true, false, alternate);
                            channel.exchangeDelete("spare");
                        }),
                line(
                        "exchange.declare passive",
                        "",
                        "",
                        "",
                        channel -> channel.exchangeDeclarePassive("x")),
                line(
                        "exchange.delete",
                        "^none$",
                        "",
                        "",
                        channel -> channel.exchangeDelete("none")),
                line(
                        "exchange.bind",
                        "",
                        "^other$",
                        "^x$",
                        channel -> channel.exchangeBind("other", "x", "k")),
                line(
                        "exchange.unbind",
                        "",
                        "^other$",
                        "^x$",
                        channel -> channel.exchangeUnbind("other", "x", "k")),
                line(
                        "queue.declare",
                        "^made$",
                        "",
                        "",
                        channel -> channel.queueDeclare("made", true, false, false, null)),
                line(
                        "queue.declare with a dead-letter exchange",
                        "^dying$",
                        "^other$",
                        "^dying$",
                        channel -> dying(channel, "other", null)),
                line(
                        "queue.declare with the default exchange for dead letters and a key",
                        "^dying$",
                        "^amq\\.default$",
                        "^dying$",
                        channel -> dying(channel, "", "p")),
                line(
                        "queue.declare with the default exchange for dead letters to a queue",
                        "^dying$",
                        "^p$",
                        "^dying$",
                        channel -> dying(channel, "", "p")),
                line(
                        "queue.declare with the default exchange for dead letters without a key",
                        "^dying$",
                        "^amq\\.default$",
                        "^dying$",
                        channel -> dying(channel, "", null)),
                line(
                        "queue.declare passive",
                        "",
                        "",
                        "",
                        channel -> channel.queueDeclarePassive("q")),
                line("queue.delete", "^none$", "", "", channel -> channel.queueDelete("none")),
                line("queue.bind", "", "^q$", "^x$", channel -> channel.queueBind("q", "x", "k")),
                line(
                        "queue.unbind",
                        "",
                        "^q$",
                        "^x$",
                        channel -> channel.queueUnbind("q", "x", "k")),
                line("queue.purge", "", "", "^p$", channel -> channel.queuePurge("p")),
                line("basic.get", "", "", "^q$", channel -> channel.basicGet("q", true)),
                line(
                        "basic.consume",
                        "",
                        "",
                        "^q$",
                        channel -> channel.basicConsume("q", true, new Inbox(channel))),
                line(
                        "basic.publish to an exchange that leads to a queue",
                        "",
                        "^bound$",
                        "",
                        channel -> channel.basicPublish("bound", "", null, body)),
                line(
                        "basic.publish to an exchange that leads nowhere",
                        "",
                        "^x$",
                        "",
                        channel -> channel.basicPublish("x", "nowhere", null, body)),
                line(
                        "basic.publish to the default exchange",
                        "",
                        "^amq\\.default$",
                        "",
                        channel -> channel.basicPublish("", "q", null, body)),
                line(
                        "basic.publish to a queue by its name",
                        "",
                        "^q$",
                        "",
                        channel -> channel.basicPublish("", "q", null, body)));
    }

    @BeforeAll
    static void start() throws Exception {
        server = new AmqpServer();
        server.vhost(VHOST);
        server.user("root", Role.ADMIN);
        server.user("bob");
        root = server.connect("root", VHOST);
        Channel channel = root.createChannel();
        for (String exchange : List.of("x", "other")) {
            channel.exchangeDeclare(exchange, "direct", true);
        }
        channel.exchangeDeclare("bound", "fanout", true);
        for (String queue : List.of("q", "p")) {
            channel.queueDeclare(queue, true, false, false, null);
        }
        channel.queueBind("q", "bound", "");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @MethodSource("table")
    void a_method_is_done_with_these_permissions_and_with_none_less(Line line) throws Exception {
        assertThat(isDenied(line.configure(), line.write(), line.read(), line.deed()))
                .as("with all of them")
                .isFalse();
        if (!line.configure().isEmpty()) {
            assertThat(isDenied("", line.write(), line.read(), line.deed()))
                    .as("without configure")
                    .isTrue();
        }
        if (!line.write().isEmpty()) {
            assertThat(isDenied(line.configure(), "", line.read(), line.deed()))
                    .as("without write")
                    .isTrue();
        }
        if (!line.read().isEmpty()) {
            assertThat(isDenied(line.configure(), line.write(), "", line.deed()))
                    .as("without read")
                    .isTrue();
        }
    }

    private static boolean isDenied(String configure, String write, String read, Deed deed)
            throws Exception {
        server.permit("bob", VHOST, configure, write, read);
        try (Connection bob = server.factory("bob", VHOST).newConnection()) {
            return isDenied(bob.createChannel(), deed);
        }
    }

    private static void dying(Channel channel, String exchange, @Nullable String key)
            throws IOException {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("x-dead-letter-exchange", exchange);
        if (key != null) {
            arguments.put("x-dead-letter-routing-key", key);
        }
        channel.queueDeclare("dying", true, false, false, arguments);
        channel.queueDelete("dying");
    }

    private static boolean isDenied(Channel channel, Deed deed) throws IOException {
        try {
            deed.by(channel);
            channel.basicQos(1);
            return false;
        } catch (IOException | AlreadyClosedException refused) {
            Throwable cause = refused;
            while (!(cause instanceof ShutdownSignalException) && cause.getCause() != null) {
                cause = cause.getCause();
            }
            AMQP.Channel.Close close =
                    (AMQP.Channel.Close) ((ShutdownSignalException) cause).getReason();
            assertThat(close.getReplyCode()).as(close.getReplyText()).isEqualTo(403);
            return true;
        }
    }

    @Test
    void keys_of_a_topic_exchange_follow_topic_permissions() throws Exception {
        root.createChannel().exchangeDeclare("topics", "topic", true);
        TopicPermission _ =
                server.<TopicPermission>ask((now, reply) ->
                        now.access()
                                .vhosts()
                                .putTopic(
                                        Caller.IN_PROCESS,
                                        TopicPermission.of(
                                                "bob", VHOST, "topics", "^{username}\\.", "^in\\."),
                                        reply));
        assertThat(topicDenied(channel -> publish(channel, "topics", "bob.x"))).isFalse();
        assertThat(topicDenied(channel -> publish(channel, "topics", "eve.x"))).isTrue();
        assertThat(topicDenied(channel -> publish(channel, "amq.topic", "eve.x"))).isFalse();
        assertThat(topicDenied(channel -> channel.queueBind("q", "topics", "in.x"))).isFalse();
        assertThat(topicDenied(channel -> channel.queueBind("q", "topics", "bob.x"))).isTrue();
        assertThat(topicDenied(channel -> channel.queueUnbind("q", "topics", "bob.x"))).isTrue();
        assertThat(topicDenied(channel -> channel.exchangeBind("other", "topics", "in.x")))
                .isFalse();
        assertThat(topicDenied(channel -> channel.exchangeBind("other", "topics", "bob.x")))
                .isTrue();
    }

    private static void publish(Channel channel, String exchange, String key) throws IOException {
        channel.basicPublish(exchange, key, null, "x".getBytes(UTF_8));
    }

    private static boolean topicDenied(Deed deed) throws Exception {
        return isDenied(".*", ".*", ".*", deed);
    }

    @Test
    void lists_of_a_host_that_one_may_not_enter_are_refused() throws Exception {
        server.user("barred");
        server.permit("barred", VHOST, "", "", "");
        tag("barred", "management");
        try (ManagementClient api =
                new ManagementClient(server.http(), "barred", AmqpServer.PASSWORD)) {
            api.get("/queues");
            for (String list : List.of("queues", "exchanges", "bindings")) {
                api.ask("GET", "/" + list + "/%2F", "").expect(401);
            }
        }
    }

    @Test
    void a_permission_that_is_taken_away_ends_consumers() throws Exception {
        server.permit("bob", VHOST, "", "", "^p$");
        Channel channel = server.connect("bob", VHOST).createChannel();
        Inbox inbox = new Inbox(channel);
        channel.basicConsume("p", true, inbox);
        Channel publisher = root.createChannel();
        publisher.basicPublish("", "p", null, "one".getBytes(UTF_8));
        assertThat(inbox.nextText()).isEqualTo("one");
        server.permit("bob", VHOST, "", "", "^other$");
        publisher.basicPublish("", "p", null, "two".getBytes(UTF_8));
        assertThat(Faults.laterFault(403, channel)).contains("bob");
    }

    @Test
    void a_refusal_names_what_was_asked_for_as_rabbitmq_does() throws Exception {
        server.user("curious");
        server.permit("curious", VHOST, "", "", "");
        try (Connection curious = server.factory("curious", VHOST).newConnection()) {
            assertThat(channelFault(403, () -> curious.createChannel().basicGet("q", true)))
                    .isEqualTo(refusal("queue 'q'"));
            assertThat(
                            channelFault(
                                    403,
                                    () -> curious.createChannel().exchangeDeclare("e", "direct")))
                    .isEqualTo(refusal("exchange 'e'"));
            Channel publishing = curious.createChannel();
            publishing.basicPublish("bound", "", null, new byte[0]);
            assertThat(laterFault(403, publishing)).isEqualTo(refusal("exchange 'bound'"));
            Channel guessing = curious.createChannel();
            guessing.basicPublish("missing", "", null, new byte[0]);
            assertThat(laterFault(403, guessing)).isEqualTo(refusal("exchange 'missing'"));
        }
    }

    private static String refusal(String what) {
        return "ACCESS_REFUSED - access to "
                + what
                + " in vhost '"
                + VHOST
                + "' refused for user 'curious'";
    }

    @Test
    void lists_and_totals_of_every_face_hold_what_one_may_see() throws Exception {
        server.user("looking");
        server.permit("looking", VHOST, "", "", "^p$");
        try (ManagementClient api =
                new ManagementClient(server.http(), "looking", AmqpServer.PASSWORD)) {
            assertThat(api.ask("GET", "/whoami", "").expect(401).path("reason").asString())
                    .isEqualTo("Not management user");
            tag("looking", "management");

            assertThat(api.get("/queues").findValuesAsString("name")).containsExactly("p");
            assertThat(api.get("/exchanges").findValuesAsString("vhost")).containsExactly(VHOST);
            assertThat(api.ask("GET", "/exchanges/%2F", "").status()).isEqualTo(401);
            assertThat(api.ask("GET", "/exchanges/%2F/amq.default", "").status()).isEqualTo(401);
            JsonNode totals = api.get("/overview").path("object_totals");
            assertThat(totals.path("queues").asInt()).isEqualTo(1);
            assertThat(totals.path("exchanges").asInt()).isEqualTo(1);
            assertThat(totals.path("connections").asInt()).isZero();
        }
        try (SqsClient sqs = sqs("looking")) {
            assertThat(sqs.listQueues().queueUrls())
                    .containsExactly(server.http() + "/000000000000/%40shop%2Fp");
        }
    }

    @Test
    void nobody_publishes_in_anothers_name_over_the_management_api() throws Exception {
        server.user("named");
        server.permit("named", VHOST, "", ".*", "");
        tag("named", "management");
        try (ManagementClient api =
                new ManagementClient(server.http(), "named", AmqpServer.PASSWORD)) {
            String message =
                    """
                    {"routing_key": "p", "payload": "x", "payload_encoding": "string",
                     "properties": {"user_id": "%s"}}
                    """;
            String path = "/exchanges/" + VHOST + "/amq.default/publish";
            assertThat(
                            api.ask("POST", path, message.formatted("root"))
                                    .expect(400)
                                    .path("reason")
                                    .asString())
                    .contains("user_id property set to 'root'");
            api.ask("POST", path, message.formatted("named")).expect(200);
            tag("named", "management", "impersonator");
            api.ask("POST", path, message.formatted("root")).expect(200);
        }
    }

    @Test
    void users_are_what_the_answers_about_them_say() throws Exception {
        String path = "/users/CN%3Dclient%2CO%3Dacme";
        String name = "CN=client,O=acme";
        server.user(name, Role.ADMIN);
        try (ManagementClient api =
                        new ManagementClient(server.http(), "root", AmqpServer.PASSWORD);
                ManagementClient own =
                        new ManagementClient(server.http(), name, AmqpServer.PASSWORD)) {
            assertThat(own.get("/whoami").path("tags").toString()).isEqualTo("[\"administrator\"]");
            server.factory(name, VHOST).newConnection().close();

            api.ask("PUT", path, "{\"tags\": \"management\"}").expect(204);
            assertThat(api.get(path).path("tags").toString()).isEqualTo("[\"management\"]");
            own.ask("GET", "/users", "").expect(401);
            assertThat(own.get("/whoami").path("name").asString()).isEqualTo(name);

            api.ask("DELETE", "/topic-permissions/%2F/CN%3Dclient%2CO%3Dacme", "").expect(404);
            String both =
                    "{\"tags\": \"\", \"password\": \"correct horse\", \"password_hash\": \"\"}";
            assertThat(api.ask("PUT", path, both).expect(400).path("reason").asString())
                    .isEqualTo("both_password_and_password_hash_are_provided");
            api.ask("PUT", path, "{\"tags\": \"management\", \"password_hash\": \"\"}").expect(204);
            assertThat(own.ask("GET", "/whoami", "").expect(401).path("reason").asString())
                    .isEqualTo("Login failed");
            String none = "{\"tags\": \"administrator\", \"password_hash\": \"\"}";
            assertThat(api.ask("PUT", "/users/root", none).expect(400).path("reason").asString())
                    .contains("last administrator");
            api.get("/whoami");
        }
    }

    private static void tag(String user, String... tags) throws Exception {
        User _ =
                server.<User>ask((now, reply) ->
                        now.access()
                                .accounts()
                                .put(
                                        Caller.IN_PROCESS,
                                        user,
                                        new UserTags(List.of(tags)),
                                        new NewPassword.Same(),
                                        reply));
    }

    private static SqsClient sqs(String user) throws Exception {
        Credentials.NewKey made =
                server.<Credentials.NewKey>ask((now, reply) ->
                        now.access().credentials().addKey(Caller.IN_PROCESS, user, reply));
        return SqsClient.builder()
                .endpointOverride(server.http())
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(made.key().id(), made.secret())))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }
}

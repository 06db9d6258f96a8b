package dev.forebay.server.amqp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import dev.forebay.access.Operation;
import dev.forebay.access.Role;
import dev.forebay.access.Rule;
import dev.forebay.amqp.AmqpRule;
import dev.forebay.amqp.management.ManagementRoute;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Each role may do over AMQP what the table of operations says, and hears 403 otherwise. */
class AmqpRightsTest {
    private static final String PASSWORD = "correct horse";
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir private static Path folder;
    private static AmqpServer server;

    /** Something that a channel does. */
    private interface Deed {
        void by(Channel channel) throws IOException;
    }

    private static final Map<AmqpRule, Deed> DEEDS = deeds();

    private static Map<AmqpRule, Deed> deeds() {
        Map<AmqpRule, Deed> deeds = new EnumMap<>(AmqpRule.class);
        deeds.put(
                AmqpRule.PUBLISH,
                channel -> channel.basicPublish("", "nowhere", null, "x".getBytes(UTF_8)));
        deeds.put(AmqpRule.CONSUME, channel -> channel.basicConsume("nowhere", new Inbox(channel)));
        deeds.put(AmqpRule.GET, channel -> channel.basicGet("nowhere", true));
        deeds.put(AmqpRule.BIND_TARGET, channel -> channel.exchangeBind("to", "from", ""));
        deeds.put(AmqpRule.BIND_SOURCE, channel -> channel.queueBind("nowhere", "from", ""));
        deeds.put(AmqpRule.FIND_QUEUE, channel -> channel.queueDeclarePassive("nowhere"));
        deeds.put(
                AmqpRule.DECLARE_QUEUE,
                channel -> channel.queueDeclare("made", true, false, false, null));
        deeds.put(AmqpRule.DELETE_QUEUE, channel -> channel.queueDelete("nowhere"));
        deeds.put(AmqpRule.PURGE_QUEUE, channel -> channel.queuePurge("nowhere"));
        deeds.put(AmqpRule.FIND_EXCHANGE, channel -> channel.exchangeDeclarePassive("nowhere"));
        deeds.put(AmqpRule.DECLARE_EXCHANGE, channel -> channel.exchangeDeclare("e", "direct"));
        deeds.put(AmqpRule.DELETE_EXCHANGE, channel -> channel.exchangeDelete("nowhere"));
        return deeds;
    }

    @BeforeAll
    static void start() throws Exception {
        Path password = Files.writeString(folder.resolve("password"), PASSWORD);
        server =
                new AmqpServer(
                        "--users-admin-password-file", password.toString(), "--bind", "0.0.0.0");
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> session =
                    post(
                            http,
                            "/v1/session",
                            "{\"user\": \"admin\", \"password\": \"" + PASSWORD + "\"}");
            String cookie = session.headers().firstValue("Set-Cookie").orElseThrow();
            JsonNode said = JSON.readTree(session.body());
            for (Role role : Role.values()) {
                post(
                        http,
                        "/v1/users",
                        "{\"name\": \"user-%s\", \"roles\": [\"%s\"], \"password\": \"%s\"}"
                                .formatted(role.word(), role.word(), PASSWORD),
                        "Cookie",
                        cookie.substring(0, cookie.indexOf(';')),
                        "X-Forebay-Csrf",
                        said.path("csrf").asString());
            }
        }
    }

    private static HttpResponse<String> post(
            HttpClient http, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.http().resolve(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        HttpResponse<String> answer =
                http.send(
                        headers.length == 0 ? request.build() : request.headers(headers).build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return answer;
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Test
    void guest_comes_in_from_this_machine_only_at_every_door() throws Exception {
        server.user("guest", Role.ADMIN);
        Optional<String> outer = outerAddress();
        assumeThat(outer).as("an address that is not loopback").isPresent();
        URI elsewhere = URI.create("http://" + outer.get() + ":" + server.http().getPort());
        ConnectionFactory amqp = server.factory("guest", "/");
        amqp.setHost(outer.get());

        assertThatThrownBy(amqp::newConnection)
                .isInstanceOf(AuthenticationFailureException.class)
                .hasMessageContaining("can only log in via localhost");
        try (ManagementClient api = new ManagementClient(elsewhere, "guest", PASSWORD)) {
            assertThat(api.ask("GET", "/whoami", "").expect(401).path("reason").asString())
                    .isEqualTo("User can only log in via localhost");
        }
        assertThat(session(elsewhere, "guest"))
                .returns(401, HttpResponse::statusCode)
                .satisfies(answer ->
                        assertThat(answer.body()).contains("can only log in via localhost"));
    }

    @Test
    void wrong_passwords_hold_up_their_own_address_only() throws Exception {
        server.user("held", Role.VIEW);
        try (ManagementClient wrong = new ManagementClient(server.http(), "held", "wrong")) {
            int status = 401;
            for (int i = 0; i < 20 && status == 401; i++) {
                status = wrong.ask("GET", "/whoami", "").status();
            }
            assertThat(status).isEqualTo(429);
        }
        Optional<String> outer = outerAddress();
        assumeThat(outer).as("an address that is not loopback").isPresent();
        URI elsewhere = URI.create("http://" + outer.get() + ":" + server.http().getPort());
        try (ManagementClient right = new ManagementClient(elsewhere, "held", PASSWORD)) {
            assertThat(right.get("/whoami").path("name").asString()).isEqualTo("held");
        }
    }

    private static Optional<String> outerAddress() throws Exception {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .map(InetAddress::getHostAddress)
                .findFirst();
    }

    private static HttpResponse<String> session(URI at, String user) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(at.resolve("/v1/session"))
                            .header("Content-Type", "application/json")
                            .POST(
                                    HttpRequest.BodyPublishers.ofString(
                                            "{\"user\": \"%s\", \"password\": \"%s\"}"
                                                    .formatted(user, PASSWORD)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static boolean allows(Role role, Operation operation) {
        return operation.rule() instanceof Rule.OnQueue rule && role.rights().has(rule.right());
    }

    private static Connection connect(Role role) throws Exception {
        ConnectionFactory factory = server.factory();
        factory.setUsername("user-" + role.word());
        factory.setPassword(PASSWORD);
        return factory.newConnection();
    }

    @Test
    void each_role_may_do_what_the_table_says() throws Exception {
        for (Role role : Role.values()) {
            try (Connection connection = connect(role)) {
                for (Map.Entry<AmqpRule, Deed> one : DEEDS.entrySet()) {
                    boolean denied = isDenied(connection.createChannel(), one.getValue());
                    assertThat(denied)
                            .as(role + " " + one.getKey())
                            .isEqualTo(!isAllowed(role, one.getKey()));
                }
            }
        }
    }

    /** Binding asks for two rights, of which one is of another rule. */
    private static boolean isAllowed(Role role, AmqpRule rule) {
        boolean binds = rule == AmqpRule.BIND_TARGET || rule == AmqpRule.BIND_SOURCE;
        return binds
                ? allows(role, Operation.SEND) && allows(role, Operation.RECEIVE)
                : allows(role, rule.operation());
    }

    private static boolean isDenied(Channel channel, Deed deed) throws Exception {
        try {
            deed.by(channel);
            channel.basicQos(1);
            return false;
        } catch (IOException | AlreadyClosedException refused) {
            return reason(refused) instanceof AMQP.Channel.Close close
                    && close.getReplyCode() == 403;
        }
    }

    private static Object reason(Throwable refused) {
        Throwable cause = refused;
        while (!(cause instanceof ShutdownSignalException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return ((ShutdownSignalException) cause).getReason();
    }

    /** What has to be asked for, where an empty object is refused before rights are looked at. */
    private static final Map<ManagementRoute, String> BODIES =
            Map.of(
                    ManagementRoute.DECLARE_EXCHANGE,
                    "{\"type\": \"direct\"}",
                    ManagementRoute.PUBLISH,
                    "{\"properties\": {}, \"routing_key\": \"none\", \"payload\": \"\","
                            + " \"payload_encoding\": \"string\"}",
                    ManagementRoute.GET_MESSAGES,
                    "{\"count\": 1, \"ackmode\": \"ack_requeue_true\", \"encoding\": \"auto\"}");

    @ParameterizedTest
    @EnumSource(
            value = ManagementRoute.class,
            mode = EnumSource.Mode.EXCLUDE,
            // Asks for a second right, of another operation.
            names = "BIND")
    void each_role_may_ask_the_management_api_what_the_table_says(ManagementRoute route)
            throws Exception {
        for (Role role : Role.values()) {
            try (ManagementClient client =
                    new ManagementClient(server.http(), "user-" + role.word(), PASSWORD)) {
                int status = ask(client, route);
                assertThat(status == 401)
                        .as("%s for %s, which gave %s", route, role, status)
                        .isEqualTo(!mayAsk(role, route.operation()));
            }
        }
        try (ManagementClient stranger = new ManagementClient(server.http(), "nobody", PASSWORD)) {
            boolean anyones = route.operation().rule() instanceof Rule.Anyone;
            assertThat(ask(stranger, route)).isIn(anyones ? 200 : 401, anyones ? 200 : 429);
        }
    }

    private static int ask(ManagementClient client, ManagementRoute route) throws Exception {
        String path =
                route.path()
                        .substring("/api".length())
                        .replace("{vhost}", "%2F")
                        .replace("{kind}", "q")
                        .replace("{exchange}/publish", "amq.default/publish")
                        .replaceAll("\\{\\w+}", "none");
        String body = route.method().equals("GET") ? "" : BODIES.getOrDefault(route, "{}");
        return client.ask(route.method(), path, body).status();
    }

    private static boolean mayAsk(Role role, Operation operation) {
        return switch (operation.rule()) {
            case Rule.OnQueue rule -> role.rights().has(rule.right());
            case Rule.OnServer rule -> role.rights().has(rule.right());
            case Rule.Oneself _, Rule.SignedIn _, Rule.Anyone _ -> true;
        };
    }
}

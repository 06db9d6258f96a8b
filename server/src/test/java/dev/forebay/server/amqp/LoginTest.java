package dev.forebay.server.amqp;

import static dev.forebay.server.amqp.Faults.connectionFault;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.DefaultSaslConfig;
import com.rabbitmq.client.LongString;
import com.rabbitmq.client.SaslConfig;
import com.rabbitmq.client.SaslMechanism;
import com.rabbitmq.client.impl.AMQImpl;
import com.rabbitmq.client.impl.CredentialsProvider;
import com.rabbitmq.client.impl.CredentialsRefreshService;
import com.rabbitmq.client.impl.LongStringHelper;
import dev.forebay.access.NewPassword;
import dev.forebay.access.Role;
import dev.forebay.access.User;
import dev.forebay.access.login.PasswordHash;
import dev.forebay.access.vhost.UserTags;
import dev.forebay.engine.Caller;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/** How clients say who they are: by password, by certificate, with and without TLS. */
class LoginTest {
    private static final char[] STORE_PASSWORD = "changeit".toCharArray();

    /** {@code test12}, as RabbitMQ's documentation hashes it. */
    private static final PasswordHash HASH =
            PasswordHash.of(
                    "rabbit_password_hashing_sha256",
                    "kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR");

    @TempDir private static Path folder;
    private static AmqpServer server;
    private static KeyStore serverKeys;
    private static KeyStore bobsKeys;
    private static KeyStore evesKeys;
    private static KeyStore ghostsKeys;

    @BeforeAll
    static void start() throws Exception {
        makeKeys("localhost", "bob", "eve", "ghost");
        serverKeys = keys("localhost");
        bobsKeys = keys("bob");
        evesKeys = keys("eve");
        ghostsKeys = keys("ghost");
        Path chain = pem(serverKeys, "CERTIFICATE", "localhost");
        Path key = pem(serverKeys, "PRIVATE KEY", "localhost");
        Path clients = folder.resolve("clients.pem");
        Files.writeString(
                clients,
                Files.readString(pem(bobsKeys, "CERTIFICATE", "bob"))
                        + Files.readString(pem(ghostsKeys, "CERTIFICATE", "ghost")));
        server =
                new AmqpServer(
                        "--amqp-tls-port",
                        "0",
                        "--tls-certificate",
                        chain.toString(),
                        "--tls-key",
                        key.toString(),
                        "--tls-client-ca",
                        clients.toString());
        server.user("root", Role.ADMIN);
        server.user("bob", Role.OPERATE);
        server.user("mallory");
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    /** Lets keytool make all keys at once: each takes a JVM's start. */
    private static void makeKeys(String... names) throws Exception {
        List<Process> tools = new ArrayList<>();
        for (String name : names) {
            tools.add(keytool(name));
        }
        for (Process tool : tools) {
            assertThat(tool.waitFor()).isZero();
        }
    }

    private static Process keytool(String name) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name + ",O=Tests",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-keystore",
                        file(name).toString(),
                        "-storepass",
                        new String(STORE_PASSWORD))
                .inheritIO()
                .start();
    }

    private static Path file(String name) {
        return folder.resolve(name + ".p12");
    }

    private static KeyStore keys(String name) throws Exception {
        return KeyStore.getInstance(file(name).toFile(), STORE_PASSWORD);
    }

    private static Path pem(KeyStore store, String kind, String name) throws Exception {
        byte[] content =
                kind.equals("CERTIFICATE")
                        ? store.getCertificate(name).getEncoded()
                        : store.getKey(name, STORE_PASSWORD).getEncoded();
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(
                folder.resolve(name + kind.charAt(0) + ".pem"),
                "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(kind, lines, kind));
    }

    private static SSLContext context(KeyStore... own) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, STORE_PASSWORD);
        trusted.setCertificateEntry("server", serverKeys.getCertificate("localhost"));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyManagerFactory keys =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own.length == 0 ? null : own[0], STORE_PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static ConnectionFactory overTls(KeyStore... own) throws Exception {
        ConnectionFactory factory = server.factory();
        factory.setPort(server.tlsPort());
        factory.useSslProtocol(context(own));
        return factory;
    }

    private static ConnectionFactory external(KeyStore... own) throws Exception {
        ConnectionFactory factory = overTls(own);
        factory.setSaslConfig(DefaultSaslConfig.EXTERNAL);
        return factory;
    }

    @Test
    void a_certificates_common_name_is_the_user() throws Exception {
        try (Connection bob = external(bobsKeys).newConnection()) {
            Channel channel = bob.createChannel();
            channel.queueDeclare("certified", true, false, false, null);
            channel.basicPublish(
                    "",
                    "certified",
                    new AMQP.BasicProperties.Builder().userId("bob").build(),
                    new byte[0]);
            channel.basicQos(1);
        }
    }

    @Test
    void a_connection_is_shown_with_its_line_and_certificate() throws Exception {
        URI https = URI.create("https://127.0.0.1:" + server.http().getPort());
        try (ManagementClient api =
                        new ManagementClient(https, context(), "root", AmqpServer.PASSWORD);
                Connection _ = external(bobsKeys).newConnection("certified")) {
            JsonNode shown =
                    api.get("/connections")
                            .valueStream()
                            .filter(one ->
                                    one.path("user_provided_name").asString().equals("certified"))
                            .findFirst()
                            .orElseThrow();
            assertThat(shown.path("auth_mechanism").asString()).isEqualTo("EXTERNAL");
            assertThat(shown.path("ssl").asBoolean()).isTrue();
            assertThat(shown.path("ssl_protocol").asString()).isEqualTo("TLSv1.3");
            assertThat(shown.path("ssl_cipher").asString()).startsWith("TLS_");
            assertThat(shown.path("peer_cert_subject").asString()).contains("CN=bob");
            assertThat(shown.path("peer_cert_issuer").asString()).contains("CN=");
            assertThat(shown.path("peer_cert_validity").asString()).contains(" - ");
        }
    }

    @Test
    void who_shows_none_or_no_users_does_not_get_in_by_certificate() throws Exception {
        assertThatThrownBy(external(ghostsKeys)::newConnection)
                .isInstanceOf(AuthenticationFailureException.class)
                .hasMessageContaining("EXTERNAL");
        assertThatThrownBy(external()::newConnection).isInstanceOf(IOException.class);
        assertThatThrownBy(external(evesKeys)::newConnection).isInstanceOf(IOException.class);
        ConnectionFactory plain = server.factory();
        plain.setSaslConfig(DefaultSaslConfig.EXTERNAL);
        assertThatThrownBy(plain::newConnection).isInstanceOf(IOException.class);
    }

    @Test
    void both_ports_take_passwords() throws Exception {
        ConnectionFactory tls = overTls();
        tls.setUsername("bob");
        tls.setPassword(AmqpServer.PASSWORD);
        try (Connection encrypted = tls.newConnection();
                Connection plain = server.factory("bob", "/").newConnection()) {
            encrypted.createChannel().basicQos(1);
            plain.createChannel().basicQos(1);
        }
    }

    /** The tools that made the certificate gave it 90 days. */
    @Test
    void an_operator_is_told_of_certificates_that_end_soon() throws Exception {
        URI https = URI.create("https://127.0.0.1:" + server.http().getPort());
        try (ManagementClient api =
                new ManagementClient(https, context(), "root", AmqpServer.PASSWORD)) {
            String check = "/health/checks/certificate-expiration/";
            assertThat(api.get(check + "2/months").path("status").asString()).isEqualTo("ok");
            JsonNode expired = api.ask("GET", check + "13/weeks", "").expect(503).path("expired");
            assertThat(expired.valueStream().map(one -> one.path("protocol").asString()))
                    .containsExactlyInAnyOrder("amqp/ssl", "https");
            api.ask("GET", check + "2/decades", "").expect(400);
            api.ask("GET", check + "soon/days", "").expect(400);
        }
    }

    @Test
    void a_handshake_that_fails_is_no_defect_of_the_server() throws Exception {
        Logger logger = (Logger) LoggerFactory.getLogger("dev.forebay.amqp.AmqpHandler");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.list = new CopyOnWriteArrayList<>();
        log.start();
        logger.setLevel(Level.DEBUG);
        logger.addAppender(log);
        try {
            ConnectionFactory mistrusting = server.factory();
            mistrusting.setPort(server.tlsPort());
            mistrusting.useSslProtocol(SSLContext.getDefault());
            assertThatThrownBy(mistrusting::newConnection).isInstanceOf(IOException.class);
            try (Socket plain = ScriptedClient.socket(server.tlsPort())) {
                plain.getOutputStream().write(new byte[] {'A', 'M', 'Q', 'P', 0, 0, 9, 1});
                assertThat(plain.getInputStream().readAllBytes()).hasSizeLessThan(16);
            }

            await().until(() -> log.list.size() >= 2);
            assertThat(log.list)
                    .allMatch(event -> event.getLevel() == Level.DEBUG)
                    .allMatch(event -> event.getThrowableProxy() == null);
        } finally {
            logger.detachAppender(log);
            logger.setLevel(null);
        }
    }

    @Test
    void the_plain_port_can_be_off() throws Exception {
        Path chain = pem(serverKeys, "CERTIFICATE", "localhost");
        Path key = pem(serverKeys, "PRIVATE KEY", "localhost");
        try (AmqpServer tlsOnly =
                new AmqpServer(
                        "--amqp-tls-port",
                        "0",
                        "--tls-certificate",
                        chain.toString(),
                        "--tls-key",
                        key.toString(),
                        "--amqp-port",
                        "off")) {
            assertThat(tlsOnly.tlsPort()).isPositive();
            assertThatThrownBy(tlsOnly::port).isInstanceOf(NoSuchElementException.class);
        }
    }

    @Test
    void amqplain_carries_name_and_password_in_a_table() throws Exception {
        try (Connection bob = amqplain("bob", AmqpServer.PASSWORD).newConnection()) {
            bob.createChannel().basicQos(1);
        }
        assertThatThrownBy(amqplain("bob", "wrong")::newConnection)
                .isInstanceOf(AuthenticationFailureException.class)
                .hasMessageContaining("AMQPLAIN");
    }

    private static ConnectionFactory amqplain(String name, String password) {
        ConnectionFactory factory = server.factory(name, "/");
        SaslConfig config =
                mechanisms ->
                        List.of(mechanisms).contains("AMQPLAIN") ? mechanism(name, password) : null;
        factory.setSaslConfig(config);
        return factory;
    }

    private static SaslMechanism mechanism(String name, String password) {
        return new SaslMechanism() {
            @Override
            public String getName() {
                return "AMQPLAIN";
            }

            @Override
            public LongString handleChallenge(LongString challenge, String user, String ignored) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                try (DataOutputStream out = new DataOutputStream(bytes)) {
                    field(out, "LOGIN", name);
                    field(out, "PASSWORD", password);
                } catch (IOException impossible) {
                    throw new UncheckedIOException(impossible);
                }
                return LongStringHelper.asLongString(bytes.toByteArray());
            }
        };
    }

    private static void field(DataOutputStream out, String name, String value) throws IOException {
        out.writeByte(name.length());
        out.writeBytes(name);
        out.writeByte('S');
        out.writeInt(value.length());
        out.writeBytes(value);
    }

    @Test
    void a_password_hash_from_rabbitmq_lets_its_user_in() throws Exception {
        server.user("moved", Role.OPERATE);
        User _ =
                server.<User>ask((now, reply) ->
                        now.access()
                                .accounts()
                                .put(
                                        Caller.IN_PROCESS,
                                        "moved",
                                        UserTags.NONE,
                                        new NewPassword.Hashed(HASH),
                                        reply));
        ConnectionFactory factory = server.factory("moved", "/");
        factory.setPassword("test12");
        try (Connection moved = factory.newConnection()) {
            moved.createChannel().basicQos(1);
        }
    }

    @Test
    void a_new_secret_must_be_the_users() throws Exception {
        AtomicReference<String> secret = new AtomicReference<>(AmqpServer.PASSWORD);
        AtomicReference<Callable<Boolean>> refresh = new AtomicReference<>();
        ConnectionFactory factory = server.factory();
        factory.setCredentialsProvider(
                new CredentialsProvider() {
                    @Override
                    public String getUsername() {
                        return "bob";
                    }

                    @Override
                    public String getPassword() {
                        return secret.get();
                    }

                    @Override
                    public Duration getTimeBeforeExpiration() {
                        return Duration.ofDays(1);
                    }
                });
        factory.setCredentialsRefreshService(
                new CredentialsRefreshService() {
                    @Override
                    public String register(CredentialsProvider provider, Callable<Boolean> action) {
                        refresh.set(action);
                        return "bob";
                    }

                    @Override
                    public void unregister(CredentialsProvider provider, String id) {
                        refresh.set(() -> false);
                    }

                    @Override
                    public boolean isApproachingExpiration(Duration left) {
                        return false;
                    }
                });
        CompletableFuture<String> heard = new CompletableFuture<>();
        Connection bob = factory.newConnection();
        bob.addShutdownListener(cause -> heard.complete(cause.getMessage()));
        Callable<Boolean> action = refresh.get();
        assertThat(action.call()).isTrue();
        bob.createChannel().basicQos(1);
        secret.set("another");
        Boolean _ = action.call();
        assertThat(heard.get(20, TimeUnit.SECONDS)).contains("530", "New secret was refused");
    }

    @Test
    void connections_of_a_deleted_user_end() throws Exception {
        server.user("lu", Role.OPERATE);
        CompletableFuture<String> heard = new CompletableFuture<>();
        server.connect("lu", "/").addShutdownListener(cause -> heard.complete(cause.getMessage()));

        User _ =
                server.<User>ask((now, reply) ->
                        now.access().accounts().remove(Caller.IN_PROCESS, "lu", reply));

        assertThat(heard.get(20, TimeUnit.SECONDS)).contains("320", "user 'lu' is deleted");
    }

    @Test
    void who_may_do_nothing_in_a_host_does_not_get_in() throws Exception {
        assertThat(connectionFault(530, () -> server.connect("mallory", "/")))
                .contains("access to vhost '/' refused for user 'mallory'");
    }

    @Test
    void who_is_wrong_again_and_again_waits() throws Exception {
        server.user("slow", Role.VIEW);
        ConnectionFactory wrong = server.factory("slow", "/");
        wrong.setPassword("wrong");
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(wrong::newConnection)
                    .isInstanceOf(AuthenticationFailureException.class);
        }
        assertThatThrownBy(server.factory("slow", "/")::newConnection)
                .hasMessageContaining("Too many failed logins");
    }

    @Test
    void a_client_that_cannot_hear_why_is_closed_without_a_word() throws Exception {
        try (Socket old = ScriptedClient.socket(server.port())) {
            old.setSoTimeout(20_000);
            assertThat(ScriptedClient.refusedLogin(old, "\0bob\0wrong")).isEmpty();
        }
    }

    @Test
    void realms_are_asked_for_in_vain_and_granted() throws Exception {
        Channel channel = server.connect("bob", "/").createChannel();
        assertThat(
                        channel.rpc(
                                        new AMQImpl.Access.Request(
                                                "/data", false, false, true, true, true))
                                .getMethod())
                .isInstanceOf(AMQImpl.Access.RequestOk.class);
    }
}

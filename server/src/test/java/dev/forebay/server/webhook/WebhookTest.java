package dev.forebay.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.forebay.engine.EngineClock;
import dev.forebay.httpapi.alerts.Alert;
import dev.forebay.httpapi.alerts.AlertKind;
import dev.forebay.httpapi.alerts.AlertListener.Turn;
import dev.forebay.httpapi.alerts.Severity;
import dev.forebay.log.StreamName;
import dev.forebay.server.machine.EventLoopLane;
import dev.forebay.server.machine.Threads;
import dev.forebay.testkit.log.MemoryLogOptions;
import dev.forebay.testkit.log.MemoryLogStore;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Alerts arrive at a webhook over a real socket, once, signed, and nowhere else. */
@Timeout(30)
class WebhookTest {
    private static final char[] PASSWORD = "keys-of-a-test".toCharArray();
    private static final byte[] SECRET = new byte[32];
    private static final long WALL = 1_800_000_000_000L;
    private static final Courier.Patience QUICK =
            new Courier.Patience(Duration.ofSeconds(5), new Retries(1, 1, 4));
    private static final EngineClock CLOCK =
            new EngineClock() {
                @Override
                public long now() {
                    return 0;
                }

                @Override
                public long wall() {
                    return WALL;
                }
            };

    private final MultiThreadIoEventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final EventLoopLane lane = new EventLoopLane(loops.next());
    private final MemoryLogStore log =
            new MemoryLogStore(Runnable::run, () -> 0, MemoryLogOptions.defaults());
    private Hook hook;

    @BeforeEach
    void open() throws Exception {
        hook = new Hook();
    }

    @AfterEach
    void close() {
        hook.close();
        log.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private void tell(Webhook webhook, Turn turn, Alert alert) {
        lane.execute(() -> webhook.told(turn, alert));
    }

    private Webhook webhook(String address, boolean mayBePrivate, Courier.Patience patience)
            throws Exception {
        return webhook(address, mayBePrivate, patience, SslContextBuilder.forClient());
    }

    private Webhook webhook(
            String address, boolean mayBePrivate, Courier.Patience patience, SslContextBuilder tls)
            throws Exception {
        Optional<Signature> signature =
                Signature.with("whsec_" + Base64.getEncoder().encodeToString(SECRET) + "\n");
        return Webhook.begin(
                new Webhook.Wish(
                        URI.create(address),
                        tls.endpointIdentificationAlgorithm("HTTPS").build(),
                        signature,
                        mayBePrivate,
                        "forebay/test"),
                log,
                lane,
                CLOCK,
                RandomGenerator.of("L64X128MixRandom"),
                Threads.named("webhook-test"),
                patience);
    }

    private static Alert alert(long number) {
        return new Alert(
                number,
                AlertKind.AGE_OBJECTIVE,
                Severity.WARNING,
                "orders",
                WALL - 1,
                Alert.LASTS,
                0,
                "The oldest message waits.");
    }

    @Test
    void an_alert_arrives_as_json_signed_as_standard_webhooks_are() throws Exception {
        try (Webhook webhook = webhook(hook.address() + "/forebay/hook", true, QUICK)) {
            tell(webhook, Turn.BEGAN, alert(7));
            Hook.Request request = hook.await(1).getFirst();
            assertThat(request.path()).isEqualTo("/forebay/hook");
            assertThat(request.header("Content-type")).isEqualTo("application/json");
            assertThat(request.header("User-agent")).isEqualTo("forebay/test");
            JsonNode body = new JsonMapper().readTree(request.body());
            assertThat(body.path("type").asString()).isEqualTo("forebay.alerts");
            assertThat(body.path("timestamp").asString()).isEqualTo("2027-01-15T08:00:00.000Z");
            JsonNode event = body.at("/data/events/0");
            assertThat(event.path("event").asString()).isEqualTo("began");
            assertThat(event.at("/alert/number").asLong()).isEqualTo(7);
            assertThat(event.at("/alert/kind").asString()).isEqualTo("age-objective");
            assertThat(event.at("/alert/action").asString()).isNotEmpty();

            String id = request.header("Webhook-id");
            assertThat(id).startsWith("msg_");
            assertThat(request.header("Webhook-timestamp")).isEqualTo("1800000000");
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
            mac.update((id + ".1800000000.").getBytes(StandardCharsets.US_ASCII));
            assertThat(request.header("Webhook-signature"))
                    .isEqualTo(
                            "v1,"
                                    + Base64.getEncoder()
                                            .encodeToString(mac.doFinal(request.body())));
        }
    }

    @Test
    void what_fails_is_sent_again_as_it_was_and_what_follows_comes_after_it() throws Exception {
        hook.answers.addAll(List.of(500, 302, 429));
        try (Webhook webhook = webhook(hook.address(), true, QUICK)) {
            tell(webhook, Turn.BEGAN, alert(1));
            hook.await(4);
            tell(webhook, Turn.ENDED, alert(1));
            List<Hook.Request> requests = hook.await(5);
            Set<String> ids = new HashSet<>();
            requests.subList(0, 4).forEach(request -> ids.add(request.header("Webhook-id")));
            assertThat(ids).hasSize(1);
            assertThat(requests.get(3).body()).isEqualTo(requests.getFirst().body());
            assertThat(new String(requests.get(4).body(), StandardCharsets.UTF_8))
                    .contains("\"ended\"");
            // No redirect was followed.
            assertThat(requests).extracting(Hook.Request::path).containsOnly("/");
        }
    }

    @Test
    void what_is_never_taken_is_given_up_and_the_next_is_sent() throws Exception {
        hook.answers.addAll(List.of(500, 500, 500, 500));
        try (Webhook webhook = webhook(hook.address(), true, QUICK)) {
            tell(webhook, Turn.BEGAN, alert(1));
            hook.await(4);
            tell(webhook, Turn.BEGAN, alert(2));
            JsonNode body = new JsonMapper().readTree(hook.await(5).get(4).body());
            assertThat(body.at("/data/events/0/alert/number").asLong()).isEqualTo(2);
        }
    }

    @Test
    void what_was_not_taken_is_told_by_the_next_server_as_it_was_and_first() throws Exception {
        Courier.Patience slow =
                new Courier.Patience(Duration.ofSeconds(5), new Retries(60_000, 60_000, 4));
        hook.answers.add(500);
        try (Webhook webhook = webhook(hook.address(), true, slow)) {
            tell(webhook, Turn.BEGAN, alert(1));
            hook.await(1);
            tell(webhook, Turn.ENDED, alert(1));
            await().until(() -> log.stream(new StreamName("alerts/webhook")).endOffset() == 2);
        }
        try (Webhook webhook = webhook(hook.address(), true, QUICK)) {
            tell(webhook, Turn.BEGAN, alert(2));
            List<Hook.Request> requests = hook.await(4);
            assertThat(requests.get(1).body()).isEqualTo(requests.getFirst().body());
            assertThat(requests.get(1).header("Webhook-id"))
                    .isEqualTo(requests.getFirst().header("Webhook-id"));
            assertThat(requests.subList(2, 4))
                    .extracting(request -> new String(request.body(), StandardCharsets.UTF_8))
                    .satisfiesExactly(
                            ended -> assertThat(ended).contains("\"ended\""),
                            began -> assertThat(began).contains("\"number\":2"));
            // All of it is over: three notifications, and three marks.
            await().until(() -> log.stream(new StreamName("alerts/webhook")).endOffset() == 6);
        }
        try (Webhook webhook = webhook(hook.address(), true, QUICK)) {
            tell(webhook, Turn.ENDED, alert(2));
            assertThat(hook.await(5)).hasSize(5);
        }
    }

    @Test
    void many_go_together_and_not_too_many() throws Exception {
        try (Webhook webhook = webhook(hook.address(), true, QUICK)) {
            lane.execute(() -> {
                for (int i = 0; i < 150; i++) {
                    webhook.told(Turn.BEGAN, alert(i));
                }
            });
            JsonMapper json = new JsonMapper();
            List<Hook.Request> requests = hook.await(2);
            assertThat(json.readTree(requests.get(0).body()).at("/data/events")).hasSize(100);
            assertThat(json.readTree(requests.get(1).body()).at("/data/events")).hasSize(50);
        }
    }

    @Test
    void this_machine_is_not_asked_unless_that_is_allowed() throws Exception {
        String port = hook.address().substring(hook.address().lastIndexOf(':'));
        for (String host : new String[] {"127.0.0.1", "localhost", "[::ffff:127.0.0.1]"}) {
            try (Webhook refused = webhook("http://" + host + port, false, QUICK);
                    Webhook allowed = webhook(hook.address() + "/done", true, QUICK)) {
                tell(refused, Turn.BEGAN, alert(1));
                tell(allowed, Turn.BEGAN, alert(2));
                hook.await(1);
            }
        }
        assertThat(hook.requests()).extracting(Hook.Request::path).containsOnly("/done");
    }

    @Test
    void who_speaks_tls_must_prove_to_be_who_was_meant(@TempDir Path folder) throws Exception {
        KeyStore keys = keysOf127001(folder.resolve("keys.p12"));
        KeyManagerFactory own =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(own.getKeyManagers(), null, null);
        X509Certificate certificate = (X509Certificate) keys.getCertificate("hook");
        try (Hook secure = Hook.secure(tls);
                Webhook otherName =
                        webhook(
                                "https://localhost:" + secure.port() + "/name",
                                true,
                                QUICK,
                                SslContextBuilder.forClient().trustManager(certificate));
                Webhook stranger =
                        webhook("https://127.0.0.1:" + secure.port() + "/stranger", true, QUICK);
                Webhook trusting =
                        webhook(
                                "https://127.0.0.1:" + secure.port() + "/well",
                                true,
                                QUICK,
                                SslContextBuilder.forClient().trustManager(certificate))) {
            tell(otherName, Turn.BEGAN, alert(1));
            tell(stranger, Turn.BEGAN, alert(1));
            tell(trusting, Turn.BEGAN, alert(1));
            secure.await(1);
            tell(trusting, Turn.ENDED, alert(1));
            assertThat(secure.await(2)).extracting(Hook.Request::path).containsOnly("/well");
        }
    }

    /** Made by keytool, for this address and no name. */
    private static KeyStore keysOf127001(Path file) throws Exception {
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "hook",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=hook",
                                "-ext",
                                "san=ip:127.0.0.1",
                                "-keystore",
                                file.toString(),
                                "-storepass",
                                new String(PASSWORD))
                        .inheritIO()
                        .start();
        assertThat(keytool.waitFor()).isZero();
        return KeyStore.getInstance(file.toFile(), PASSWORD);
    }

    @Test
    void an_answer_without_end_and_one_that_never_comes_are_let_go_of() throws Exception {
        Courier.Patience impatient =
                new Courier.Patience(Duration.ofMillis(200), new Retries(1, 1, 3));
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                Webhook webhook =
                        webhook("http://127.0.0.1:" + listening.getLocalPort(), true, impatient)) {
            listening.setSoTimeout(10_000);
            tell(webhook, Turn.BEGAN, alert(1));
            // The first gets no answer, the second one whose head has no end.
            try (Socket first = accepted(listening)) {
                assertThat(first.getInputStream().readAllBytes()).isNotEmpty();
            }
            try (Socket second = accepted(listening)) {
                OutputStream out = second.getOutputStream();
                InputStream in = second.getInputStream();
                assertThat(in.read()).isEqualTo('P');
                out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(StandardCharsets.US_ASCII));
                out.write(new byte[20_000]);
                assertThat(in.readAllBytes()).isNotEmpty();
            }
            // The third has a good head, and its body is not waited for.
            try (Socket third = accepted(listening)) {
                third.getOutputStream()
                        .write(
                                "HTTP/1.1 200 OK\r\nContent-Length: 9000000000000\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII));
                assertThat(third.getInputStream().readAllBytes()).isNotEmpty();
            }
        }
    }

    private static Socket accepted(ServerSocket listening) throws IOException {
        Socket socket = listening.accept();
        socket.setSoTimeout(10_000);
        return socket;
    }

    @Test
    void retries_come_later_and_later_up_to_a_bound() {
        Retries retries = Retries.standard();
        SplittableRandom random = new SplittableRandom(1);
        for (int failures = 1; failures < 20; failures++) {
            double middle = Math.min(300_000, 1_000 * Math.pow(2, failures - 1));
            assertThat((double) retries.delayMillis(failures, random))
                    .isBetween(middle * 0.79, middle * 1.21);
        }
    }

    @Test
    void a_secret_is_as_the_standard_says() {
        assertThat(Signature.with("whsec_" + "A".repeat(32))).isPresent();
        for (String wrong : new String[] {"", "secret", "whsec_", "whsec_AAAA", "whsec_%%%%"}) {
            assertThat(Signature.with(wrong)).as(wrong).isEmpty();
        }
    }
}

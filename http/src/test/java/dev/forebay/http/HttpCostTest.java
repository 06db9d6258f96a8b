package dev.forebay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetric;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Promise P9: what strangers can make the server hold, and what others feel of it. */
class HttpCostTest {
    private static final int STRANGERS = 200;
    private static final int ROUNDS = 10;
    private static final int REQUESTS = 300;
    private static final long MOST_BYTES = 64 * 1024;
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String BEGUN = "POST / HTTP/1.1\r\nHost: a\r\n";

    static Stream<Arguments> beginnings() {
        String chunked = BEGUN + "Transfer-Encoding: chunked\r\n\r\n0\r\n";
        return Stream.of(
                Arguments.of("nothing", ""),
                Arguments.of("a long line", "GET /" + "a".repeat(16_000)),
                Arguments.of("a long header", BEGUN + "X: " + "a".repeat(16_000)),
                Arguments.of("many short headers", BEGUN + "a:\r\n".repeat(4_000)),
                Arguments.of("many short trailers", chunked + "a:\r\n".repeat(4_000)),
                Arguments.of(
                        "a large body announced",
                        BEGUN + "Content-Length: 2000000\r\n\r\n" + "a".repeat(1_000)),
                Arguments.of(
                        "a large chunk announced",
                        BEGUN
                                + "Transfer-Encoding: chunked\r\n\r\n1ffff0\r\n"
                                + "a".repeat(1_000)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("beginnings")
    void a_connection_before_its_first_whole_request_costs_64_kB_at_most(
            String what, String beginning) throws Exception {
        byte[] bytes = beginning.getBytes(StandardCharsets.US_ASCII);
        Duration forLong = Duration.ofMinutes(5);
        Limits patient = Limits.defaults().withDeadlines(forLong, forLong, forLong, forLong);
        List<RawClient> strangers = new ArrayList<>();
        try (TestServer server = new TestServer(patient, TestServer::echo);
                RawClient bystander = server.connect()) {
            bystander.send(GET).answer();
            long before = bytesHeld();
            for (int i = 0; i < STRANGERS; i++) {
                RawClient stranger = server.connect();
                strangers.add(stranger);
                stranger.sendRefused(bytes);
            }
            await().until(() ->
                    server.rejections.get() + server.listener().connections() > STRANGERS);
            for (int i = 0; i < 5; i++) {
                // The one loop has looked at all that had arrived when it answers.
                assertThat(bystander.send(GET).status()).isEqualTo(200);
            }
            long each = (bytesHeld() - before) / STRANGERS;
            assertThat(each).as("bytes a connection, %s", what).isLessThanOrEqualTo(MOST_BYTES);
        } finally {
            for (RawClient stranger : strangers) {
                stranger.close();
            }
        }
    }

    /**
     * The same attack on another server of this process is what is compared with, so that the
     * machine's own load weighs on both sides.
     */
    @Test
    void others_wait_little_longer_while_the_server_is_attacked() throws Exception {
        try (TestServer server = new TestServer(Limits.defaults(), TestServer::echo);
                TestServer decoy = new TestServer(Limits.defaults(), TestServer::echo);
                RawClient bystander = server.connect()) {
            p99(bystander);
            long least = Long.MAX_VALUE;
            long most = 0;
            for (int round = 0; round < ROUNDS && least > most; round++) {
                long calm = p99During(decoy, bystander);
                most = Math.max(most, Math.max(5 * calm, Duration.ofMillis(50).toNanos()));
                least = Math.min(least, p99During(server, bystander));
            }
            assertThat(least).as("p99 in ns").isLessThanOrEqualTo(most);
            assertThat(server.faults).hasValue(0);
        }
    }

    private static long p99During(TestServer attacked, RawClient bystander) throws Exception {
        Attack attack = new Attack(attacked);
        try {
            await().until(attack::isUnderWay);
            return p99(bystander);
        } finally {
            attack.end();
        }
    }

    private static long p99(RawClient client) throws IOException {
        long[] nanos = new long[REQUESTS];
        for (int i = 0; i < nanos.length; i++) {
            long began = System.nanoTime();
            assertThat(client.send(GET).status()).isEqualTo(200);
            nanos[i] = System.nanoTime() - began;
        }
        Arrays.sort(nanos);
        return nanos[nanos.length * 99 / 100];
    }

    private static long bytesHeld() {
        System.gc();
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        ByteBufAllocatorMetric buffers =
                ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric();
        return heap + buffers.usedDirectMemory();
    }

    /** Churn, refused floods, large announcements and requests that are never read, without end. */
    private static final class Attack implements Runnable {
        private static final int ROUNDS_UNDER_WAY = 3;

        private final TestServer server;
        private final Thread thread = new Thread(this, "attack");
        private final AtomicInteger rounds = new AtomicInteger();
        private volatile boolean over;
        private volatile boolean broken;

        Attack(TestServer server) {
            this.server = server;
            thread.start();
        }

        boolean isUnderWay() {
            assertThat(broken).isFalse();
            return rounds.get() >= ROUNDS_UNDER_WAY;
        }

        @Override
        public void run() {
            byte[] flood = (BEGUN + "a:\r\n".repeat(100_000)).getBytes(StandardCharsets.US_ASCII);
            byte[] large =
                    (BEGUN + "Content-Length: 2000000\r\n\r\n" + "a".repeat(500_000))
                            .getBytes(StandardCharsets.US_ASCII);
            byte[] unread = GET.repeat(2_000).getBytes(StandardCharsets.US_ASCII);
            try {
                while (!over) {
                    for (byte[] bytes : List.of(flood, large, unread)) {
                        try (RawClient attacker = server.connect()) {
                            attacker.sendRefused(bytes);
                        }
                    }
                    rounds.incrementAndGet();
                }
            } catch (IOException e) {
                broken = true;
            }
        }

        void end() throws InterruptedException {
            over = true;
            thread.join();
            assertThat(broken).isFalse();
        }
    }
}

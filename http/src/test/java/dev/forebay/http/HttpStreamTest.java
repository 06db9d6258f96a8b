package dev.forebay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Bodies and answers that are taken and given piece by piece. */
class HttpStreamTest {
    private static final ResponseHead TEXT = ResponseHead.of(200, "text/plain", Map.of());
    private static final String GET = " HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String LAST_GET = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final String CHUNKED =
            "POST /s HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

    /** Counts what arrives and answers the count. */
    private static final class Counting implements HttpHandler {
        private final Consumer<HttpExchange> began;
        final AtomicLong bytes = new AtomicLong();
        final AtomicReference<@Nullable HttpExchange> exchange = new AtomicReference<>();

        Counting(Consumer<HttpExchange> began) {
            this.began = began;
        }

        @Override
        public void handle(HttpExchange whole) {
            TestServer.answer(whole, "whole");
        }

        @Override
        public @Nullable BodySink stream(HttpExchange taken) {
            if (!taken.path().equals("/s")) {
                return null;
            }
            return new BodySink() {
                @Override
                public void begin() {
                    exchange.set(taken);
                    began.accept(taken);
                }

                @Override
                public void piece(ByteBuf piece) {
                    bytes.addAndGet(piece.readableBytes());
                }

                @Override
                public void end() {
                    TestServer.answer(taken, "got " + bytes.get());
                }
            };
        }
    }

    @Test
    void a_streamed_body_may_be_longer_than_any_that_is_gathered() throws Exception {
        Counting handler = new Counting(_ -> {});
        try (TestServer server = new TestServer(Limits.defaults(), handler);
                RawClient client = server.connect()) {
            int length = 5 << 20;
            client.send("POST /s HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n");
            client.send(new byte[length]);
            assertThat(client.answer().body()).isEqualTo("got " + length);
            // The connection goes on.
            assertThat(client.send("GET /w HTTP/1.1\r\nHost: a\r\n\r\n").answer().body())
                    .isEqualTo("whole");
            await().until(() -> server.listener().bytesInFlight() == 0);
        }
    }

    @Test
    void a_body_that_is_not_streamed_keeps_its_limit() throws Exception {
        try (TestServer server = new TestServer(Limits.defaults(), new Counting(_ -> {}));
                RawClient client = server.connect()) {
            client.send("POST /w HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999999999\r\n\r\n");
            assertThat(client.status()).isEqualTo(413);
        }
    }

    @Test
    void a_paused_body_stays_with_the_client_until_it_is_resumed() throws Exception {
        Counting handler = new Counting(taken -> taken.pauseBody());
        int length = 32 << 20;
        try (TestServer server = new TestServer(Limits.defaults(), handler);
                RawClient client = server.connect()) {
            client.send("POST /s HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n");
            AtomicBoolean sent = new AtomicBoolean();
            Thread sender =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    client.send(new byte[length]);
                                    sent.set(true);
                                } catch (IOException broken) {
                                    sent.set(false);
                                }
                            });
            await().until(() -> handler.exchange.get() != null);
            HttpExchange exchange = Objects.requireNonNull(handler.exchange.get());
            await().during(Duration.ofMillis(200)).until(() -> !sent.get());
            assertThat(handler.bytes.get()).isLessThan(256 * 1024);
            exchange.onLoop(exchange::resumeBody);
            sender.join();
            assertThat(client.answer().body()).isEqualTo("got " + length);
        }
    }

    @Test
    void an_answer_before_the_bodys_end_is_read_and_ends_the_connection() throws Exception {
        Counting handler = new Counting(taken -> TestServer.answer(taken, "enough"));
        try (TestServer server = new TestServer(Limits.defaults(), handler);
                RawClient client = server.connect()) {
            client.send(CHUNKED + "3\r\nabc\r\n");
            RawClient.Answer answer = client.answer();
            assertThat(answer.body()).isEqualTo("enough");
            assertThat(answer.head()).contains("Connection: close");
            client.sendRefused("3\r\nabc\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.ended()).isTrue();
            await().until(() -> server.listener().connections() == 0);
        }
    }

    @Test
    void an_answer_in_pieces_is_chunked_and_waits_for_those_before_it() throws Exception {
        AtomicReference<@Nullable HttpExchange> slow = new AtomicReference<>();
        HttpHandler handler =
                exchange -> {
                    if (exchange.path().equals("/slow")) {
                        slow.set(exchange);
                        return;
                    }
                    ResponseStream stream = exchange.stream(TEXT, HttpExchange.NO_LINES);
                    stream.write(stream.allocate(3).writeBytes(new byte[] {'a', 'b', 'c'}));
                    stream.write(stream.allocate(300).writeZero(300));
                    stream.end();
                };
        try (TestServer server = new TestServer(Limits.defaults(), handler);
                RawClient client = server.connect()) {
            client.send("GET /slow" + GET).send("GET /p" + LAST_GET);
            await().until(() -> slow.get() != null);
            TestServer.answer(Objects.requireNonNull(slow.get()), "first");
            assertThat(client.answer().body()).isEqualTo("first");
            assertThat(new String(client.rest(), StandardCharsets.US_ASCII))
                    .contains("Transfer-Encoding: chunked")
                    .contains("\r\n\r\n3\r\nabc\r\n12c\r\n")
                    .endsWith("\r\n0\r\n\r\n");
            await().until(() -> server.listener().bytesInFlight() == 0);
        }
    }

    @Test
    void who_speaks_http_1_0_gets_the_pieces_until_the_connection_ends() throws Exception {
        HttpHandler handler =
                exchange -> {
                    ResponseStream stream = exchange.stream(TEXT, HttpExchange.NO_LINES);
                    stream.write(stream.allocate(1).writeByte('x'));
                    stream.end();
                };
        try (TestServer server = new TestServer(Limits.defaults(), handler);
                RawClient client = server.connect()) {
            client.send("GET /p HTTP/1.0\r\n\r\n");
            assertThat(new String(client.rest(), StandardCharsets.US_ASCII))
                    .doesNotContain("chunked")
                    .endsWith("\r\n\r\nx");
        }
    }

    @Test
    void a_reader_who_stops_is_not_written_to_and_then_left() throws Exception {
        AtomicInteger written = new AtomicInteger();
        AtomicBoolean aborted = new AtomicBoolean();
        HttpHandler handler =
                exchange -> {
                    ResponseStream stream = exchange.stream(TEXT, HttpExchange.NO_LINES);
                    exchange.onAbort(() -> aborted.set(true));
                    Runnable fill =
                            () -> {
                                while (stream.writable()) {
                                    stream.write(stream.allocate(8192).writeZero(8192));
                                    written.incrementAndGet();
                                }
                            };
                    stream.onWritable(fill);
                    fill.run();
                };
        Limits limits =
                Limits.defaults()
                        .withDeadlines(
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(10),
                                Duration.ofMillis(300));
        try (TestServer server = new TestServer(limits, handler);
                RawClient client = server.connect()) {
            client.send("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n");
            await().untilTrue(aborted);
            assertThat(written.get()).isLessThan(4096);
            await().until(() -> server.listener().connections() == 0);
        }
    }

    @Test
    void a_stream_is_told_that_the_server_stops() throws Exception {
        HttpHandler handler =
                exchange -> {
                    ResponseStream stream = exchange.stream(TEXT, HttpExchange.NO_LINES);
                    stream.onDrain(() -> {
                        stream.write(stream.allocate(3).writeBytes(new byte[] {'b', 'y', 'e'}));
                        stream.end();
                    });
                };
        try (TestServer server = new TestServer(Limits.defaults(), handler);
                RawClient client = server.connect()) {
            client.send("GET /endless HTTP/1.1\r\nHost: a\r\n\r\n");
            await().until(() -> server.requests.get() == 1);
            server.listener().drain();
            assertThat(new String(client.rest(), StandardCharsets.US_ASCII))
                    .endsWith("3\r\nbye\r\n0\r\n\r\n");
        }
    }
}

package dev.forebay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests nobody sends in good faith; after each a bystander's connection still works. */
class HttpAttackTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";

    private TestServer server;
    private RawClient bystander;

    @BeforeEach
    void start() throws Exception {
        Limits limits = Limits.defaults().withDeadlines(SHORT, SHORT, Duration.ofSeconds(3), SHORT);
        server = new TestServer(limits, TestServer::echo);
        bystander = server.connect();
        assertThat(bystander.send(GET).status()).isEqualTo(200);
    }

    @AfterEach
    void the_bystander_is_served_and_nothing_is_left_behind() throws Exception {
        assertThat(bystander.send(GET).status()).isEqualTo(200);
        await().until(() -> server.listener().bytesInFlight() == 0);
        assertThat(server.faults).hasValue(0);
        bystander.close();
        server.close();
    }

    static Stream<Arguments> refused() {
        String chunked = POST + "Transfer-Encoding: chunked\r\n";
        String smuggled = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
        return Stream.of(
                Arguments.of(
                        "both lengths",
                        400,
                        chunked + "Content-Length: 4\r\n\r\n0\r\n\r\n" + smuggled),
                Arguments.of(
                        "both lengths, swapped",
                        400,
                        POST
                                + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                                + smuggled),
                Arguments.of(
                        "two lengths",
                        400,
                        POST + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"),
                Arguments.of(
                        "equal lengths",
                        400,
                        POST + "Content-Length: 1\r\nContent-Length: 1\r\n\r\na"),
                Arguments.of("a list of lengths", 400, POST + "Content-Length: 1, 1\r\n\r\na"),
                Arguments.of(
                        "chunked in 1.0",
                        400,
                        "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                Arguments.of("a negative length", 400, POST + "Content-Length: -1\r\n\r\n"),
                Arguments.of("a signed length", 400, POST + "Content-Length: +1\r\n\r\na"),
                Arguments.of("a hexadecimal length", 400, POST + "Content-Length: 0x1\r\n\r\na"),
                Arguments.of("no digits", 400, POST + "Content-Length: \r\n\r\n"),
                Arguments.of("a space before the colon", 400, POST + "Content-Length : 1\r\n\r\na"),
                Arguments.of("a tab before the colon", 400, POST + "Content-Length\t: 1\r\n\r\na"),
                Arguments.of("a header without colon", 400, POST + "Content-Length\r\n\r\n"),
                Arguments.of("an unknown coding", 400, POST + "Transfer-Encoding: gzip\r\n\r\n"),
                Arguments.of(
                        "a coding in disguise", 400, POST + "Transfer-Encoding: xchunked\r\n\r\n"),
                Arguments.of(
                        "two codings",
                        400,
                        chunked + "Transfer-Encoding: identity\r\n\r\n0\r\n\r\n"),
                Arguments.of(
                        "a list of codings",
                        501,
                        POST + "Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n"),
                Arguments.of("an overflowing chunk", 400, chunked + "\r\nFFFFFFFFFFFFFFFFF\r\nabc"),
                Arguments.of("a chunk of 2^32", 400, chunked + "\r\n100000000\r\nabc"),
                Arguments.of("a negative chunk", 400, chunked + "\r\n-1\r\nabc"),
                Arguments.of("a chunk that is no number", 400, chunked + "\r\nxyz\r\nabc"),
                Arguments.of(
                        "a chunk longer than said", 400, chunked + "\r\n3\r\nabcdef\r\n0\r\n\r\n"),
                Arguments.of("NUL in a value", 400, POST + "X: a\0b\r\n\r\n"),
                Arguments.of("NUL in a name", 400, POST + "X\0Y: a\r\n\r\n"),
                Arguments.of("NUL in the target", 400, "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n"),
                Arguments.of("a bare carriage return in a value", 400, POST + "X: a\rY: b\r\n\r\n"),
                Arguments.of("no host", 400, "GET / HTTP/1.1\r\n\r\n"),
                Arguments.of("an empty host", 400, "GET / HTTP/1.1\r\nHost: \r\n\r\n"),
                Arguments.of("two hosts", 400, "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"),
                Arguments.of("a host with a path", 400, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n"),
                Arguments.of("an unknown version", 505, "GET / HTTP/1.7\r\nHost: a\r\n\r\n"),
                Arguments.of(
                        "no HTTP at all", 400, "\u0016\u0003\u0001\u0002\0\u0001\0\u0001\r\n\r\n"),
                Arguments.of("a tunnel", 501, "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n"),
                Arguments.of("a trace", 501, "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n"),
                Arguments.of("another expectation", 417, POST + "Expect: miracles\r\n\r\n"),
                Arguments.of(
                        "gzip",
                        415,
                        POST + "Content-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc"),
                Arguments.of(
                        "a length beyond the limit", 413, POST + "Content-Length: 8388609\r\n\r\n"),
                Arguments.of(
                        "an overflowing length",
                        400,
                        POST + "Content-Length: 99999999999999999999\r\n\r\n"),
                Arguments.of(
                        "an exabyte", 413, POST + "Content-Length: 1000000000000000000\r\n\r\n"),
                Arguments.of(
                        "continue with too much",
                        413,
                        POST + "Expect: 100-continue\r\nContent-Length: 8388609\r\n\r\n"),
                Arguments.of(
                        "a megabyte of target",
                        414,
                        "GET /" + "a".repeat(1 << 20) + " HTTP/1.1\r\nHost: a\r\n\r\n"),
                Arguments.of(
                        "a megabyte of header",
                        431,
                        POST + "X: " + "a".repeat(1 << 20) + "\r\n\r\n"),
                Arguments.of("10,000 headers", 431, POST + "X: a\r\n".repeat(10_000) + "\r\n"),
                Arguments.of("101 short headers", 431, POST + "X: a\r\n".repeat(101) + "\r\n"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("refused")
    void is_refused_and_the_connection_ends(String what, int status, String bytes)
            throws Exception {
        try (RawClient client = server.connect()) {
            client.sendRefused(bytes.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(client.status()).as(what).isEqualTo(status);
            assertThat(client.ended()).as("nothing else is answered").isTrue();
        }
    }

    @Test
    void what_follows_two_lengths_of_http_1_0_is_not_taken_for_a_request() throws Exception {
        try (RawClient client = server.connect()) {
            client.send(
                    "POST / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\nContent-Length: 1\r\n"
                            + "Content-Length: 30\r\n\r\na"
                            + GET);
            assertThat(client.answer().body()).isEqualTo("POST /  a");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void nothing_is_served_after_the_client_asked_for_close() throws Exception {
        try (RawClient client = server.connect()) {
            client.send("GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" + GET);
            assertThat(client.answer().body()).isEqualTo("GET /x  ");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void chunks_beyond_the_limit_are_refused() throws Exception {
        try (RawClient client = server.connect()) {
            client.send(POST + "Transfer-Encoding: chunked\r\n\r\n");
            byte[] chunk =
                    ("10000\r\n" + "a".repeat(0x10000) + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 129; i++) {
                client.sendRefused(chunk);
            }
            assertThat(client.status()).isEqualTo(413);
        }
    }

    @Test
    void a_head_that_drips_is_cut() throws Exception {
        try (RawClient client = server.connect()) {
            client.send("GET / HTTP/1.1\r\nHo");
            assertThat(client.status()).isEqualTo(408);
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void a_body_that_drips_is_cut() throws Exception {
        try (RawClient client = server.connect()) {
            client.send(POST + "Content-Length: 1000\r\n\r\nabc");
            assertThat(client.status()).isEqualTo(408);
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void a_connection_that_says_nothing_is_closed() throws Exception {
        try (RawClient client = server.connect()) {
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void an_idle_connection_is_closed() throws Exception {
        Limits limits = Limits.defaults().withDeadlines(SHORT, SHORT, SHORT, SHORT);
        try (TestServer quick = new TestServer(limits, TestServer::echo);
                RawClient client = quick.connect()) {
            assertThat(client.send(GET).status()).isEqualTo(200);
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void a_client_that_leaves_in_the_middle_leaves_nothing() throws Exception {
        for (String part : new String[] {"GE", POST, POST + "Content-Length: 9\r\n\r\nabc"}) {
            RawClient client = server.connect();
            client.send(part).close();
        }
        await().until(() -> server.listener().connections() == 1);
    }

    @Test
    void connections_beyond_the_cap_are_refused() throws Exception {
        Limits limits = Limits.defaults().withMaxConnections(1);
        try (TestServer small = new TestServer(limits, TestServer::echo);
                RawClient first = small.connect()) {
            assertThat(first.send(GET).status()).isEqualTo(200);
            try (RawClient second = small.connect()) {
                assertThat(new String(second.rest(), StandardCharsets.US_ASCII))
                        .startsWith("HTTP/1.1 503 ");
            }
            assertThat(first.send(GET).status()).isEqualTo(200);
        }
    }

    @Test
    void bytes_beyond_the_budget_are_refused() throws Exception {
        Limits limits = Limits.defaults().withMaxInFlightBytes(100_000);
        try (TestServer small = new TestServer(limits, TestServer::echo);
                RawClient greedy = small.connect();
                RawClient client = small.connect()) {
            greedy.sendRefused(
                    (POST + "Content-Length: 200000\r\n\r\n" + "a".repeat(200_000))
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(greedy.status()).isEqualTo(503);
            assertThat(client.send(GET).status()).isEqualTo(200);
            await().until(() -> small.listener().bytesInFlight() == 0);
        }
    }

    @Test
    void a_reader_that_never_reads_is_bounded_and_cut() throws Exception {
        AtomicInteger answered = new AtomicInteger();
        byte[] large = new byte[1 << 20];
        ResponseHead head = ResponseHead.of(200, "", Map.of());
        HttpHandler handler =
                exchange -> {
                    answered.incrementAndGet();
                    exchange.answer(head, exchange.allocate(large.length).writeBytes(large));
                };
        Limits limits = Limits.defaults().withDeadlines(SHORT, SHORT, Duration.ofMinutes(1), SHORT);
        try (TestServer generous = new TestServer(limits, handler);
                RawClient client = generous.connect()) {
            client.sendRefused(GET.repeat(2_000).getBytes(StandardCharsets.US_ASCII));
            await().until(() -> generous.listener().connections() == 0);
            assertThat(answered.get()).isLessThan(32);
            await().until(() -> generous.listener().bytesInFlight() == 0);
        }
    }

    @Test
    void churn_of_connections_leaves_nothing() throws Exception {
        for (int i = 0; i < 300; i++) {
            server.connect().close();
        }
        await().until(() -> server.listener().connections() == 1);
    }

    @Test
    void a_router_keeps_reserved_paths_from_queues() throws IOException {
        Router router =
                Router.of(
                        Map.of("health", exchange -> TestServer.answer(exchange, "well")),
                        exchange -> TestServer.answer(exchange, "front"),
                        exchange -> TestServer.answer(exchange, "sqs"));
        try (TestServer routed = new TestServer(Limits.defaults(), router);
                RawClient client = routed.connect()) {
            String end = " HTTP/1.1\r\nHost: a\r\n\r\n";
            assertThat(client.send("GET /health/live" + end).answer().body()).isEqualTo("well");
            assertThat(client.send("GET /healthy" + end).answer().body()).isEqualTo("sqs");
            assertThat(client.send("GET /v1/x" + end).status()).isEqualTo(404);
            assertThat(client.send("GET /" + end).answer().body()).isEqualTo("front");
            assertThat(client.send("GET /?Action=ListQueues" + end).answer().body())
                    .isEqualTo("sqs");
            assertThat(client.send("POST /" + end).answer().body()).isEqualTo("sqs");
            assertThat(client.send("GET /000000000000/q" + end).answer().body()).isEqualTo("sqs");
        }
    }
}

package dev.forebay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What well-behaved clients rely on. */
class HttpListenerTest {
    private static final String GET = " HTTP/1.1\r\nHost: a\r\n\r\n";

    private static TestServer echo() throws IOException {
        return new TestServer(Limits.defaults(), TestServer::echo);
    }

    @Test
    void a_connection_serves_request_after_request() throws Exception {
        try (TestServer server = echo();
                RawClient client = server.connect()) {
            assertThat(client.send("GET /a?b=c" + GET).answer().body()).isEqualTo("GET /a b=c ");
            assertThat(
                            client.send(
                                            "POST /d HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nxyz")
                                    .answer()
                                    .body())
                    .isEqualTo("POST /d  xyz");
            await().until(() -> server.listener().bytesInFlight() == 0);
        }
    }

    @Test
    void an_answer_carries_date_type_and_length() throws Exception {
        try (TestServer server = echo();
                RawClient client = server.connect()) {
            assertThat(client.send("GET /" + GET).answer().head())
                    .contains("Content-Type: text/plain\n")
                    .containsPattern(
                            "Date: \\w{3}, \\d{2} \\w{3} \\d{4} \\d{2}:\\d{2}:\\d{2} GMT\n")
                    .contains("Content-Length: 7\n");
        }
    }

    @Test
    void pipelined_requests_are_answered_in_order_whatever_finishes_first() throws Exception {
        List<HttpExchange> slow = new CopyOnWriteArrayList<>();
        HttpHandler handler =
                exchange -> {
                    if (exchange.path().equals("/slow")) {
                        slow.add(exchange);
                    } else {
                        TestServer.answer(exchange, exchange.path());
                    }
                };
        try (TestServer server = new TestServer(Limits.defaults(), handler);
                RawClient client = server.connect()) {
            client.send("GET /slow" + GET + "GET /1" + GET + "GET /2" + GET);
            await().until(() -> server.requests.get() == 3);
            TestServer.answer(slow.getFirst(), "at last");

            assertThat(client.answer().body()).isEqualTo("at last");
            assertThat(client.answer().body()).isEqualTo("/1");
            assertThat(client.answer().body()).isEqualTo("/2");
        }
    }

    @Test
    void a_long_pipeline_is_worked_on_in_bounded_parts() throws Exception {
        List<HttpExchange> waiting = new CopyOnWriteArrayList<>();
        try (TestServer server = new TestServer(Limits.defaults(), waiting::add);
                RawClient client = server.connect()) {
            int all = 500;
            client.send(("GET /x" + GET).repeat(all));
            int most = Limits.defaults().maxPipelined();
            await().until(() -> waiting.size() == most);
            for (int i = 0; i < all; i++) {
                int next = i;
                await().pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(1))
                        .until(() -> waiting.size() > next);
                assertThat(waiting.size()).isLessThanOrEqualTo(i + most);
                TestServer.answer(waiting.get(i), "answer " + i);
            }
            for (int i = 0; i < all; i++) {
                assertThat(client.answer().body()).isEqualTo("answer " + i);
            }
        }
    }

    @Test
    void chunked_bodies_are_put_together() throws Exception {
        try (TestServer server = echo();
                RawClient client = server.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.send("3\r\nabc\r\n").send("4;x=y\r\ndefg\r\n").send("0\r\nT: v\r\n\r\n");
            assertThat(client.answer().body()).isEqualTo("POST /  abcdefg");
        }
    }

    @Test
    void large_bodies_arrive_whole() throws Exception {
        try (TestServer server = echo();
                RawClient client = server.connect()) {
            String body = "0123456789".repeat(150_000);
            client.send(
                    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n");
            client.send(body);
            assertThat(client.answer().body()).isEqualTo("POST /  " + body);
            await().until(() -> server.listener().bytesInFlight() == 0);
        }
    }

    @Test
    void a_client_that_asks_first_is_told_to_continue() throws Exception {
        try (TestServer server = echo();
                RawClient client = server.connect()) {
            client.send(
                    "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertThat(client.status()).isEqualTo(100);
            assertThat(client.send("ok").answer().body()).isEqualTo("POST /  ok");
        }
    }

    @Test
    void a_client_that_asks_for_close_gets_it() throws Exception {
        try (TestServer server = echo();
                RawClient client = server.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertThat(client.answer().head()).contains("Connection: close");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void http_1_0_is_served_and_closed() throws Exception {
        try (TestServer server = echo();
                RawClient client = server.connect()) {
            assertThat(client.send("GET /old HTTP/1.0\r\n\r\n").answer().body())
                    .isEqualTo("GET /old  ");
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void the_absolute_form_of_a_target_is_understood() throws Exception {
        try (TestServer server = echo();
                RawClient client = server.connect()) {
            assertThat(client.send("GET http://a:80/p?q" + GET).answer().body())
                    .isEqualTo("GET /p q ");
        }
    }

    @Test
    void head_is_answered_without_a_body() throws Exception {
        try (TestServer server = echo();
                RawClient client = server.connect()) {
            client.send("HEAD /" + GET + "GET /" + GET).shutdownOutput();
            String all = new String(client.rest(), StandardCharsets.US_ASCII);
            assertThat(all.split("\r\n\r\n")).hasSize(3);
        }
    }

    @Test
    void a_handler_learns_that_its_client_has_left() throws Exception {
        AtomicBoolean gone = new AtomicBoolean();
        HttpHandler handler = exchange -> exchange.onAbort(() -> gone.set(true));
        try (TestServer server = new TestServer(Limits.defaults(), handler)) {
            RawClient client = server.connect();
            client.send("GET /" + GET);
            await().until(() -> server.requests.get() == 1);
            client.close();
            await().untilTrue(gone);
            await().until(() -> server.listener().bytesInFlight() == 0);
        }
    }

    @Test
    void an_answer_that_cannot_be_delivered_is_told_of() throws Exception {
        AtomicBoolean undelivered = new AtomicBoolean();
        List<HttpExchange> waiting = new CopyOnWriteArrayList<>();
        try (TestServer server = new TestServer(Limits.defaults(), waiting::add)) {
            RawClient client = server.connect();
            client.send("GET /" + GET);
            await().until(() -> waiting.size() == 1);
            client.close();
            await().until(() -> server.listener().connections() == 0);
            HttpExchange exchange = waiting.getFirst();
            exchange.answer(
                    TestServer.TEXT,
                    HttpExchange.NO_LINES,
                    exchange.allocate(1),
                    () -> undelivered.set(true));
            await().untilTrue(undelivered);
        }
    }

    @Test
    void a_defect_in_a_handler_costs_one_connection_and_is_counted() throws Exception {
        HttpHandler handler =
                exchange -> {
                    if (exchange.path().equals("/bad")) {
                        throw new IllegalStateException("defect");
                    }
                    TestServer.echo(exchange);
                };
        try (TestServer server = new TestServer(Limits.defaults(), handler);
                RawClient bystander = server.connect();
                RawClient client = server.connect()) {
            assertThat(bystander.send("GET /" + GET).status()).isEqualTo(200);
            assertThat(client.send("GET /bad" + GET).ended()).isTrue();
            assertThat(server.faults).hasValue(1);
            assertThat(bystander.send("GET /" + GET).status()).isEqualTo(200);
        }
    }

    @Test
    void draining_closes_connections_once_their_requests_are_answered() throws Exception {
        List<HttpExchange> waiting = new CopyOnWriteArrayList<>();
        try (TestServer server = new TestServer(Limits.defaults(), waiting::add);
                RawClient client = server.connect()) {
            client.send("GET /" + GET);
            await().until(() -> waiting.size() == 1);
            server.listener().drain();
            TestServer.answer(waiting.getFirst(), "last");
            assertThat(client.answer().head()).contains("Connection: close");
            assertThat(client.ended()).isTrue();
            await().until(() -> server.listener().connections() == 0);
        }
    }
}

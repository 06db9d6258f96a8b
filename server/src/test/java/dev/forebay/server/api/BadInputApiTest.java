package dev.forebay.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is wrong, hostile, or not for this server. */
class BadInputApiTest {
    private static ApiServer server;
    private static ApiClient api;

    @BeforeAll
    static void start() throws Exception {
        server = new ApiServer();
        api = server.client();
        api.post("/v1/queues", "{\"name\": \"q\"}").expect(201);
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        server.close();
    }

    private static void refused(int status, String body) throws Exception {
        var answer = api.post("/v1/queues/q/messages", body);
        answer.expect(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void json_of_any_depth_length_and_number_of_names_is_refused_cheaply() throws Exception {
        refused(400, "{\"body\": " + "[".repeat(100_000) + "]".repeat(100_000) + "}");
        refused(400, "{\"body\": " + "{\"a\":".repeat(1_000));
        refused(400, "{\"body\": " + "9".repeat(100_000) + "}");
        refused(400, "{\"" + "n".repeat(100_000) + "\": 1}");
        StringBuilder names = new StringBuilder("{\"body\": {");
        for (int i = 0; i < 200_000; i++) {
            names.append(i == 0 ? "" : ",").append("\"").append(i).append("\":1");
        }
        refused(400, names + "}}");
        StringBuilder headers = new StringBuilder("{\"body\": 1, \"headers\": {");
        for (int i = 0; i < 1_000; i++) {
            headers.append(i == 0 ? "" : ",").append("\"").append(i).append("\":\"1\"");
        }
        refused(422, headers + "}}");
        refused(413, "{\"body\": \"" + "x".repeat(1_500_000) + "\"}");
    }

    @Test
    void what_is_no_utf8_is_refused() throws Exception {
        byte[][] wrong = {
            {(byte) 0xC0, (byte) 0x80},
            {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            {(byte) 0xF5, (byte) 0x80, (byte) 0x80, (byte) 0x80},
            {(byte) 0xC3},
        };
        for (byte[] bytes : wrong) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.writeBytes("{\"body\": \"0123456789".getBytes(StandardCharsets.UTF_8));
            body.writeBytes(bytes);
            body.writeBytes("\"}".getBytes(StandardCharsets.UTF_8));
            int status =
                    api.status(
                            api.json("/v1/queues/q/messages")
                                    .POST(BodyPublishers.ofByteArray(body.toByteArray())));
            assertThat(status).isEqualTo(400);
        }
        api.post("/v1/queues/q/messages", "{\"body\": \"0123456789\u00e4\uD83D\uDE00\"}")
                .expect(201);
    }

    @Test
    void more_than_a_million_names_do_not_reach_the_parser() throws Exception {
        String body = "{\"body\": {" + "\"abc\":1,".repeat(1_200_000) + "\"a\":1}}";
        assertThat(api.post("/v1/queues/q/messages", body).status()).isEqualTo(413);
    }

    @Test
    void what_is_no_request_is_told_what_is_wrong() throws Exception {
        refused(400, "{\"body\": ");
        refused(400, "{\"body\": 1} {}");
        refused(422, "[]");
        refused(422, "{}");
        refused(422, "{\"body\": \"a\", \"boby\": 1}");
        refused(422, "{\"body\": \"a\", \"bodyEncoding\": \"base64\"}".replace("\"a\"", "\"*\""));
        refused(422, "{\"body\": 1, \"headers\": {\"forebay-id\": \"x\"}}");
        refused(422, "{\"body\": 1, \"deliverAt\": \"tomorrow\"}");
        refused(422, "{\"body\": 1, \"delayMillis\": -1}");
        api.get("/v1/nothing").expect(404);
        assertThat(api.put("/v1/queues", "{}").expect(405).header("Allow")).isEqualTo("GET, POST");
        var text =
                api.request("/v1/queues/q/messages")
                        .header("Content-Type", "text/plain")
                        .POST(BodyPublishers.ofString("{\"body\": 1}"));
        api.send(text).expect(415);
    }

    @Test
    void pages_of_other_sites_change_nothing() throws Exception {
        String message = "{\"body\": 1}";
        api.send(send(message).header("Origin", "https://evil.example")).expect(403);
        api.send(send(message).header("Origin", "null")).expect(403);
        api.send(send(message).header("Sec-Fetch-Site", "cross-site")).expect(403);
        api.send(send(message).header("Sec-Fetch-Site", "same-site")).expect(403);
        var own =
                api.send(
                        send(message)
                                .header("Origin", "http://127.0.0.1:" + server.port())
                                .header("Sec-Fetch-Site", "same-origin"));
        own.expect(201);
        assertThat(own.header("Access-Control-Allow-Origin")).isEmpty();
        var lines =
                api.request("/v1/queues/q/messages")
                        .header("Content-Type", "application/x-ndjson")
                        .header("Origin", "https://evil.example")
                        .POST(BodyPublishers.ofString("{\"body\":1}\n"));
        api.send(lines).expect(403);
        api.get("/v1/queues/q/deliveries").expect(406);
    }

    private static HttpRequest.Builder send(String body) {
        return api.json("/v1/queues/q/messages").POST(BodyPublishers.ofString(body));
    }

    @Test
    void a_name_that_was_rebound_to_this_machine_is_not_answered() throws Exception {
        for (String host : new String[] {"evil.example", "127.0.0.1.evil.example", "127.0.0.1x"}) {
            assertThat(status(host)).isEqualTo(403);
        }
        for (String host : new String[] {"localhost:9", "127.0.0.1", "[::1]:80", "127.4.5.6"}) {
            assertThat(status(host)).isEqualTo(200);
        }
    }

    private static int status(String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            String request = "GET /v1/queues HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            byte[] head = new BufferedInputStream(socket.getInputStream()).readNBytes(12);
            return Integer.parseInt(new String(head, 9, 3, StandardCharsets.US_ASCII));
        }
    }

    @Test
    void a_line_without_end_costs_one_result_and_bounded_memory() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            OutputStream out = socket.getOutputStream();
            head(out, "/v1/queues/q/messages?results=each");
            byte[] piece = new byte[65_536];
            Arrays.fill(piece, (byte) 'x');
            for (int i = 0; i < 512; i++) {
                chunk(out, piece);
            }
            chunk(out, "\n{\"body\": 1}\n".getBytes(StandardCharsets.US_ASCII));
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = until(socket.getInputStream(), "\"done\"");
            assertThat(answer).contains("{\"line\":1,\"problem\"", "{\"line\":2,\"id\"");
        }
    }

    @Test
    void a_line_that_the_server_has_no_memory_for_ends_its_stream() throws Exception {
        try (ApiServer small = new ApiServer("--http-max-in-flight", "1MiB");
                ApiClient client = small.client();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), small.port())) {
            client.post("/v1/queues", "{\"name\": \"q\"}").expect(201);
            OutputStream out = socket.getOutputStream();
            head(out, "/v1/queues/q/messages");
            byte[] piece = new byte[65_536];
            Arrays.fill(piece, (byte) 'x');
            for (int i = 0; i < 24; i++) {
                chunk(out, piece);
            }
            assertThat(until(socket.getInputStream(), "\"done\"")).contains("/v1/problems/busy");
        }
    }

    @Test
    void who_sends_lines_and_reads_no_results_is_not_read_from() throws Exception {
        AtomicLong sent = new AtomicLong();
        AtomicBoolean ended = new AtomicBoolean();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setReceiveBufferSize(4096);
            OutputStream out = socket.getOutputStream();
            head(out, "/v1/queues/q/messages?results=each");
            byte[] lines = "{\"body\":1}\n".repeat(1000).getBytes(StandardCharsets.US_ASCII);
            Thread sender =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    while (!ended.get()) {
                                        chunk(out, lines);
                                        sent.addAndGet(1000);
                                    }
                                } catch (IOException broken) {
                                    ended.set(true);
                                }
                            });
            // It comes to rest, since results fill what the client does not empty.
            AtomicLong before = new AtomicLong(-1);
            await().atMost(Duration.ofSeconds(25))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> before.getAndSet(sent.get()) == sent.get());
            assertThat(sent.get()).isLessThan(3_000_000);
            // Others are served meanwhile.
            api.get("/v1/queues/q").expect(200);
            socket.close();
            sender.join();
        }
    }

    private static void head(OutputStream out, String path) throws IOException {
        out.write(
                ("POST "
                                + path
                                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\n"
                                + "Transfer-Encoding: chunked\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private static void chunk(OutputStream out, byte[] bytes) throws IOException {
        out.write((Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(bytes);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static String until(InputStream in, String end) throws IOException {
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        byte[] piece = new byte[4096];
        while (!seen.toString(StandardCharsets.UTF_8).contains(end)) {
            int read = in.read(piece);
            if (read < 0) {
                break;
            }
            seen.write(piece, 0, read);
        }
        return seen.toString(StandardCharsets.UTF_8);
    }
}

package dev.forebay.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What the listener refuses is a problem where the API's path is known, and a line elsewhere. */
class RejectionsApiTest {
    private static ApiServer server;

    @BeforeAll
    static void start() throws Exception {
        server = new ApiServer();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    private static String answer(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void refused(int status, String type, String request) throws Exception {
        String answer = answer(request);
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status)
                .contains("Content-Type: application/problem+json\r\n");
        JsonNode problem =
                ApiClient.JSON.readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("type").asString()).isEqualTo("/v1/problems/" + type);
        assertThat(problem.path("instance").asString()).isEqualTo("/v1/queues");
        try (ApiClient api = server.client()) {
            JsonSchema schema = new JsonSchema(api.get("/v1/openapi.json").json());
            assertThat(schema.problems("Problem", problem)).isEmpty();
            api.get("/v1/problems/" + type).expect(200);
        }
    }

    private static String post(String headers) {
        return "POST /v1/queues?a=b HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
    }

    @Test
    void what_the_listener_refuses_is_a_problem() throws Exception {
        refused(415, "compressed", post("Content-Encoding: gzip\r\nContent-Length: 1\r\n") + "x");
        refused(431, "headers-too-large", post("A: " + "x".repeat(20_000) + "\r\n"));
        refused(431, "headers-too-large", post("A: x\r\n".repeat(200)));
        refused(501, "not-implemented", post("Transfer-Encoding: gzip, chunked\r\n"));
        refused(501, "not-implemented", post("").replace("POST", "TRACE"));
        refused(413, "request-too-large", post("Content-Length: 99999999\r\n"));
        refused(400, "malformed-request", post("Host: localhost\r\n"));
        refused(417, "unknown-expectation", post("Expect: miracles\r\nContent-Length: 0\r\n"));
        refused(505, "wrong-version", post("").replace("HTTP/1.1", "HTTP/1.2"));
    }

    @Test
    void elsewhere_and_where_no_path_was_read_it_is_a_line_of_text() throws Exception {
        String gzip = post("Content-Encoding: gzip\r\nContent-Length: 1\r\n") + "x";
        assertThat(answer(gzip.replace("/v1/queues", "/")))
                .startsWith("HTTP/1.1 415")
                .contains("text/plain");
        assertThat(answer(post("").replace("?a=b", "?" + "x".repeat(20_000))))
                .startsWith("HTTP/1.1 414")
                .contains("text/plain");
    }
}

package dev.forebay.server.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the management API as RabbitMQ's tools do. */
final class ManagementClient implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http;
    private final URI server;
    private final String authorization;

    ManagementClient(URI server, String user, String password) {
        this(server, HttpClient.newBuilder(), user, password);
    }

    ManagementClient(URI server, SSLContext trusting, String user, String password) {
        this(server, HttpClient.newBuilder().sslContext(trusting), user, password);
    }

    private ManagementClient(URI server, HttpClient.Builder http, String user, String password) {
        this.http = http.version(HttpClient.Version.HTTP_1_1).build();
        this.server = server;
        this.authorization =
                "Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        (user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    /** What came back; missing JSON where there was none. */
    record Answer(int status, JsonNode json, HttpResponse<String> response) {
        JsonNode expect(int wanted) {
            assertThat(status).as(response.uri() + " " + response.body()).isEqualTo(wanted);
            return json;
        }
    }

    JsonNode get(String path) throws Exception {
        return ask("GET", path, "").expect(200);
    }

    Answer ask(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve("/api" + path))
                        .header("Authorization", authorization)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        return new Answer(
                answer.statusCode(),
                answer.body().isEmpty() ? JSON.missingNode() : JSON.readTree(answer.body()),
                answer);
    }

    static JsonNode json(String text) {
        return JSON.readTree(text);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}

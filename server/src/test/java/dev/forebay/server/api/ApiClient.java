package dev.forebay.server.api;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks the API, with the JDK's client. */
public final class ApiClient implements AutoCloseable {
    public static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI base;
    private final String[] headers;

    /**
     * Connects when asked.
     *
     * @param headers names and values that go with each request
     */
    ApiClient(URI base, String... headers) {
        this.base = base;
        this.headers = headers.clone();
    }

    /** What came back; the body is read as JSON, and missing when there was none. */
    public record Answer(int status, HttpResponse<String> response, JsonNode json) {
        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        public Answer expect(int wanted) {
            if (status != wanted) {
                throw new AssertionError(
                        response.request().method()
                                + " "
                                + response.uri()
                                + " gave "
                                + status
                                + ": "
                                + response.body());
            }
            return this;
        }
    }

    public Answer get(String path) throws Exception {
        return send(request(path).GET());
    }

    public Answer post(String path, String body) throws Exception {
        return send(json(path).POST(BodyPublishers.ofString(body)));
    }

    Answer put(String path, String body) throws Exception {
        return send(json(path).PUT(BodyPublishers.ofString(body)));
    }

    Answer patch(String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = json(path).method("PATCH", BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    public Answer delete(String path) throws Exception {
        return send(request(path).DELETE());
    }

    /** Sends lines and reads the lines of the answer. */
    Stream<String> lines(String path, Stream<String> lines) throws Exception {
        Iterable<byte[]> pieces =
                () -> lines.map(line -> (line + "\n").getBytes(StandardCharsets.UTF_8)).iterator();
        HttpResponse<Stream<String>> response =
                http.send(
                        request(path)
                                .header("Content-Type", "application/x-ndjson")
                                .POST(BodyPublishers.ofByteArrays(pieces))
                                .build(),
                        BodyHandlers.ofLines());
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + " " + response.body().toList());
        }
        return response.body();
    }

    /** Opens server-sent events. */
    Stream<String> events(String path, String... headers) throws Exception {
        HttpRequest.Builder request = request(path).header("Accept", "text/event-stream");
        HttpResponse<Stream<String>> response =
                http.send(
                        (headers.length == 0 ? request : request.headers(headers)).build(),
                        BodyHandlers.ofLines());
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + " " + response.body().toList());
        }
        return response.body();
    }

    HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
        return headers.length == 0 ? request : request.headers(headers);
    }

    HttpRequest.Builder json(String path) {
        return request(path).header("Content-Type", "application/json");
    }

    Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
        String body = response.body();
        boolean isJson = response.headers().firstValue("Content-Type").orElse("").contains("json");
        JsonNode json = isJson ? JSON.readTree(body) : JSON.missingNode();
        return new Answer(response.statusCode(), response, json);
    }

    /** The status alone, of answers that may have no end. */
    int status(HttpRequest.Builder request) throws Exception {
        HttpResponse<InputStream> response =
                http.send(request.build(), BodyHandlers.ofInputStream());
        response.body().close();
        return response.statusCode();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}

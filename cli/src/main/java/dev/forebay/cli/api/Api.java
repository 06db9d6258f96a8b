package dev.forebay.cli.api;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls the HTTP API of one server ({@code docs/http-api.md}). Calls fail with {@link ApiRefusal}
 * when the server refuses, with its own words, and with another IOException when it does not
 * answer. Thread-safe.
 */
public final class Api {
    private static final String JSON = "application/json";
    private static final int FIRST_FAILURE = 300;
    private static final char FIRST_PRINTABLE = ' ';

    private final HttpClient http;
    private final URI server;
    private final Optional<String> token;
    private final Duration longestCall;
    private final JsonMapper json = JsonMapper.builder().build();

    /**
     * Of a server.
     *
     * @param token what to show as a bearer token, where there are users
     * @param longestCall how long an answer may take
     */
    public Api(HttpClient http, URI server, Optional<String> token, Duration longestCall) {
        this.http = http;
        this.server = server;
        this.token = token;
        this.longestCall = longestCall;
    }

    /** Whether it can be sent as a token: a header takes no other characters. */
    public static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c > FIRST_PRINTABLE && c < 0x7f);
    }

    /** The path of a queue. */
    public static String queue(String name) {
        return "/v1/queues/" + segment(name);
    }

    /** A name as one segment of a path, or as a value in a query. */
    public static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** What there is at a path. */
    public JsonNode get(String path) throws IOException, InterruptedException {
        return call("GET", path, BodyPublishers.noBody());
    }

    /** Carries out what the path names. */
    public JsonNode post(String path, Map<String, ?> members)
            throws IOException, InterruptedException {
        return call("POST", path, BodyPublishers.ofString(json.writeValueAsString(members)));
    }

    /** Changes what there is at a path. */
    public JsonNode patch(String path, Map<String, ?> members)
            throws IOException, InterruptedException {
        return call("PATCH", path, BodyPublishers.ofString(json.writeValueAsString(members)));
    }

    private JsonNode call(String method, String path, BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.resolve(path))
                        .timeout(longestCall)
                        .header("Content-Type", JSON)
                        .method(method, body);
        token.ifPresent(text -> request.header("Authorization", "Bearer " + text));
        HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
        String call = method + " " + path;
        if (answer.statusCode() >= FIRST_FAILURE) {
            throw new ApiRefusal(
                    answer.statusCode(),
                    "%s was answered %d: %s"
                            .formatted(call, answer.statusCode(), words(answer.body())));
        }
        return read(answer.body())
                .orElseThrow(() -> new IOException(call + " was answered with no JSON"));
    }

    /** What a problem says to people; else all of it. */
    private String words(String body) {
        return read(body)
                .map(problem ->
                        problem.path("detail").asString(problem.path("reason").asString("")))
                .filter(detail -> !detail.isEmpty())
                .orElse(body.strip());
    }

    private Optional<JsonNode> read(String body) {
        try {
            return Optional.of(json.readTree(body.isEmpty() ? "{}" : body));
        } catch (JacksonException malformed) {
            return Optional.empty();
        }
    }
}

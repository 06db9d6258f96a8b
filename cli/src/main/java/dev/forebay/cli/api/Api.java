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
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Calls the HTTP API of one server ({@code docs/http-api.md}). Calls fail with {@link ApiRefusal}
 * when the server refuses, with its own words, and with another IOException when it does not
 * answer. Thread-safe.
 */
public final class Api {
    private static final String JSON = "application/json";
    private static final String LINES = "application/x-ndjson";

    /** What timelines and lists of consumers call us. */
    private static final String AGENT = "forebay-cli";

    private static final int FIRST_FAILURE = 300;
    private static final char FIRST_PRINTABLE = ' ';
    private static final int LARGEST_PAGE = 1000;

    /** RabbitMQ's management API knows no sessions. */
    private static final String MANAGEMENT = "/api/";

    private static final String PROBLEMS = "/v1/problems/";

    private final HttpClient http;
    private final URI server;
    private final Credentials who;
    private final Duration longestCall;
    private @Nullable Session session;

    /**
     * Of a server.
     *
     * @param who asks, where there are users
     * @param longestCall how long an answer may take
     */
    public Api(HttpClient http, URI server, Credentials who, Duration longestCall) {
        this.http = http;
        this.server = server;
        this.who = who;
        this.longestCall = longestCall;
    }

    /** Looks at one thing of a list. */
    public interface Visitor {
        /** Takes the next. */
        void visit(JsonNode thing) throws IOException, InterruptedException;
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

    /** The server that is called. */
    public URI server() {
        return server;
    }

    /** What there is at a path. */
    public JsonNode get(String path) throws IOException, InterruptedException {
        return json("GET", path, BodyPublishers.noBody());
    }

    /**
     * What there is at a path, and what one failure has to say as well.
     *
     * @param failure a status that is no refusal here
     */
    public JsonNode get(String path, int failure) throws IOException, InterruptedException {
        try {
            return get(path);
        } catch (ApiRefusal refusal) {
            if (refusal.status() != failure) {
                throw refusal;
            }
            return Json.MAPPER.readTree(refusal.body());
        }
    }

    /** Carries out what the path names. */
    public JsonNode post(String path, Map<String, ?> members)
            throws IOException, InterruptedException {
        return json("POST", path, BodyPublishers.ofString(Json.MAPPER.writeValueAsString(members)));
    }

    /** Changes what there is at a path. */
    public JsonNode patch(String path, Map<String, ?> members)
            throws IOException, InterruptedException {
        return json(
                "PATCH", path, BodyPublishers.ofString(Json.MAPPER.writeValueAsString(members)));
    }

    /** Puts something in the place of what there is at a path. */
    public JsonNode put(String path, Map<String, ?> members)
            throws IOException, InterruptedException {
        return json("PUT", path, BodyPublishers.ofString(Json.MAPPER.writeValueAsString(members)));
    }

    /** Removes what there is at a path. */
    public void delete(String path) throws IOException, InterruptedException {
        var _ = json("DELETE", path, BodyPublishers.noBody());
    }

    /**
     * Goes through a list, page by page.
     *
     * @param path of the list, perhaps with parameters, without limit and cursor
     * @param member that holds the things in each page
     */
    public void each(String path, String member, Visitor visitor)
            throws IOException, InterruptedException {
        each(path, member, LARGEST_PAGE, visitor);
    }

    /**
     * Goes through a list in pages of a size.
     *
     * @param limit things of a page, 1 to 1,000
     */
    public void each(String path, String member, int limit, Visitor visitor)
            throws IOException, InterruptedException {
        String first = path + (path.contains("?") ? "&" : "?") + "limit=" + limit;
        String from = "";
        do {
            JsonNode page = get(first + from);
            for (JsonNode thing : page.path(member)) {
                visitor.visit(thing);
            }
            String cursor = page.path("cursor").asString("");
            from = cursor.isEmpty() ? "" : "&cursor=" + segment(cursor);
        } while (!from.isEmpty());
    }

    /**
     * Sends lines of JSON, few enough to be sent before the answer is read.
     *
     * @return the lines of the answer
     */
    public List<JsonNode> lines(String path, String lines)
            throws IOException, InterruptedException {
        String answer = call("POST", path, LINES, BodyPublishers.ofString(lines)).body();
        return answer.lines().map(Json.MAPPER::readTree).toList();
    }

    private JsonNode json(String method, String path, BodyPublisher body)
            throws IOException, InterruptedException {
        return read(call(method, path, JSON, body).body())
                .orElseThrow(
                        () -> new IOException(method + " " + path + " was answered with no JSON"));
    }

    private HttpResponse<String> call(String method, String path, String type, BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(method, path, type, body);
        switch (who) {
            case Credentials.Nobody() -> {}
            case Credentials.Token(String text) ->
                    request.header("Authorization", "Bearer " + text);
            case Credentials.Password password when path.startsWith(MANAGEMENT) ->
                    request.header("Authorization", basic(password));
            case Credentials.Password password -> session(password).sign(request);
        }
        return send(request.build());
    }

    private static String basic(Credentials.Password who) {
        byte[] both = (who.user() + ":" + who.password()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }

    private HttpRequest.Builder request(
            String method, String path, String type, BodyPublisher body) {
        return HttpRequest.newBuilder(server.resolve(path))
                .timeout(longestCall)
                .header("Content-Type", type)
                .header("User-Agent", AGENT)
                .method(method, body);
    }

    /** Ends what a password began. */
    public synchronized void signOut() throws IOException, InterruptedException {
        if (session != null) {
            delete("/v1/session");
            session = null;
        }
    }

    private synchronized Session session(Credentials.Password who)
            throws IOException, InterruptedException {
        if (session == null) {
            Map<String, String> login = Map.of("user", who.user(), "password", who.password());
            BodyPublisher body = BodyPublishers.ofString(Json.MAPPER.writeValueAsString(login));
            HttpResponse<String> answer = send(request("POST", "/v1/session", JSON, body).build());
            String cookie = answer.headers().firstValue("Set-Cookie").orElse("").split(";", 2)[0];
            String csrf = read(answer.body()).orElseThrow().path("csrf").asString("");
            session = new Session(cookie, csrf);
        }
        return session;
    }

    private HttpResponse<String> send(HttpRequest request)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() >= FIRST_FAILURE) {
            throw refusal(request.uri().getRawPath(), answer);
        }
        return answer;
    }

    /** In the words of a problem; else in all that was said. */
    private ApiRefusal refusal(String path, HttpResponse<String> answer) {
        Optional<JsonNode> problem = read(answer.body());
        String type = problem.map(node -> node.path("type").asString("")).orElse("");
        String words =
                problem.map(node -> node.path("detail").asString(node.path("reason").asString("")))
                        .filter(detail -> !detail.isEmpty())
                        .orElseGet(() -> path + " was answered " + answer.statusCode() + ".");
        return new ApiRefusal(
                answer.statusCode(),
                type.startsWith(PROBLEMS) ? type.substring(PROBLEMS.length()) : "",
                path,
                words,
                answer.body());
    }

    private Optional<JsonNode> read(String body) {
        try {
            return Optional.of(Json.MAPPER.readTree(body.isEmpty() ? "{}" : body));
        } catch (JacksonException malformed) {
            return Optional.empty();
        }
    }
}

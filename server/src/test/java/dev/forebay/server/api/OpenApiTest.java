package dev.forebay.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.HeldBack;
import dev.forebay.httpapi.Route;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The served description, the routes and the answers agree. */
class OpenApiTest {
    /** Values for the parts of paths. */
    private static final Map<String, String> PARTS =
            Map.of("{queue}", "described", "{type}", "invalid", "{outcome}", "ack");

    private static ApiServer server;
    private static ApiClient api;
    private static JsonNode document;

    @BeforeAll
    static void start() throws Exception {
        server = new ApiServer();
        api = server.client();
        document = api.get("/v1/openapi.json").expect(200).json();
        api.post("/v1/queues", "{\"name\": \"described\"}").expect(201);
        api.post("/v1/queues/described/messages", "{\"body\": {\"a\": 1}, \"key\": \"k\"}")
                .expect(201);
    }

    @AfterAll
    static void stop() throws Exception {
        api.close();
        server.close();
    }

    @Test
    void every_route_is_described_and_every_description_is_a_route() {
        Set<String> described = new HashSet<>();
        document.path("paths")
                .properties()
                .forEach(path ->
                        path.getValue()
                                .properties()
                                .forEach(method ->
                                        described.add(
                                                method.getKey().toUpperCase(Locale.ROOT)
                                                        + " "
                                                        + path.getKey())));
        Set<String> routes = new HashSet<>();
        for (Route route : Route.values()) {
            routes.add(route.method() + " " + route.path());
        }
        assertThat(described).isEqualTo(routes);
    }

    @Test
    void every_route_is_served() throws Exception {
        for (Route route : Route.values()) {
            String path = filled(route).replaceAll("\\{\\w+}", "none");
            if (route.form() == Route.Form.EVENTS || route == Route.DELETE_QUEUE) {
                continue;
            }
            var answer =
                    api.send(
                            api.json(path)
                                    .method(
                                            route.method(),
                                            BodyPublishers.ofString(route.writes() ? "{}" : "")));
            assertThat(answer.status()).as("%s %s", route, path).isNotEqualTo(405);
            assertThat(answer.json().path("type").asString(""))
                    .as("%s %s", route, path)
                    .isNotEqualTo("/v1/problems/no-such-route");
        }
    }

    @Test
    void a_key_is_described_where_it_is_taken_and_refused_elsewhere() throws Exception {
        Set<Route> without =
                Set.of(
                        Route.RECEIVE,
                        Route.ADD_CREDIT,
                        Route.PREVIEW_QUEUE,
                        Route.PREVIEW_REPLAY,
                        Route.PREVIEW_REDRIVE,
                        Route.PREVIEW_SCHEDULE);
        for (Route route : without) {
            assertThat(headers(route)).as("%s", route).doesNotContain("Idempotency-Key");
            var request =
                    api.json(filled(route).replaceAll("\\{\\w+}", "none"))
                            .header("Idempotency-Key", "k")
                            .POST(BodyPublishers.ofString("{}"));
            assertThat(api.send(request).expect(422).json().path("detail").asString())
                    .as("%s", route)
                    .contains("Idempotency-Key");
        }
        assertThat(headers(Route.SEND)).contains("Idempotency-Key");
        assertThat(headers(Route.START_REPLAY)).contains("Idempotency-Key");
        assertThat(headers(Route.LIVE_STATS)).containsExactly("Last-Event-ID");
        assertThat(headers(Route.CHANGE_USER)).contains("If-Match");
        assertThat(headers(Route.SHOW_USER)).containsExactly("If-None-Match");
    }

    private static List<String> headers(Route route) {
        List<String> names = new ArrayList<>();
        document.path("paths")
                .path(route.path())
                .path(route.method().toLowerCase(Locale.ROOT))
                .path("parameters")
                .forEach(parameter -> {
                    if (parameter.path("in").asString().equals("header")) {
                        names.add(parameter.path("name").asString());
                    }
                });
        return names;
    }

    @Test
    void every_cause_that_holds_consumers_back_is_described() {
        List<String> described = new ArrayList<>();
        document.at("/components/schemas/HeldBack/properties/cause/enum")
                .forEach(cause -> described.add(cause.asString()));
        assertThat(described)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(HeldBack.Cause.values())
                                .map(cause -> cause.name().toLowerCase(Locale.ROOT))
                                .toList());
    }

    @Test
    void every_reference_leads_somewhere() {
        List<String> missing = new ArrayList<>();
        for (JsonNode reference : document.findValues("$ref")) {
            String name = reference.asString().replace("#/components/schemas/", "");
            if (!document.at("/components/schemas").has(name)) {
                missing.add(name);
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void real_answers_are_as_described() throws Exception {
        JsonSchema schema = new JsonSchema(document);
        for (Route route : Route.values()) {
            if (!route.method().equals("GET")
                    || route.form() != Route.Form.JSON
                    || filled(route).contains("{")) {
                continue;
            }
            JsonNode answer = api.get(filled(route)).expect(200).json();
            assertThat(schema.problems(route.answer(), answer)).as("%s", route).isEmpty();
        }
        JsonNode received = api.post("/v1/queues/described/receive", "{}").expect(200).json();
        assertThat(schema.problems("ReceiveAnswer", received)).isEmpty();
        JsonNode settled =
                api.post(
                                "/v1/queues/described/settle",
                                "{\"settlements\": [{\"lease\": \"x\", \"outcome\": \"ack\"}]}")
                        .expect(200)
                        .json();
        assertThat(schema.problems("SettleAnswer", settled)).isEmpty();
        JsonNode sent =
                api.post(
                                "/v1/queues/described/messages",
                                "{\"messages\": [{\"body\": 1}, {\"body\": 2}]}")
                        .expect(201)
                        .json();
        assertThat(schema.problems("SendAnswer", sent)).isEmpty();
        JsonNode problem = api.get("/v1/queues/nowhere").expect(404).json();
        assertThat(schema.problems("Problem", problem)).isEmpty();
    }

    @Test
    void the_checker_finds_what_is_wrong() {
        JsonSchema schema = new JsonSchema(document);
        JsonNode wrong = ApiClient.JSON.readTree("{\"messages\": [{\"id\": 7, \"more\": 1}]}");
        assertThat(schema.problems("ReceiveAnswer", wrong)).hasSizeGreaterThan(3);
    }

    private static String filled(Route route) {
        String path = route.path();
        for (Map.Entry<String, String> part : PARTS.entrySet()) {
            path = path.replace(part.getKey(), part.getValue());
        }
        return path;
    }
}

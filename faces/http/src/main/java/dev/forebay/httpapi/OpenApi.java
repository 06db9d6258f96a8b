package dev.forebay.httpapi;

import dev.forebay.access.HttpCredentials;
import dev.forebay.access.Operation;
import dev.forebay.access.Rule;
import dev.forebay.httpapi.codec.Json;
import dev.forebay.httpapi.codec.JsonOut;
import dev.forebay.httpapi.codec.ProblemType;
import dev.forebay.httpapi.codec.Words;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The OpenAPI 3.1 document: paths from {@link Route}, schemas from a file beside this class.
 * Written at the first request for it, and kept.
 */
final class OpenApi {
    private static final String SCHEMAS = "schemas.json";

    private final String version;
    private byte[] document = {};

    OpenApi(String version) {
        this.version = version;
    }

    void show(Call call, byte[] body, int length) {
        call.raw(document());
    }

    synchronized byte[] document() {
        if (document.length == 0) {
            document = write();
        }
        return document;
    }

    private byte[] write() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
        try (JsonOut out = Json.write(bytes)) {
            out.begin();
            out.field("openapi", "3.1.0");
            out.begin("info");
            out.field("title", "Forebay");
            out.field("version", version);
            out.field(
                    "description",
                    "Everything that Forebay's engine knows and can do. Times are RFC 3339 in UTC,"
                            + " lengths of time are in ms, sizes in bytes. Unknown members and"
                            + " parameters are errors. Errors are problems of RFC 9457.");
            out.end();
            paths(out);
            out.begin("components");
            schemes(out);
            out.name("schemas");
            out.json(schemas());
            out.end();
            out.end();
        }
        return bytes.toByteArray();
    }

    private static void paths(JsonOut out) {
        Map<String, Map<String, Route>> paths = new LinkedHashMap<>();
        for (Route route : Route.values()) {
            paths.computeIfAbsent(route.path(), _ -> new TreeMap<>())
                    .put(route.method().toLowerCase(Locale.ROOT), route);
        }
        out.begin("paths");
        paths.forEach((path, methods) -> {
            out.begin(path);
            methods.forEach((method, route) -> {
                out.begin(method);
                route(out, route);
                out.end();
            });
            out.end();
        });
        out.end();
    }

    private static void route(JsonOut out, Route route) {
        out.field("operationId", route.id());
        out.field("summary", route.summary());
        security(out, route);
        parameters(out, route);
        List<RouteNotes.Content> requests = RouteNotes.requests(route);
        if (!requests.isEmpty()) {
            out.begin("requestBody");
            contents(out, requests);
            out.end();
        }
        out.begin("responses");
        out.begin(Integer.toString(route.form().status()));
        out.field("description", "Done.");
        if (!route.answer().isEmpty()) {
            answer(out, route);
        }
        out.end();
        for (RouteNotes.Answer further : RouteNotes.answers(route)) {
            out.begin(Integer.toString(further.status()));
            out.field("description", further.description());
            contents(out, further.contents());
            out.end();
        }
        out.begin("default");
        out.field("description", "Not done, and why.");
        out.begin("content");
        content(out, Answers.PROBLEM_JSON, "Problem");
        out.end();
        out.end();
        out.end();
    }

    /** What the route needs once there are users; until then everybody may do everything. */
    private static void security(JsonOut out, Route route) {
        Operation operation = route.operation();
        out.field("x-forebay-operation", Words.of(operation));
        if (operation.rule() instanceof Rule.OnQueue needs) {
            out.field("x-forebay-right", needs.right().word());
        } else if (operation.rule() instanceof Rule.OnServer needs) {
            out.field("x-forebay-right", needs.right().word());
        }
        out.beginList("security");
        if (operation.rule() instanceof Rule.Anyone) {
            out.begin();
            out.end();
        } else {
            scheme(out, "token");
            scheme(out, "session");
        }
        out.endList();
    }

    private static void scheme(JsonOut out, String name) {
        out.begin();
        out.beginList(name);
        out.endList();
        out.end();
    }

    private static void schemes(JsonOut out) {
        out.begin("securitySchemes");
        out.begin("token");
        out.field("type", "http");
        out.field("scheme", "bearer");
        out.end();
        out.begin("session");
        out.field("type", "apiKey");
        out.field("in", "cookie");
        out.field("name", HttpCredentials.COOKIE);
        out.field("description", "Writes also need the header " + HttpCredentials.CSRF_HEADER);
        out.end();
        out.end();
    }

    private static void parameters(JsonOut out, Route route) {
        List<String> parts =
                route.segments().stream().filter(part -> part.startsWith("{")).toList();
        List<String> conditions = RouteNotes.conditions(route);
        boolean nothing = parts.isEmpty() && route.query().isEmpty() && conditions.isEmpty();
        if (nothing && !route.takesKey()) {
            return;
        }
        out.beginList("parameters");
        parts.forEach(part -> parameter(out, "path", part.substring(1, part.length() - 1)));
        route.query().forEach(name -> parameter(out, "query", name));
        if (route.takesKey()) {
            parameter(out, "header", "Idempotency-Key");
        }
        conditions.forEach(name -> parameter(out, "header", name));
        out.endList();
    }

    private static void parameter(JsonOut out, String in, String name) {
        out.begin();
        out.field("name", name);
        out.field("in", in);
        out.field("required", in.equals("path"));
        out.begin("schema");
        if (name.equals(Query.SEVERAL)) {
            out.field("type", "array");
            out.begin("items");
            out.field("type", "string");
            out.end();
        } else {
            out.field("type", "string");
        }
        out.end();
        out.end();
    }

    private static void answer(JsonOut out, Route route) {
        contents(out, List.of(new RouteNotes.Content(route.form().contentType(), route.answer())));
    }

    private static void contents(JsonOut out, List<RouteNotes.Content> contents) {
        if (!contents.isEmpty()) {
            out.begin("content");
            contents.forEach(content -> content(out, content.type(), content.schema()));
            out.end();
        }
    }

    private static void content(JsonOut out, String type, String schema) {
        out.begin(type);
        out.begin("schema");
        out.field("$ref", "#/components/schemas/" + schema);
        out.end();
        out.end();
    }

    private static String schemas() {
        try (InputStream file = OpenApi.class.getResourceAsStream(SCHEMAS)) {
            if (file == null) {
                throw new IllegalStateException(SCHEMAS + " is missing in the build");
            }
            String types = "";
            for (ProblemType type : ProblemType.values()) {
                types += (types.isEmpty() ? "\"" : ",\"") + type.uri() + "\"";
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .replace("\"PROBLEM-TYPES\"", types);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}

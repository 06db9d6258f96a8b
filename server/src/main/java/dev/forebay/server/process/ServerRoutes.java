package dev.forebay.server.process;

import dev.forebay.access.Access;
import dev.forebay.access.Operation;
import dev.forebay.access.Rule;
import dev.forebay.http.HttpHandler;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the server's own routes need, and the guards that see to it. Faces have their own tables.
 */
final class ServerRoutes {
    /** The operation of each route, by its first path segment. */
    static final Map<String, Operation> RULES =
            new TreeMap<>(
                    Map.of(
                            "/", Operation.SEE_PAGES,
                            "/console", Operation.SEE_PAGES,
                            "/health", Operation.SEE_HEALTH,
                            "/metrics", Operation.SEE_SERVER));

    private ServerRoutes() {}

    /**
     * The routes, each behind its rule.
     *
     * @param routes by first path segment, without slash
     * @throws IllegalStateException when one has no rule, so that no server starts with it
     */
    static Map<String, HttpHandler> guarded(Access access, Map<String, HttpHandler> routes) {
        Map<String, HttpHandler> guarded = new HashMap<>();
        routes.forEach((segment, route) -> {
            Operation operation = rule("/" + segment);
            boolean everybodys = operation.rule() instanceof Rule.Anyone;
            guarded.put(segment, everybodys ? route : new GuardedRoute(access, operation, route));
        });
        return guarded;
    }

    /** Those and the faces', which see to their rules themselves. */
    static Map<String, HttpHandler> all(
            Access access, Map<String, HttpHandler> routes, Map<String, HttpHandler> faces) {
        Map<String, HttpHandler> all = new HashMap<>(faces);
        all.putAll(guarded(access, routes));
        return all;
    }

    static Operation rule(String route) {
        Operation operation = RULES.get(route);
        if (operation == null) {
            throw new IllegalStateException("the route " + route + " has no rule");
        }
        return operation;
    }
}

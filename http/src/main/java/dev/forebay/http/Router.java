package dev.forebay.http;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sends each request to the handler of its first path segment. Reserved segments without a handler
 * answer 404; all other paths belong to the SQS face, which may be addressed by any of them. {@code
 * /} is SQS' too when the request names an action, else the front page's. Immutable.
 */
public final class Router implements HttpHandler {
    /** First path segments that are never a queue of the SQS face. */
    public static final List<String> RESERVED =
            List.of("v1", "api", "metrics", "health", "console", "assets");

    private static final AsciiString AMZ_TARGET = AsciiString.cached("x-amz-target");
    private static final ResponseHead NOT_FOUND =
            ResponseHead.of(404, "text/plain; charset=utf-8", Map.of());
    private static final byte[] NOTHING_HERE =
            "Nothing is served here.\n".getBytes(StandardCharsets.UTF_8);

    private final String[] segments;
    private final HttpHandler[] handlers;
    private final HttpHandler front;
    private final HttpHandler otherwise;

    private Router(Map<String, HttpHandler> routes, HttpHandler front, HttpHandler otherwise) {
        this.segments = routes.keySet().toArray(String[]::new);
        this.handlers = routes.values().toArray(HttpHandler[]::new);
        this.front = front;
        this.otherwise = otherwise;
    }

    /**
     * Makes a router.
     *
     * @param segments handlers by first path segment
     * @param front answers {@code /} for people
     * @param otherwise answers all that is left: the SQS face
     */
    public static Router of(
            Map<String, HttpHandler> segments, HttpHandler front, HttpHandler otherwise) {
        Map<String, HttpHandler> routes = new LinkedHashMap<>();
        RESERVED.forEach(segment -> routes.put(segment, Router::notFound));
        routes.putAll(segments);
        return new Router(routes, front, otherwise);
    }

    /** Answers 404 with a line of text. */
    public static void notFound(HttpExchange exchange) {
        exchange.answer(NOT_FOUND, exchange.allocate(NOTHING_HERE.length).writeBytes(NOTHING_HERE));
    }

    @Override
    public void handle(HttpExchange exchange) {
        String path = exchange.path();
        if (path.length() <= 1) {
            (namesAction(exchange) ? otherwise : front).handle(exchange);
            return;
        }
        for (int i = 0; i < segments.length; i++) {
            if (startsWithSegment(path, segments[i])) {
                handlers[i].handle(exchange);
                return;
            }
        }
        otherwise.handle(exchange);
    }

    @Override
    public @Nullable BodySink stream(HttpExchange exchange) {
        String path = exchange.path();
        for (int i = 0; i < segments.length; i++) {
            if (startsWithSegment(path, segments[i])) {
                return handlers[i].stream(exchange);
            }
        }
        return null;
    }

    @Override
    public RefusedAnswer refused(Rejection rejection, String path) {
        for (int i = 0; i < segments.length; i++) {
            if (startsWithSegment(path, segments[i])) {
                return handlers[i].refused(rejection, path);
            }
        }
        return otherwise.refused(rejection, path);
    }

    private static boolean namesAction(HttpExchange exchange) {
        return exchange.header(AMZ_TARGET) != null
                || exchange.method().equals(HttpMethod.POST)
                || exchange.query().contains("Action=");
    }

    private static boolean startsWithSegment(String path, String segment) {
        int end = segment.length() + 1;
        return path.startsWith(segment, 1) && (path.length() == end || path.charAt(end) == '/');
    }
}

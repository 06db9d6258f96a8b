package dev.forebay.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Before what a mere request can change: refuses those that a page of another site made a browser
 * send, by Origin and Sec-Fetch-Site, which no page can leave out or forge. Programs send neither.
 * Thread-safe.
 */
public final class SiteGuard implements HttpHandler {
    private static final AsciiString SEC_FETCH_SITE = AsciiString.cached("sec-fetch-site");
    private static final ResponseHead FORBIDDEN =
            ResponseHead.of(403, "text/plain; charset=utf-8", Map.of());
    private static final byte[] WHY =
            "A page of another site may not send requests here. Programs may.\n"
                    .getBytes(StandardCharsets.UTF_8);

    private final HttpHandler next;

    public SiteGuard(HttpHandler next) {
        this.next = next;
    }

    @Override
    public void handle(HttpExchange exchange) {
        if (isOwn(exchange)) {
            next.handle(exchange);
        } else {
            exchange.answer(FORBIDDEN, exchange.allocate(WHY.length).writeBytes(WHY));
        }
    }

    @Override
    public @Nullable BodySink stream(HttpExchange exchange) {
        return isOwn(exchange) ? next.stream(exchange) : null;
    }

    @Override
    public RefusedAnswer refused(Rejection rejection, String path) {
        return next.refused(rejection, path);
    }

    /** Whether no page of another site made a browser send the request. */
    public static boolean isOwn(HttpExchange exchange) {
        String site = exchange.header(SEC_FETCH_SITE);
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return false;
        }
        String origin = exchange.header(HttpHeaderNames.ORIGIN);
        return origin == null || isOf(exchange.host(), origin);
    }

    private static boolean isOf(String host, String origin) {
        int scheme = origin.indexOf("://");
        return scheme > 0 && origin.substring(scheme + 3).equalsIgnoreCase(host);
    }
}

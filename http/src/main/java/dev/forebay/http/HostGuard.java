package dev.forebay.http;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Before everything that a server serves which only its own machine can reach: answers requests for
 * this machine's names alone. A browser on it may be led by a name of somebody else's that points
 * to a loopback address (DNS rebinding), and would take what it gets for that site's. Thread-safe.
 */
public final class HostGuard implements HttpHandler {
    private static final ResponseHead MISDIRECTED =
            ResponseHead.of(421, "text/plain; charset=utf-8", Map.of());
    private static final byte[] WHY =
            ("This server listens on this machine only and answers to localhost, 127.0.0.1 and"
                            + " [::1], not to the name in the Host header. Use one of these, or let the"
                            + " server listen wider (setting \"bind\").\n")
                    .getBytes(StandardCharsets.UTF_8);
    private static final int NUMBERS = 4;

    private final HttpHandler next;

    /** The host that was let through last: as a rule there is only one. */
    private String known = "";

    public HostGuard(HttpHandler next) {
        this.next = next;
    }

    @Override
    public void handle(HttpExchange exchange) {
        if (isOwn(exchange)) {
            next.handle(exchange);
        } else {
            exchange.answer(MISDIRECTED, exchange.allocate(WHY.length).writeBytes(WHY));
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

    private boolean isOwn(HttpExchange exchange) {
        String host = exchange.host();
        if (host.equals(known)) {
            return true;
        }
        boolean own = isThisMachine(host);
        if (own) {
            known = host;
        }
        return own;
    }

    /**
     * Whether a Host header gives a name that only this machine answers to, with or without port.
     */
    public static boolean isThisMachine(String host) {
        return isLoopback(withoutPort(host));
    }

    private static String withoutPort(String host) {
        int colon = host.indexOf(':', Math.max(host.indexOf(']'), 0));
        return (colon < 0 ? host : host.substring(0, colon)).toLowerCase(Locale.ROOT);
    }

    private static boolean isLoopback(String name) {
        return name.equals("localhost")
                || name.endsWith(".localhost")
                || name.equals("[::1]")
                || isLoopbackNumber(name);
    }

    private static boolean isLoopbackNumber(String name) {
        String[] parts = name.split("\\.", -1);
        boolean loopback = parts.length == NUMBERS && parts[0].equals("127");
        for (int i = 0; loopback && i < NUMBERS; i++) {
            loopback = !parts[i].isEmpty() && parts[i].chars().allMatch(c -> c >= '0' && c <= '9');
        }
        return loopback;
    }
}

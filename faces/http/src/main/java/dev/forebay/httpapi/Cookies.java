package dev.forebay.httpapi;

import dev.forebay.access.HttpCredentials;
import dev.forebay.http.HttpExchange;
import dev.forebay.http.ResponseHead;
import io.netty.handler.codec.http.HttpHeaderNames;
import org.jspecify.annotations.Nullable;

/** The cookie that names a session. Scripts cannot read it and other sites cannot send it. */
final class Cookies {
    private static final String NAME = HttpCredentials.COOKIE + "=";

    private Cookies() {}

    /** The session that a request names; null for none. */
    static @Nullable String session(HttpExchange exchange) {
        String cookies = exchange.header(HttpHeaderNames.COOKIE);
        if (cookies == null) {
            return null;
        }
        for (String cookie : cookies.split(";", -1)) {
            String stripped = cookie.strip();
            if (stripped.startsWith(NAME)) {
                return stripped.substring(NAME.length());
            }
        }
        return null;
    }

    /** A header line that has the browser keep a session until it is closed. */
    static byte[] keep(HttpExchange exchange, String session) {
        return line(exchange, NAME + session);
    }

    /** A header line that has the browser forget its session. */
    static byte[] forget(HttpExchange exchange) {
        return line(exchange, NAME + "; Max-Age=0");
    }

    private static byte[] line(HttpExchange exchange, String cookie) {
        return ResponseHead.line(
                "Set-Cookie",
                cookie
                        + "; Path=/; HttpOnly; SameSite=Strict"
                        + (exchange.secure() ? "; Secure" : ""));
    }
}

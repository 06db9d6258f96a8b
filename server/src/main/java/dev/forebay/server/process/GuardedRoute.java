package dev.forebay.server.process;

import dev.forebay.access.Access;
import dev.forebay.access.Authentication;
import dev.forebay.access.HttpCredentials;
import dev.forebay.access.Operation;
import dev.forebay.access.Principal;
import dev.forebay.engine.Caller;
import dev.forebay.http.HttpExchange;
import dev.forebay.http.HttpHandler;
import dev.forebay.http.ResponseHead;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A route with figures of the server: for everybody while there are no users, else for whoever
 * brings a token of a user who may see them.
 */
final class GuardedRoute implements HttpHandler {
    private static final Map<String, String> ASKING = Map.of("WWW-Authenticate", "Bearer");
    private static final ResponseHead UNKNOWN =
            ResponseHead.of(401, "text/plain; charset=utf-8", ASKING);
    private static final ResponseHead FORBIDDEN =
            ResponseHead.of(403, "text/plain; charset=utf-8", Map.of());

    private final Access access;
    private final Operation operation;
    private final HttpHandler route;

    GuardedRoute(Access access, Operation operation, HttpHandler route) {
        this.access = access;
        this.operation = operation;
        this.route = route;
    }

    @Override
    public void handle(HttpExchange exchange) {
        if (access.open()) {
            route.handle(exchange);
            return;
        }
        HttpCredentials credentials =
                new HttpCredentials(
                        exchange.header(HttpHeaderNames.AUTHORIZATION),
                        null,
                        null,
                        HttpCredentials.Deed.READ);
        Caller caller = new Caller("http", "", exchange.remoteAddress(), "");
        Principal.Line line = exchange.secure() ? Principal.Line.ENCRYPTED : Principal.Line.PLAIN;
        switch (access.logins().authenticate(credentials, caller, line)) {
            case Authentication.Rejected rejected -> refuse(exchange, UNKNOWN, rejected.text());
            case Authentication.Known known -> {
                if (access.authorizer().authorize(known.principal(), operation).allowed()) {
                    route.handle(exchange);
                } else if (known.principal().anonymous()) {
                    refuse(exchange, UNKNOWN, "Bring a token: Authorization: Bearer ...");
                } else {
                    refuse(exchange, FORBIDDEN, "This user may not see the server's figures.");
                }
            }
        }
    }

    private static void refuse(HttpExchange exchange, ResponseHead head, String text) {
        byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.answer(head, exchange.allocate(body.length).writeBytes(body));
    }
}

package dev.forebay.httpapi;

import dev.forebay.access.Access;
import dev.forebay.access.Authentication;
import dev.forebay.access.Decision;
import dev.forebay.access.HttpCredentials;
import dev.forebay.access.Operation;
import dev.forebay.access.Principal;
import dev.forebay.access.Rule;
import dev.forebay.http.HttpExchange;
import dev.forebay.httpapi.codec.ApiFailure;
import dev.forebay.httpapi.codec.ProblemType;
import io.netty.handler.codec.http.HttpHeaderNames;

/**
 * Finds out who asks, and whether he may. Open, and then free of cost, while there are no users.
 */
final class Entrance {
    private final Access access;
    private final Denials denials;

    Entrance(Access access) {
        this.access = access;
        this.denials = new Denials(access.denied());
    }

    Denials denials() {
        return denials;
    }

    /** True while there are no users. On any thread. */
    boolean open() {
        return access.open();
    }

    /**
     * Who asks. On the connection's event loop.
     *
     * @throws ApiFailure when what was brought proves nothing
     */
    Authentication.Known enter(HttpExchange exchange, Route route) {
        Principal nobody = Callers.of(exchange);
        if (open()) {
            return unproven(nobody);
        }
        HttpCredentials credentials =
                new HttpCredentials(
                        exchange.header(HttpHeaderNames.AUTHORIZATION),
                        Cookies.session(exchange),
                        exchange.header(HttpCredentials.CSRF_HEADER),
                        route.writes() ? HttpCredentials.Deed.WRITE : HttpCredentials.Deed.READ);
        return switch (access.logins().authenticate(credentials, nobody.caller(), nobody.line())) {
            case Authentication.Known known -> known;
            case Authentication.Rejected rejected -> {
                // Who signs in may still have the cookie of a session that is over.
                if (route.operation().rule() instanceof Rule.Anyone) {
                    yield unproven(nobody);
                }
                throw new ApiFailure(ProblemType.UNAUTHENTICATED, rejected.text());
            }
        };
    }

    private static Authentication.Known unproven(Principal nobody) {
        return new Authentication.Known(nobody, Authentication.Standing.ALWAYS);
    }

    /** What a route needs before its action begins, and while it goes on. On the engine's lane. */
    void admit(Call call) {
        if (!call.standing().holds()) {
            throw new ApiFailure(
                    ProblemType.UNAUTHENTICATED, "The credentials are not valid any more.");
        }
        Route route = call.route();
        if (open() || route.asksWithin()) {
            return;
        }
        if (route.operation().rule() instanceof Rule.OnQueue) {
            require(call, route.operation(), call.queue());
        } else {
            Decision decision = access.authorizer().authorize(call.principal(), route.operation());
            require(call, "", decision);
        }
    }

    /** True when it may be done. On the engine's lane. */
    boolean allows(Principal principal, Operation operation, String queue) {
        return open() || access.authorizer().authorize(principal, operation, queue).allowed();
    }

    /**
     * Whether it may be done. On the engine's lane.
     *
     * @param queue its name; need not exist
     * @throws ApiFailure when not
     */
    void require(Call call, Operation operation, String queue) {
        if (!open()) {
            require(call, queue, access.authorizer().authorize(call.principal(), operation, queue));
        }
    }

    private void require(Call call, String queue, Decision decision) {
        if (decision instanceof Decision.Denied denied) {
            call.denied(queue, denied.reason());
            throw call.principal().anonymous()
                    ? new ApiFailure(
                            ProblemType.UNAUTHENTICATED,
                            "Bring a token (Authorization: Bearer ...), or sign in at /v1/session.")
                    : new ApiFailure(ProblemType.NOT_ALLOWED, denied.reason());
        }
    }
}

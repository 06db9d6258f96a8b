package dev.forebay.httpapi;

import dev.forebay.access.Principal;
import dev.forebay.engine.Caller;
import dev.forebay.http.HttpExchange;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;

/** From where requests of a connection come: found at its first and kept. On its event loop. */
final class Callers {
    private static final String FACE = "http";
    private static final AttributeKey<Principal> NOBODY =
            AttributeKey.valueOf(Callers.class, "nobody");

    private Callers() {}

    /** Nobody in particular, from where the connection comes from. */
    static Principal of(HttpExchange exchange) {
        Attribute<Principal> kept = exchange.attribute(NOBODY);
        Principal nobody = kept.get();
        if (nobody == null) {
            String program = exchange.header(HttpHeaderNames.USER_AGENT);
            String address = exchange.remoteAddress();
            nobody =
                    Principal.anonymous(
                            new Caller(FACE, "", address, program == null ? "" : program),
                            exchange.secure() ? Principal.Line.ENCRYPTED : Principal.Line.PLAIN);
            kept.set(nobody);
        }
        return nobody;
    }
}

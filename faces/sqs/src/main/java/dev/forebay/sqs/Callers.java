package dev.forebay.sqs;

import dev.forebay.access.AccessKey;
import dev.forebay.access.Principal;
import dev.forebay.access.Scope;
import dev.forebay.engine.Caller;
import dev.forebay.http.HttpExchange;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;

/** Who asks over a connection: found at its first request and kept with it. On its event loop. */
final class Callers {
    private static final String FACE = "sqs";
    private static final AttributeKey<Principal> NOBODY =
            AttributeKey.valueOf(Callers.class, "nobody");
    private static final AttributeKey<Signer> SIGNER =
            AttributeKey.valueOf(Callers.class, "signer");

    private Callers() {}

    private record Signer(AccessKey key, Principal principal) {}

    /** Nobody in particular, from where the connection comes from. */
    static Principal of(HttpExchange exchange) {
        Attribute<Principal> kept = exchange.attribute(NOBODY);
        Principal nobody = kept.get();
        if (nobody == null) {
            String program = exchange.header(HttpHeaderNames.USER_AGENT);
            String address = exchange.remoteAddress();
            Caller caller = new Caller(FACE, "", address, program == null ? "" : program);
            nobody =
                    Principal.anonymous(
                            caller,
                            exchange.secure() ? Principal.Line.ENCRYPTED : Principal.Line.PLAIN);
            kept.set(nobody);
        }
        return nobody;
    }

    /** The user of the key that the request was signed with. */
    static Principal of(HttpExchange exchange, AccessKey key) {
        Attribute<Signer> kept = exchange.attribute(SIGNER);
        Signer signer = kept.get();
        if (signer == null || !signer.key().equals(key)) {
            Principal nobody = of(exchange);
            Caller caller = nobody.caller().withUser(key.user());
            signer = new Signer(key, new Principal(caller, Scope.FULL, nobody.line()));
            kept.set(signer);
        }
        return signer.principal();
    }
}

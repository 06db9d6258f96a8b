package dev.forebay.sqs;

import dev.forebay.access.AccessKey;
import dev.forebay.access.Authentication;
import dev.forebay.access.Principal;
import dev.forebay.access.Scope;
import dev.forebay.engine.Caller;
import dev.forebay.http.HttpExchange;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;
import java.util.function.Predicate;

/** Who asks over a connection: found at its first request and kept with it. On its event loop. */
final class Callers {
    private static final String FACE = "sqs";
    private static final AttributeKey<Authentication.Known> NOBODY =
            AttributeKey.valueOf(Callers.class, "nobody");
    private static final AttributeKey<Signer> SIGNER =
            AttributeKey.valueOf(Callers.class, "signer");

    private Callers() {}

    private record Signer(AccessKey key, Authentication.Known known) {}

    /** Nobody in particular, from where the connection comes from. */
    static Authentication.Known of(HttpExchange exchange) {
        Attribute<Authentication.Known> kept = exchange.attribute(NOBODY);
        Authentication.Known nobody = kept.get();
        if (nobody == null) {
            String program = exchange.header(HttpHeaderNames.USER_AGENT);
            String address = exchange.remoteAddress();
            Caller caller = new Caller(FACE, "", address, program == null ? "" : program);
            Principal.Line line =
                    exchange.secure() ? Principal.Line.ENCRYPTED : Principal.Line.PLAIN;
            nobody =
                    new Authentication.Known(
                            Principal.anonymous(caller, line), Authentication.Standing.ALWAYS);
            kept.set(nobody);
        }
        return nobody;
    }

    /**
     * The user of the key that the request was signed with.
     *
     * @param works whether a key of this id works
     */
    static Authentication.Known of(HttpExchange exchange, AccessKey key, Predicate<String> works) {
        Attribute<Signer> kept = exchange.attribute(SIGNER);
        Signer signer = kept.get();
        if (signer == null || !signer.key().equals(key)) {
            Principal nobody = of(exchange).principal();
            Caller caller = nobody.caller().withUser(key.user());
            Principal user = new Principal(caller, Scope.FULL, nobody.line());
            signer = new Signer(key, new Authentication.Known(user, () -> works.test(key.id())));
            kept.set(signer);
        }
        return signer.known();
    }
}

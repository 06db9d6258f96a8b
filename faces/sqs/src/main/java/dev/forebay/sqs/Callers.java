package dev.forebay.sqs;

import dev.forebay.engine.Caller;
import dev.forebay.http.HttpExchange;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.util.Attribute;
import io.netty.util.AttributeKey;

/** Who asks over a connection: found at its first request and kept with it. On its event loop. */
final class Callers {
    private static final String FACE = "sqs";
    private static final AttributeKey<Caller> CALLER =
            AttributeKey.valueOf(Callers.class, "caller");

    private Callers() {}

    static Caller of(HttpExchange exchange) {
        Attribute<Caller> kept = exchange.attribute(CALLER);
        Caller caller = kept.get();
        if (caller == null) {
            String program = exchange.header(HttpHeaderNames.USER_AGENT);
            String address = exchange.remoteAddress();
            caller = new Caller(FACE, "", address, program == null ? "" : program);
            kept.set(caller);
        }
        return caller;
    }
}

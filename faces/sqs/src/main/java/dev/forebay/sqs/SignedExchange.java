package dev.forebay.sqs;

import dev.forebay.access.sigv4.SignedRequest;
import dev.forebay.http.HttpExchange;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request over HTTP as signatures see it. On the connection's event loop.
 *
 * @param body holds the body from 0 to {@code bodyLength}
 */
@SuppressWarnings("ArrayRecordComponent") // bytes of the wire; never compared
record SignedExchange(HttpExchange exchange, byte[] body, int bodyLength) implements SignedRequest {
    @Override
    public String method() {
        return exchange.method().name();
    }

    @Override
    public String path() {
        return exchange.path();
    }

    @Override
    public String query() {
        return exchange.query();
    }

    @Override
    public @Nullable String header(String name) {
        return exchange.header(name);
    }

    @Override
    public List<String> headers(String name) {
        return exchange.headers(name);
    }

    @Override
    public Iterable<String> headerNames() {
        return exchange.headerNames();
    }
}

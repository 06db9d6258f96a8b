package dev.forebay.http;

import org.jspecify.annotations.Nullable;

/** Answers requests. Called on the event loop of the request's connection; must not block. */
@FunctionalInterface
public interface HttpHandler {
    /**
     * Takes one whole request. It is answered by {@link HttpExchange#answer}, now or later, once.
     * An exception closes the connection.
     */
    void handle(HttpExchange exchange);

    /**
     * Asked when the head of a request is there: a sink takes the body as it arrives, whatever its
     * length, and the request is not given to {@link #handle}. Must not answer yet.
     *
     * @return null for a request that is handled whole, as most are
     */
    default @Nullable BodySink stream(HttpExchange exchange) {
        return null;
    }

    /**
     * Asked how to say that a request was refused before it came here.
     *
     * @param path as the request named it; perhaps malformed
     */
    default RefusedAnswer refused(Rejection rejection, String path) {
        return rejection.plain();
    }
}

package dev.forebay.http;

/** Answers requests. Called on the event loop of the request's connection; must not block. */
@FunctionalInterface
public interface HttpHandler {
    /**
     * Takes one whole request. It is answered by {@link HttpExchange#answer}, now or later, once.
     * An exception closes the connection.
     */
    void handle(HttpExchange exchange);
}

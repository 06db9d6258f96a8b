package dev.forebay.server.process;

import dev.forebay.http.HttpExchange;
import dev.forebay.http.HttpHandler;
import dev.forebay.http.ResponseHead;
import io.netty.handler.codec.http.HttpMethod;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a person sees who opens the address in a browser. */
final class FrontPage implements HttpHandler {
    private static final ResponseHead HEAD =
            ResponseHead.of(200, "text/plain; charset=utf-8", Map.of());
    private static final ResponseHead READ_ONLY =
            ResponseHead.of(405, "text/plain; charset=utf-8", Map.of("Allow", "GET, HEAD"));
    private static final byte[] TEXT =
            """
            Forebay is running. This address speaks the Amazon SQS API: give it to your SDK as endpoint.

            /v1/openapi.json Forebay's own HTTP API
            /health/ready    whether it serves
            /metrics         totals for Prometheus
            /metrics/queues  the same for each queue
            """
                    .getBytes(StandardCharsets.UTF_8);

    @Override
    public void handle(HttpExchange exchange) {
        HttpMethod method = exchange.method();
        if (!method.equals(HttpMethod.GET) && !method.equals(HttpMethod.HEAD)) {
            exchange.answer(READ_ONLY, exchange.allocate(0));
            return;
        }
        exchange.answer(HEAD, exchange.allocate(TEXT.length).writeBytes(TEXT));
    }
}

package dev.forebay.server.process;

import dev.forebay.http.HttpExchange;
import dev.forebay.http.HttpHandler;
import dev.forebay.http.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a person sees who opens the address in a browser. */
final class FrontPage implements HttpHandler {
    private static final ResponseHead HEAD =
            ResponseHead.of(200, "text/plain; charset=utf-8", Map.of());
    private static final byte[] TEXT =
            """
            Forebay is running. This address speaks the Amazon SQS API: give it to your SDK as endpoint.

            /health/ready    whether it serves
            /metrics         totals for Prometheus
            /metrics/queues  the same for each queue
            """
                    .getBytes(StandardCharsets.UTF_8);

    @Override
    public void handle(HttpExchange exchange) {
        exchange.answer(HEAD, exchange.allocate(TEXT.length).writeBytes(TEXT));
    }
}

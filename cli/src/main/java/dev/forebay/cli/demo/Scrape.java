package dev.forebay.cli.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** Fetches the server's figures of each queue. */
final class Scrape {
    private static final String PAGE = "/metrics/queues";
    private static final Duration LONGEST_CALL = Duration.ofSeconds(5);
    private static final int OK = 200;

    private final HttpClient http;
    private final URI page;

    Scrape(HttpClient http, URI server) {
        this.http = http;
        this.page = server.resolve(PAGE);
    }

    /** The queue's figures; empty when the page shows none for it. */
    Optional<PoolFigures> of(String queue) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(page).timeout(LONGEST_CALL).build();
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() != OK) {
            throw new IOException("%s was answered %d".formatted(page, answer.statusCode()));
        }
        return MetricsPage.read(answer.body(), queue);
    }
}

package dev.forebay.cli.demo;

import dev.forebay.cli.api.Api;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/**
 * One queue of Forebay's own HTTP API, which takes the reasons of failures and tells what holds a
 * queue back. Thread-safe.
 */
final class ApiQueue implements Pool {
    /** Short, so that a consumer that is asked to leave notices soon. */
    private static final long WAIT_MILLIS = 1_000;

    private static final double MILLIS = 1_000;

    private final Api api;
    private final String path;

    ApiQueue(Api api, String name) {
        this.api = api;
        this.path = Api.queue(name);
    }

    /**
     * Lets the queue pause after failures of one cause.
     *
     * @param failures so many within the window
     * @param pause the first one; the next are longer, up to twice as long
     */
    void breaker(int failures, Duration window, Duration pause)
            throws IOException, InterruptedException {
        Map<String, ?> breaker =
                Map.of(
                        "failures",
                        failures,
                        "windowMillis",
                        window.toMillis(),
                        "pauseMillis",
                        pause.toMillis(),
                        "longestPauseMillis",
                        2 * pause.toMillis());
        var _ = api.patch(path, Map.of("settings", Map.of("breaker", breaker)));
    }

    /** Why nothing is delivered, if something holds the queue back. */
    Optional<HeldBack> heldBack() throws IOException, InterruptedException {
        JsonNode held = api.get(path).path("stats").path("heldBack");
        return held.isMissingNode()
                ? Optional.empty()
                : Optional.of(
                        new HeldBack(
                                held.path("detail").asString(""),
                                held.path("retryAfterMillis").asLong(0) / MILLIS));
    }

    @Override
    public List<Delivery> receive() throws IOException, InterruptedException {
        JsonNode answer =
                api.post(path + "/receive", Map.of("max", BATCH, "waitMillis", WAIT_MILLIS));
        List<Delivery> deliveries = new ArrayList<>();
        for (JsonNode message : answer.path("messages")) {
            deliveries.add(
                    new Delivery(
                            message.path("lease").asString(""),
                            message.path("body").asString(""),
                            message.path("attempt").asInt(0)));
        }
        return deliveries;
    }

    @Override
    public List<Delivery> delete(List<Delivery> messages) throws IOException, InterruptedException {
        List<Map<String, String>> acks =
                messages.stream()
                        .map(message -> Map.of("lease", message.handle(), "outcome", "ack"))
                        .toList();
        JsonNode results = api.post(path + "/settle", Map.of("settlements", acks)).path("results");
        return IntStream.range(0, messages.size())
                .filter(index -> results.path(index).path("done").asBoolean(false))
                .mapToObj(messages::get)
                .toList();
    }

    @Override
    public void giveBack(Delivery message, String reason, Duration delay)
            throws IOException, InterruptedException {
        var _ =
                api.post(
                        path + "/leases/" + Api.segment(message.handle()) + "/release",
                        Map.of("reason", reason, "delayMillis", delay.toMillis()));
    }
}

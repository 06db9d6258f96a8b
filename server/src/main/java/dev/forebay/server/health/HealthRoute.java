package dev.forebay.server.health;

import dev.forebay.engine.Lane;
import dev.forebay.http.HttpExchange;
import dev.forebay.http.HttpHandler;
import dev.forebay.http.ResponseHead;
import dev.forebay.http.Router;
import dev.forebay.server.health.Check.Answer;
import dev.forebay.server.health.Check.Weight;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers /health/live, /health/ready and /health/checks/NAME: 200 when well, 503 when not, with
 * one line of text a check. Live says that requests are answered at all; ready is asked through the
 * lane, so that a lane that hangs is not ready, for want of an answer.
 */
public final class HealthRoute implements HttpHandler {
    private static final String CHECKS = "/health/checks/";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final Map<String, String> FRESH = Map.of("Cache-Control", "no-store");
    private static final ResponseHead WELL = ResponseHead.of(200, TEXT, FRESH);
    private static final ResponseHead UNWELL = ResponseHead.of(503, TEXT, FRESH);

    private final List<Check> checks;
    private final Lane lane;

    public HealthRoute(List<Check> checks, Lane lane) {
        this.checks = List.copyOf(checks);
        this.lane = lane;
    }

    @Override
    public void handle(HttpExchange exchange) {
        String path = exchange.path();
        switch (path) {
            case "/health/live" -> answer(exchange, WELL, "live\n");
            case "/health/ready", "/health" -> lane.execute(() -> ready(exchange));
            default -> {
                Optional<Check> check = named(path);
                if (check.isPresent()) {
                    lane.execute(() -> one(exchange, check.get()));
                } else {
                    Router.notFound(exchange);
                }
            }
        }
    }

    private Optional<Check> named(String path) {
        return checks.stream().filter(check -> path.equals(CHECKS + check.name())).findFirst();
    }

    private void ready(HttpExchange exchange) {
        boolean ready = true;
        StringBuilder lines = new StringBuilder();
        for (Check check : checks) {
            Answer answer = check.ask().get();
            ready &= answer.well() || check.weight() == Weight.ADVICE;
            lines.append(line(check, answer));
        }
        answer(exchange, ready ? WELL : UNWELL, (ready ? "ready\n" : "not ready\n") + lines);
    }

    private static void one(HttpExchange exchange, Check check) {
        Answer answer = check.ask().get();
        answer(exchange, answer.well() ? WELL : UNWELL, line(check, answer));
    }

    private static String line(Check check, Answer answer) {
        String detail = answer.detail().replace('\n', ' ');
        return check.name() + (answer.well() ? " well: " : " unwell: ") + detail + "\n";
    }

    private static void answer(HttpExchange exchange, ResponseHead head, String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.answer(head, exchange.allocate(body.length).writeBytes(body));
    }
}

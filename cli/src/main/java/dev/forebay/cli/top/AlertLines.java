package dev.forebay.cli.top;

import dev.forebay.cli.alerts.Alerts;
import dev.forebay.cli.api.Api;
import dev.forebay.cli.output.Shown;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What needs somebody, asked anew only when the figures say that it is another. */
final class AlertLines {
    /** Lines that they may take; the rest is counted. */
    private static final int MOST = 3;

    private static final long NEVER = -1;

    private long version = NEVER;
    private List<String> lines = List.of();

    /**
     * The lines.
     *
     * @param stats as the server tells them
     */
    List<String> of(Api api, JsonNode stats) throws IOException, InterruptedException {
        long now = stats.at("/alerts/version").asLong(0);
        if (now != version) {
            version = now;
            lines = lines(Alerts.lasting(api));
        }
        return lines;
    }

    private static List<String> lines(List<JsonNode> alerts) {
        return alerts.stream()
                .filter(alert -> !Alerts.isSilent(alert))
                .limit(MOST)
                .map(alert ->
                        "%s  %s"
                                .formatted(
                                        Alerts.isCritical(alert) ? "!!" : "! ",
                                        Shown.line(alert.path("summary").asString(""))))
                .toList();
    }
}

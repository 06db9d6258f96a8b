package dev.forebay.cli.alerts;

import dev.forebay.cli.api.Api;
import dev.forebay.cli.output.Column;
import dev.forebay.cli.output.Sheet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Alerts as the API tells them. */
public final class Alerts {
    /** How they are shown. */
    static final Sheet SHEET =
            Sheet.of(
                    "alerts",
                    "/number",
                    Column.text("ALERT", "/number"),
                    Column.text("SEVERITY", "/severity"),
                    Column.text("KIND", "/kind"),
                    Column.text("QUEUE", "/queue").atMost(40),
                    Column.text("BEGAN", "/beganAt"),
                    Column.text("ENDED", "/endedAt"),
                    Column.text("SILENT UNTIL", "/silentUntil"),
                    Column.text("SUMMARY", "/summary").atMost(100),
                    Column.text("WHAT TO DO", "/action").wide());

    private static final String PATH = "/v1/alerts";
    private static final Comparator<JsonNode> WORST_FIRST =
            Comparator.comparing((JsonNode alert) -> !isCritical(alert))
                    .thenComparing(alert -> alert.path("beganAt").asString(""));

    private Alerts() {}

    /**
     * Those of a state, the worst first, then the oldest.
     *
     * @param state lasting, ended or all
     */
    static List<JsonNode> of(Api api, String state) throws IOException, InterruptedException {
        List<JsonNode> all = new ArrayList<>();
        api.each(PATH + "?state=" + state, "alerts", all::add);
        all.sort(WORST_FIRST);
        return all;
    }

    /** Those that last, the worst first, then the oldest. */
    public static List<JsonNode> lasting(Api api) throws IOException, InterruptedException {
        return of(api, "lasting");
    }

    /** Whether something is refused or lost now. */
    public static boolean isCritical(JsonNode alert) {
        return alert.path("severity").asString("").equals("critical");
    }

    /** Whether nobody is to be told of it. */
    public static boolean isSilent(JsonNode alert) {
        return alert.has("silentUntil");
    }

    /** The path of the silence of one. */
    static String silence(String number) {
        return PATH + "/" + Api.segment(number) + "/silence";
    }
}

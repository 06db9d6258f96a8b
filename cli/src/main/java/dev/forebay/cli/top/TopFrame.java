package dev.forebay.cli.top;

import dev.forebay.cli.output.Column;
import dev.forebay.cli.output.Curve;
import dev.forebay.cli.output.Format;
import dev.forebay.cli.output.Grid;
import dev.forebay.cli.output.Sheet;
import dev.forebay.cli.output.Strokes;
import dev.forebay.cli.output.Units;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is on the screen: sums, their recent past, and the queues in the server's order of trouble.
 */
final class TopFrame {
    static final String PATH = "/v1/stats";

    private static final int NAME = 40;
    private static final int CURVE = 60;
    private static final int SMALL_CURVE = 16;
    private static final String MARK = "> ";
    private static final String NO_MARK = "  ";

    static final Sheet SHEET =
            Sheet.of(
                    "busy queues",
                    "/name",
                    Column.text("QUEUE", "/name").atMost(NAME),
                    Column.millis("OLDEST", "/oldestAgeMillis"),
                    Column.count("READY", "/ready"),
                    Column.count("LEASED", "/leased"),
                    Column.count("DELAYED", "/delayed"),
                    Column.rate("IN", "/inPerSecond"),
                    Column.rate("OUT", "/outPerSecond"),
                    Column.rate("DEAD", "/deadPerSecond"));

    private static final List<Column> COLUMNS = columns();

    private final String server;
    private final Strokes strokes;
    private final Curve in = new Curve(CURVE);
    private final Curve out = new Curve(CURVE);
    private final Map<String, Curve> depths = new HashMap<>();
    private List<String> names = List.of();

    TopFrame(String server, Charset charset) {
        this.server = server;
        this.strokes = Strokes.of(charset);
    }

    private static List<Column> columns() {
        List<Column> columns = new ArrayList<>(SHEET.columns());
        columns.add(Column.text("DEPTH", "/curve"));
        return List.copyOf(columns);
    }

    /**
     * The screen's lines.
     *
     * @param stats as the server tells them
     * @param alerts lines about what needs somebody
     * @param most lines that there is room for
     * @param chosen tells which of the queues that are shown is chosen
     */
    List<String> lines(
            JsonNode stats, List<String> alerts, int most, ToIntFunction<List<String>> chosen) {
        JsonNode total = stats.path("total");
        in.add(total.path("inPerSecond").asDouble(0));
        out.add(total.path("outPerSecond").asDouble(0));
        List<String> lines = new ArrayList<>();
        lines.add(head(stats, total));
        lines.add("in   %10s  %s".formatted(rate(total, "inPerSecond"), in.draw(strokes)));
        lines.add("out  %10s  %s".formatted(rate(total, "outPerSecond"), out.draw(strokes)));
        lines.addAll(alerts);
        lines.add("");
        List<JsonNode> queues = stats.path("queues").valueStream().map(this::drawn).toList();
        List<JsonNode> shown =
                queues.subList(0, Math.clamp(most - lines.size() - 2L, 0, queues.size()));
        names = shown.stream().map(queue -> queue.path("name").asString("")).toList();
        List<String> rows = Grid.lines(COLUMNS, shown.stream().map(TopFrame::cells).toList());
        int marked = chosen.applyAsInt(names) + 1; // behind the titles
        for (int i = 0; i < rows.size(); i++) {
            lines.add((i == marked ? MARK : NO_MARK) + rows.get(i));
        }
        long more = stats.path("more").asLong(0) + queues.size() - shown.size();
        if (more > 0) {
            lines.add("and " + Units.count(more) + " more");
        }
        return lines;
    }

    /** Names of the queues that are shown, in their order. */
    List<String> shown() {
        return names;
    }

    private String head(JsonNode stats, JsonNode total) {
        return "Forebay %s  %s  %s queues  %s ready  %s leased  %s delayed  oldest %s"
                .formatted(
                        server,
                        stats.path("at").asString(""),
                        Units.count(stats.path("queueCount").asLong(0)),
                        Units.count(total.path("ready").asLong(0)),
                        Units.count(total.path("leased").asLong(0)),
                        Units.count(total.path("delayed").asLong(0)),
                        Units.millis(total.path("oldestAgeMillis").asLong(0)));
    }

    private static String rate(JsonNode total, String member) {
        return Units.rate(total.path(member).asDouble(0));
    }

    private JsonNode drawn(JsonNode queue) {
        Curve curve =
                depths.computeIfAbsent(
                        queue.path("name").asString(""), _ -> new Curve(SMALL_CURVE));
        curve.add(
                queue.path("ready").asDouble(0)
                        + queue.path("leased").asDouble(0)
                        + queue.path("delayed").asDouble(0));
        return ((ObjectNode) queue).put("curve", curve.draw(strokes));
    }

    private static List<String> cells(JsonNode queue) {
        return COLUMNS.stream().map(column -> column.cell(queue, Format.TABLE)).toList();
    }
}

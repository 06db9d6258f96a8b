package dev.forebay.cli.top;

import dev.forebay.cli.api.Api;
import dev.forebay.cli.output.Column;
import dev.forebay.cli.output.Fields;
import dev.forebay.cli.output.Format;
import dev.forebay.cli.output.Grid;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What is on the screen of one queue: its figures, who receives from it, then its settings. */
final class QueueFrame {
    private static final List<Column> CONSUMERS =
            List.of(
                    Column.text("CONSUMER", "/client"),
                    Column.text("FACE", "/face"),
                    Column.text("ADDRESS", "/address"),
                    Column.text("LAST RECEIVE", "/lastReceiveAt"),
                    Column.count("DELIVERED", "/delivered"),
                    Column.text("HELD BACK", "/heldBack/detail"));

    private QueueFrame() {}

    /** The screen's lines, asked anew. */
    static List<String> lines(Api api, String name) throws IOException, InterruptedException {
        return lines(api.get(Api.queue(name)), api.get(Api.queue(name) + "/consumers"));
    }

    /** The screen's lines of what the server tells. */
    static List<String> lines(JsonNode queue, JsonNode readers) {
        List<String> lines = new ArrayList<>();
        lines.add("Queue " + queue.path("name").asString("") + "   Esc goes back, q ends");
        lines.addAll(Fields.lines(queue.path("stats")));
        lines.add("");
        List<List<String>> rows =
                readers.path("consumers").valueStream().map(QueueFrame::cells).toList();
        lines.addAll(rows.isEmpty() ? List.of("No consumers.") : Grid.lines(CONSUMERS, rows));
        lines.add("");
        lines.addAll(Fields.lines(queue.path("settings")));
        return lines;
    }

    private static List<String> cells(JsonNode consumer) {
        return CONSUMERS.stream().map(column -> column.cell(consumer, Format.TABLE)).toList();
    }
}

package dev.forebay.server.webhook;

import dev.forebay.httpapi.alerts.Alert;
import dev.forebay.httpapi.alerts.AlertListener.Turn;
import dev.forebay.httpapi.alerts.AlertOut;
import dev.forebay.httpapi.codec.Json;
import dev.forebay.httpapi.codec.JsonOut;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;

/** What became of an alert. */
record AlertEvent(Turn turn, Alert alert) {
    private static final String TYPE = "forebay.alerts";

    /**
     * The body of a request.
     *
     * @param wall wall-clock ms
     */
    static byte[] body(List<AlertEvent> events, long wall) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonOut out = Json.write(bytes)) {
            out.begin();
            out.field("type", TYPE);
            out.time("timestamp", wall);
            out.begin("data");
            out.beginList("events");
            events.forEach(event -> event.write(out));
            out.endList();
            out.end();
            out.end();
        }
        return bytes.toByteArray();
    }

    private void write(JsonOut out) {
        out.begin();
        out.field("event", turn.name().toLowerCase(Locale.ROOT));
        out.begin("alert");
        AlertOut.members(out, alert);
        out.end();
        out.end();
    }
}

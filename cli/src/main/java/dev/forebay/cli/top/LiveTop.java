package dev.forebay.cli.top;

import dev.forebay.cli.api.Api;
import dev.forebay.cli.api.ApiRefusal;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** All queues on a screen, or the one that was opened, until somebody leaves. */
final class LiveTop {
    private static final int NOT_FOUND = 404;

    private final Api api;
    private final LiveScreen screen;
    private final TopFrame frame;
    private final AlertLines alerts = new AlertLines();
    private final Cursor cursor = new Cursor();
    private List<String> shown = List.of();
    private String open = "";

    LiveTop(Api api, LiveScreen screen, Charset charset) {
        this.api = api;
        this.screen = screen;
        this.frame = new TopFrame(api.server().toString(), charset);
    }

    /** Looks so often, and at each key. */
    void run(long everyMillis) throws IOException, InterruptedException {
        Key key;
        do {
            screen.draw(lines());
            key = screen.key(everyMillis);
            take(key);
        } while (key != Key.LEAVE);
    }

    private List<String> lines() throws IOException, InterruptedException {
        JsonNode now = api.get(TopFrame.PATH); // its curves go on while a queue is open
        List<String> all = frame.lines(now, alerts.of(api, now), screen.rows(), cursor::place);
        shown = frame.shown();
        if (open.isEmpty()) {
            return all;
        }
        try {
            return QueueFrame.lines(api, open);
        } catch (ApiRefusal refusal) {
            if (refusal.status() != NOT_FOUND) {
                throw refusal;
            }
            open = ""; // it was deleted meanwhile
            return all;
        }
    }

    private void take(Key key) {
        switch (key) {
            case UP -> cursor.move(shown, -1);
            case DOWN -> cursor.move(shown, 1);
            case OPEN -> open = shown.isEmpty() ? "" : shown.get(cursor.place(shown));
            case BACK -> open = "";
            case NONE, LEAVE -> {}
        }
    }
}

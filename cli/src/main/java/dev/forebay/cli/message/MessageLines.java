package dev.forebay.cli.message;

import dev.forebay.cli.output.Column;
import dev.forebay.cli.output.Format;
import dev.forebay.cli.output.Ink;
import dev.forebay.cli.output.Ink.Tone;
import dev.forebay.cli.output.Listing;
import dev.forebay.cli.output.Shown;
import java.io.PrintWriter;
import tools.jackson.databind.JsonNode;

/** Prints messages as lines of a log: when, which, in what state, its key and its body. */
final class MessageLines implements Listing {
    private static final Column BODY = Column.body("BODY", "/body");

    private final PrintWriter out;
    private final Ink ink;

    MessageLines(PrintWriter out, Ink ink) {
        this.out = out;
        this.ink = ink;
    }

    @Override
    public void row(JsonNode message) {
        String key = Shown.line(message.path("key").asString(""));
        out.println(
                ink.paint(Tone.MUTED, message.path("sentAt").asString(""))
                        + " "
                        + message.path("id").asString("")
                        + " "
                        + ink.paint(Tone.WATER, message.path("state").asString(""))
                        + (key.isEmpty() ? "" : " [" + key + "]")
                        + " "
                        + BODY.cell(message, Format.WIDE));
    }

    @Override
    public void complete() {}

    @Override
    public void close() {
        out.flush();
    }
}

package dev.forebay.cli.output;

import dev.forebay.cli.output.Ink.Tone;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Prints things as rows, once all are there. */
final class Table implements Listing {
    private final PrintWriter out;
    private final PrintWriter talk;
    private final Ink ink;
    private final Sheet sheet;
    private final Format format;
    private final List<Column> columns;
    private final List<List<String>> rows = new ArrayList<>();

    Table(PrintWriter out, PrintWriter talk, Ink ink, Sheet sheet, Format format) {
        this.out = out;
        this.talk = talk;
        this.ink = ink;
        this.sheet = sheet;
        this.format = format;
        this.columns = sheet.columns(format);
    }

    @Override
    public void row(JsonNode thing) {
        rows.add(columns.stream().map(column -> column.cell(thing, format)).toList());
    }

    @Override
    public void complete() {
        if (rows.isEmpty()) {
            talk.println("No " + sheet.kind() + ".");
        }
    }

    @Override
    public void close() {
        if (rows.isEmpty()) {
            return;
        }
        List<String> lines = Grid.lines(columns, rows);
        out.println(ink.paint(Tone.STRONG, lines.getFirst()));
        lines.subList(1, lines.size()).forEach(out::println);
        out.flush();
    }
}

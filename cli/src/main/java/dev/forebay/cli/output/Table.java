package dev.forebay.cli.output;

import dev.forebay.cli.output.Ink.Tone;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Prints things as rows, figures flush right. */
final class Table implements Listing {
    private static final String GAP = "  ";

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
    public void close() {
        if (rows.isEmpty()) {
            talk.println("No " + sheet.kind() + ".");
            return;
        }
        List<String> titles = columns.stream().map(Column::title).toList();
        int[] widths = widths(titles);
        out.println(ink.paint(Tone.STRONG, line(titles, widths)));
        rows.forEach(row -> out.println(line(row, widths)));
        out.flush();
    }

    private int[] widths(List<String> titles) {
        int[] widths = titles.stream().mapToInt(Shown::width).toArray();
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Shown.width(row.get(i)));
            }
        }
        return widths;
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String space = " ".repeat(widths[i] - Shown.width(cells.get(i)));
            line.append(i == 0 ? "" : GAP)
                    .append(
                            columns.get(i).kind().isFigure()
                                    ? space + cells.get(i)
                                    : cells.get(i) + space);
        }
        return line.toString().stripTrailing();
    }
}

package dev.forebay.cli.output;

import java.util.ArrayList;
import java.util.List;

/** Lays cells out in columns, figures flush right. */
public final class Grid {
    private static final String GAP = "  ";

    private final List<Column> columns;
    private final List<List<String>> rows;
    private final int[] widths;

    private Grid(List<Column> columns, List<List<String>> rows) {
        this.columns = columns;
        this.rows = rows;
        this.widths = columns.stream().mapToInt(column -> Shown.width(column.title())).toArray();
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Shown.width(row.get(i)));
            }
        }
    }

    /** The titles as one line, then a line for each row. */
    public static List<String> lines(List<Column> columns, List<List<String>> rows) {
        Grid grid = new Grid(columns, rows);
        List<String> lines = new ArrayList<>(rows.size() + 1);
        lines.add(grid.line(columns.stream().map(Column::title).toList()));
        grid.rows.forEach(row -> lines.add(grid.line(row)));
        return lines;
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            String space = " ".repeat(widths[i] - Shown.width(cell));
            line.append(i == 0 ? "" : GAP)
                    .append(columns.get(i).kind().isFigure() ? space + cell : cell + space);
        }
        return line.toString().stripTrailing();
    }
}

package dev.forebay.cli.demo;

import dev.forebay.cli.output.Ink;
import dev.forebay.cli.output.Strokes;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.function.Function;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.terminal.TerminalBuilder.SystemOutput;

/** Who watches: a person at a terminal, or a log. */
final class Audience implements AutoCloseable {
    /** For terminals that do not tell their size. */
    private static final int COLUMNS = 80;

    private static final int ROWS = 24;

    private final Terminal terminal;

    private Audience(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Finds out what stdout is. */
    static Audience ofStdout() throws IOException {
        return new Audience(
                TerminalBuilder.builder()
                        .system(true)
                        .systemOutput(SystemOutput.SysOut)
                        .dumb(true)
                        .build());
    }

    /**
     * The view that suits it.
     *
     * @param out stdout
     * @param charset of stdout
     * @param picture what a person sees, made of the strokes that the charset has
     */
    View view(PrintWriter out, Charset charset, Function<Strokes, Picture> picture) {
        if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
            return new PlainView(out);
        }
        return new LiveView(out, screen(), Ink.onTerminal(), picture.apply(Strokes.of(charset)));
    }

    private Screen screen() {
        return new Screen() {
            @Override
            public int columns() {
                return terminal.getColumns() > 0 ? terminal.getColumns() : COLUMNS;
            }

            @Override
            public int rows() {
                return terminal.getRows() > 0 ? terminal.getRows() : ROWS;
            }
        };
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}

package dev.forebay.cli.top;

import dev.forebay.cli.output.Ink;
import dev.forebay.cli.output.Ink.Tone;
import dev.forebay.cli.output.Shown;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;

/** A whole terminal, which is given back as it was. */
final class LiveScreen implements AutoCloseable {
    private static final String ENTER = "\u001b[?1049h\u001b[?25l";
    private static final String LEAVE = "\u001b[?25h\u001b[?1049l";
    private static final String HOME = "\u001b[H";
    private static final String CLEAR_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";

    private static final int ESCAPE = 0x1b;

    /** How long the next sign of a sequence may take, in ms. */
    private static final long WITHIN_SEQUENCE = 50;

    /** For terminals that do not tell their size. */
    private static final int COLUMNS = 80;

    private static final int ROWS = 24;

    private final Terminal terminal;
    private final Attributes before;
    private final Ink ink;
    private final AtomicBoolean left = new AtomicBoolean();

    private LiveScreen(Terminal terminal, Ink ink) {
        this.terminal = terminal;
        this.before = terminal.enterRawMode();
        this.ink = ink;
        terminal.handle(Signal.INT, _ -> left.set(true));
        terminal.writer().print(ENTER);
    }

    static LiveScreen open(Ink ink) throws IOException {
        return new LiveScreen(TerminalBuilder.builder().system(true).build(), ink);
    }

    int rows() {
        return terminal.getRows() > 0 ? terminal.getRows() : ROWS;
    }

    private int columns() {
        return terminal.getColumns() > 0 ? terminal.getColumns() : COLUMNS;
    }

    /** The lines, the first of them strong. */
    void draw(List<String> lines) {
        StringBuilder frame = new StringBuilder(HOME);
        for (int i = 0; i < Math.min(lines.size(), rows()); i++) {
            String line = Shown.cut(lines.get(i), columns());
            frame.append(i == 0 ? "" : "\n")
                    .append(i == 0 ? ink.paint(Tone.STRONG, line) : line)
                    .append(CLEAR_LINE);
        }
        terminal.writer().print(frame.append(CLEAR_BELOW));
        terminal.writer().flush();
    }

    /** Waits for a key, at most so long. */
    Key key(long millis) throws IOException {
        int pressed = left.get() ? 'q' : terminal.reader().read(millis);
        return left.get() ? Key.LEAVE : meaning(pressed);
    }

    private Key meaning(int pressed) throws IOException {
        return switch (pressed) {
            case 'q', 'Q', NonBlockingReader.EOF -> Key.LEAVE;
            case 'k' -> Key.UP;
            case 'j' -> Key.DOWN;
            case '\r', '\n' -> Key.OPEN;
            case ESCAPE -> sequence();
            default -> Key.NONE;
        };
    }

    /** Keys with arrows are sent as ESC [ A and the like; the key Esc is sent alone. */
    private Key sequence() throws IOException {
        int next = terminal.reader().read(WITHIN_SEQUENCE);
        if (next != '[' && next != 'O') {
            return Key.BACK;
        }
        return switch (terminal.reader().read(WITHIN_SEQUENCE)) {
            case 'A' -> Key.UP;
            case 'B' -> Key.DOWN;
            default -> Key.NONE;
        };
    }

    @Override
    public void close() throws IOException {
        terminal.writer().print(LEAVE);
        terminal.writer().flush();
        terminal.setAttributes(before);
        terminal.close();
    }
}

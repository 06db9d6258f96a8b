package dev.forebay.server.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The last five hundred lines of the log, for people who look from elsewhere. Thread-safe. */
final class RecentLines extends AppenderBase<ILoggingEvent> {
    static final String NAME = "recent";
    private static final int MOST_LINES = 500;
    private static final int MOST_CHARACTERS = 2_000;

    private final LineEncoder encoder = new LineEncoder();
    private final Deque<Logs.Line> lines = new ArrayDeque<>(MOST_LINES);
    private long number;

    RecentLines() {
        setName(NAME);
    }

    @Override
    protected void append(ILoggingEvent event) {
        String text = new String(encoder.encode(event), StandardCharsets.UTF_8).stripTrailing();
        String shown =
                text.length() > MOST_CHARACTERS ? text.substring(0, MOST_CHARACTERS) + "…" : text;
        synchronized (lines) {
            if (lines.size() == MOST_LINES) {
                lines.remove();
            }
            lines.add(new Logs.Line(++number, event.getLevel().levelStr, shown));
        }
    }

    /**
     * Those behind the one of this number; all, if it is a number of the process before this one.
     */
    List<Logs.Line> after(long known) {
        synchronized (lines) {
            if (known > number) {
                return List.copyOf(lines);
            }
            return lines.stream().filter(line -> line.number() > known).toList();
        }
    }
}

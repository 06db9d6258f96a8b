package dev.forebay.cli.demo;

import dev.forebay.cli.output.Ink;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Draws the story in place on a terminal, over and over. */
final class LiveView implements View {
    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";
    private static final String CLEAR_LINE = "\u001b[K";
    private static final String CLEAR_BELOW = "\u001b[J";
    private static final int EVENTS = 6;

    /** Twice a second the curves take a step; in between only the figures change. */
    private static final double STEP_SECONDS = 0.5;

    private final PrintWriter out;
    private final Screen screen;
    private final Ink ink;
    private final Picture picture;
    private final Deque<String> events = new ArrayDeque<>();
    private Act act = Act.SURGE;
    private double nextStep;
    private int drawn;

    LiveView(PrintWriter out, Screen screen, Ink ink, Picture picture) {
        this.out = out;
        this.screen = screen;
        this.ink = ink;
        this.picture = picture;
        out.print(HIDE_CURSOR);
    }

    @Override
    public void act(double seconds, Act next) {
        act = next;
    }

    @Override
    public void event(double seconds, String event) {
        events.addLast(Figures.clock(seconds) + "  " + event);
        if (events.size() > EVENTS) {
            events.removeFirst();
        }
    }

    @Override
    public void moment(Moment moment) {
        if (moment.seconds() >= nextStep) {
            nextStep = moment.seconds() + STEP_SECONDS;
            picture.step(moment);
        }
        draw(picture.lines(act, moment, List.copyOf(events)));
    }

    @Override
    public void end() {
        out.print(SHOW_CURSOR);
        out.println();
        out.flush();
    }

    private void draw(List<Line> lines) {
        // One row and one column stay free for the cursor: what wraps or scrolls cannot be drawn
        // over.
        List<Line> fitting = lines.subList(0, Math.min(lines.size(), screen.rows() - 1));
        StringBuilder frame = new StringBuilder();
        if (drawn > 0) {
            frame.append("\u001b[").append(drawn).append("A\r");
        }
        for (Line line : fitting) {
            frame.append(line.paint(ink, screen.columns() - 1)).append(CLEAR_LINE).append('\n');
        }
        out.print(frame.append(CLEAR_BELOW));
        out.flush();
        drawn = fitting.size();
    }
}

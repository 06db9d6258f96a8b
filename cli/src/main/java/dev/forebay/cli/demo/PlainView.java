package dev.forebay.cli.demo;

import java.io.PrintWriter;

/** Lines for logs and pipes: one for each act and event, and one a second. */
final class PlainView implements View {
    private final PrintWriter out;
    private long next;

    PlainView(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void act(double seconds, Act act) {
        print(seconds, act.heading() + ". " + act.explanation());
    }

    @Override
    public void event(double seconds, String event) {
        print(seconds, event);
    }

    @Override
    public void moment(Moment moment) {
        if (moment.seconds() < next) {
            return;
        }
        next = (long) moment.seconds() + 1;
        print(
                moment.seconds(),
                "pool %s  oldest %s  in %s  out %s  drain %s  answers p50 %s p99 %s  failed %s  dead %s%s"
                        .formatted(
                                Figures.count(moment.pool().depth()),
                                Figures.span(moment.pool().oldestSeconds()),
                                Figures.rate(moment.inRate()),
                                Figures.rate(moment.outRate()),
                                Figures.drain(moment.drainSeconds()),
                                Figures.millis(moment.answers().median()),
                                Figures.millis(moment.answers().p99()),
                                Figures.count(moment.account().failed()),
                                Figures.count(moment.account().deadLettered()),
                                moment.heldBack().map(PlainView::heldBack).orElse("")));
    }

    private static String heldBack(HeldBack held) {
        return "  held back for %s: %s".formatted(Figures.span(held.seconds()), held.detail());
    }

    @Override
    public void end() {
        out.flush();
    }

    private void print(double seconds, String text) {
        out.println("%5s  %s".formatted(Figures.clock(seconds), text));
        out.flush();
    }
}

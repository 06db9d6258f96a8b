package dev.forebay.cli.demo;

import dev.forebay.cli.output.Curve;
import dev.forebay.cli.output.Ink.Tone;
import dev.forebay.cli.output.Strokes;
import java.util.ArrayList;
import java.util.List;

/** Lays out the live view: pure, so that tests read it as text. Made for 80 columns and more. */
final class Picture {
    private static final int LABEL = 12;
    private static final int FIGURE = 12;
    private static final int BAR = 44;

    private final String place;
    private final Strokes strokes;
    private final Curve in = new Curve(BAR);
    private final Curve out = new Curve(BAR);
    private long deepest;

    /**
     * An empty one.
     *
     * @param place what to call the server
     * @param expected messages in the pool at which its bar is full, if there are never more
     */
    Picture(String place, Strokes strokes, long expected) {
        this.place = place;
        this.strokes = strokes;
        this.deepest = expected;
    }

    /** Lets the curves go on by one step. */
    void step(Moment moment) {
        in.add(moment.inRate());
        out.add(moment.outRate());
        deepest = Math.max(deepest, moment.pool().depth());
    }

    /** The lines of a moment, the newest event last. */
    List<Line> lines(Act act, Moment moment, List<String> events) {
        List<Line> lines = new ArrayList<>();
        lines.add(
                new Line()
                        .add(Tone.STRONG, " Forebay demo")
                        .add(Tone.MUTED, "  " + place + "  " + Figures.clock(moment.seconds())));
        lines.add(new Line());
        lines.add(new Line().add(Tone.STRONG, " " + act.heading()));
        lines.add(new Line().add(Tone.MUTED, " " + act.explanation()));
        lines.add(new Line());
        pool(moment, lines);
        lines.add(new Line());
        people(moment, lines);
        lines.add(new Line());
        events.forEach(event -> lines.add(new Line().add(Tone.MUTED, " " + event)));
        return lines;
    }

    private void pool(Moment moment, List<Line> lines) {
        PoolFigures pool = moment.pool();
        lines.add(
                row("pool", Tone.STRONG, Figures.count(pool.depth()))
                        .add(Tone.WATER, strokes.bar((double) pool.depth() / deepest, BAR)));
        lines.add(rate("in", moment.inRate(), in));
        lines.add(rate("out", moment.outRate(), out));
        lines.add(
                row("oldest", Tone.TEXT, Figures.span(pool.oldestSeconds()))
                        .add(Tone.MUTED, "drained ")
                        .pad(drainTone(moment), drain(moment), BAR / 2)
                        .add(Tone.MUTED, "leased ")
                        .add(Figures.count(pool.leased())));
        lines.add(
                moment.heldBack()
                        .map(held ->
                                row("delivery", Tone.WARN, "in " + Figures.span(held.seconds()))
                                        .add(Tone.MUTED, "held back: ")
                                        .add(Tone.WARN, held.detail()))
                        .orElseGet(() ->
                                row("delivery", Tone.OK, "goes on")
                                        .add(Tone.MUTED, "nothing holds it back")));
    }

    private Line rate(String label, double perSecond, Curve curve) {
        return row(label, Tone.TEXT, Figures.rate(perSecond)).add(Tone.WATER, curve.draw(strokes));
    }

    private static String drain(Moment moment) {
        String span = Figures.drain(moment.drainSeconds());
        return moment.drainSeconds().isPresent() ? "in " + span : span;
    }

    private static Tone drainTone(Moment moment) {
        return moment.drainSeconds().isPresent() ? Tone.OK : Tone.WARN;
    }

    private static void people(Moment moment, List<Line> lines) {
        Account account = moment.account();
        Latencies.Summary answers = moment.answers();
        lines.add(
                row("producer", Tone.TEXT, Figures.count(account.sent()))
                        .add(Tone.MUTED, "sent, ")
                        .add(
                                account.failed() == 0 ? Tone.OK : Tone.BAD,
                                Figures.count(account.failed()) + " failed")
                        .add(Tone.MUTED, "; answered in ")
                        .add("p50 " + Figures.millis(answers.median()))
                        .add(", p99 " + Figures.millis(answers.p99())));
        Line consumers = row("consumers", Tone.TEXT, Figures.count(account.settled()));
        consumers.add(Tone.MUTED, "settled;");
        moment.consumers().forEach(worker -> worker(worker, consumers));
        lines.add(consumers);
        lines.add(
                row("", Tone.TEXT, Figures.count(account.deadLettered()))
                        .add(Tone.MUTED, "dead-lettered, ")
                        .add(Figures.count(account.again()))
                        .add(Tone.MUTED, " delivered again"));
    }

    private static void worker(Moment.Worker worker, Line line) {
        switch (worker.state()) {
            case WORKING, DYING ->
                    line.add(Tone.OK, " #" + worker.number() + " " + Figures.rate(worker.rate()));
            case LEAVING -> line.add(Tone.MUTED, " #" + worker.number() + " leaving");
            case DEAD -> line.add(Tone.BAD, " #" + worker.number() + " dead");
        }
    }

    private static Line row(String label, Tone tone, String figure) {
        return new Line().pad(Tone.MUTED, " " + label, LABEL).pad(tone, figure, FIGURE);
    }
}

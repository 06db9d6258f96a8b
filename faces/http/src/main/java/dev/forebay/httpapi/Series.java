package dev.forebay.httpapi;

import dev.forebay.httpapi.codec.JsonOut;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Figures over time in a ring of fixed size. */
final class Series {
    /** What is kept of each look. */
    private record Line(String label, ToDoubleFunction<Figures> figure) {}

    private static final List<Line> LINES =
            List.of(
                    new Line("ready", Figures::ready),
                    new Line("delayed", Figures::delayed),
                    new Line("leased", Figures::leased),
                    new Line("bytes", Figures::bytes),
                    new Line("oldestAgeMillis", Figures::oldestAgeMillis),
                    new Line("inPerSecond", Figures::inPerSecond),
                    new Line("outPerSecond", Figures::outPerSecond),
                    new Line("deadPerSecond", Figures::deadPerSecond));

    private final int stepMillis;
    private final float[][] values;
    private int next;
    private int size;
    private long lastAt;

    /**
     * An empty one.
     *
     * @param points how many are kept
     */
    Series(int stepMillis, int points) {
        this.stepMillis = stepMillis;
        this.values = new float[LINES.size()][points];
    }

    void add(long wall, Figures figures) {
        for (int i = 0; i < values.length; i++) {
            values[i][next] = (float) LINES.get(i).figure().applyAsDouble(figures);
        }
        next = (next + 1) % values[0].length;
        size = Math.min(size + 1, values[0].length);
        lastAt = wall;
    }

    /** Members of the current object: the step, when the last was, and each line, oldest first. */
    void write(JsonOut out) {
        out.field("stepMillis", stepMillis);
        if (size > 0) {
            out.time("lastAt", lastAt);
        }
        out.begin("series");
        for (int i = 0; i < values.length; i++) {
            out.beginList(LINES.get(i).label());
            float[] ring = values[i];
            for (int point = 0; point < size; point++) {
                out.element(ring[(next - size + point + ring.length) % ring.length]);
            }
            out.endList();
        }
        out.end();
    }
}

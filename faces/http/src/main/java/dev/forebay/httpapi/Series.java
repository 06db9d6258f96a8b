package dev.forebay.httpapi;

import dev.forebay.httpapi.codec.JsonOut;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Figures over time in a ring of fixed size.
 *
 * @param <T> what is looked at
 */
final class Series<T> {
    /**
     * What is kept of each look.
     *
     * @param label as clients read it
     */
    record Line<T>(String label, ToDoubleFunction<T> figure) {
        /** The same of something that it is part of. */
        <W> Line<W> of(Function<W, T> part) {
            return new Line<>(label, whole -> figure.applyAsDouble(part.apply(whole)));
        }
    }

    /** Of a queue. */
    static final List<Line<Figures>> QUEUE =
            List.of(
                    new Line<>("ready", Figures::ready),
                    new Line<>("delayed", Figures::delayed),
                    new Line<>("leased", Figures::leased),
                    new Line<>("bytes", Figures::bytes),
                    new Line<>("oldestAgeMillis", Figures::oldestAgeMillis),
                    new Line<>("inPerSecond", Figures::inPerSecond),
                    new Line<>("outPerSecond", Figures::outPerSecond),
                    new Line<>("deadPerSecond", Figures::deadPerSecond));

    /** Of the server: the sums over its queues, and what went through. */
    static final List<Line<Sampling.Look>> SERVER =
            Stream.concat(
                            QUEUE.stream().map(line -> line.of(Sampling.Look::total)),
                            Stream.of(
                                            new Line<>("sqsPerSecond", Traffic::sqsPerSecond),
                                            new Line<>("amqpPerSecond", Traffic::amqpPerSecond),
                                            new Line<>("httpPerSecond", Traffic::httpPerSecond),
                                            new Line<>(
                                                    "deliveredPerSecond",
                                                    Traffic::deliveredPerSecond),
                                            new Line<>("commitP50Millis", Traffic::commitP50Millis),
                                            new Line<>("commitP99Millis", Traffic::commitP99Millis),
                                            new Line<>("deadLetters", Traffic::deadLetters))
                                    .map(line -> line.of(Sampling.Look::traffic)))
                    .toList();

    private final List<Line<T>> lines;
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
    Series(List<Line<T>> lines, int stepMillis, int points) {
        this.lines = lines;
        this.stepMillis = stepMillis;
        this.values = new float[lines.size()][points];
    }

    /** Of a queue of which nothing is kept. */
    static Series<Figures> none(int stepMillis) {
        return new Series<>(QUEUE, stepMillis, 1);
    }

    void add(long wall, T figures) {
        for (int i = 0; i < values.length; i++) {
            values[i][next] = (float) lines.get(i).figure().applyAsDouble(figures);
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
            out.beginList(lines.get(i).label());
            float[] ring = values[i];
            for (int point = 0; point < size; point++) {
                out.element(ring[(next - size + point + ring.length) % ring.length]);
            }
            out.endList();
        }
        out.end();
    }
}

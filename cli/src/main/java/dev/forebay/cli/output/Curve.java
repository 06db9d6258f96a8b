package dev.forebay.cli.output;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;

/** A little curve of the last values of a figure, against the greatest it ever had. */
public final class Curve {
    private final int width;
    private final Deque<Double> values = new ArrayDeque<>();
    private double greatest;

    /**
     * Empty.
     *
     * @param width how many values it keeps
     */
    public Curve(int width) {
        this.width = width;
    }

    /** The next value. */
    public void add(double value) {
        greatest = Math.max(greatest, value);
        values.addLast(value);
        if (values.size() > width) {
            values.removeFirst();
        }
    }

    /** A sign for each value. */
    public String draw(Strokes strokes) {
        return values.stream()
                .map(value -> String.valueOf(strokes.level(greatest == 0 ? 0 : value / greatest)))
                .collect(Collectors.joining());
    }
}

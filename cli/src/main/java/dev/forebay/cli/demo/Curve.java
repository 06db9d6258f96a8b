package dev.forebay.cli.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;

/** A little curve of the last values of a figure, against the greatest it ever had. */
final class Curve {
    private final int width;
    private final Deque<Double> values = new ArrayDeque<>();
    private double greatest;

    Curve(int width) {
        this.width = width;
    }

    void add(double value) {
        greatest = Math.max(greatest, value);
        values.addLast(value);
        if (values.size() > width) {
            values.removeFirst();
        }
    }

    String draw(Strokes strokes) {
        return values.stream()
                .map(value -> String.valueOf(strokes.level(greatest == 0 ? 0 : value / greatest)))
                .collect(Collectors.joining());
    }
}

package dev.forebay.httpapi;

import dev.forebay.httpapi.codec.JsonOut;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Figures over time in a ring of fixed size, a value a step. Not thread-safe.
 *
 * @param <T> what is looked at
 */
final class Series<T> {
    /** Of a time in which nobody looked. */
    private static final float UNKNOWN = Float.NaN;

    private static final int HEAD_BYTES = 2 * Long.BYTES + 2 * Integer.BYTES;

    private final List<Line<T>> lines;
    private final Step step;
    private final int points;

    /** Of each line; what was seen in step n is at n modulo the points. */
    private final float[][] values;

    private int size;

    /** The step of the newest values, and how many looks are in them. */
    private long newest;

    private int samples;
    private long lastAt;

    Series(List<Line<T>> lines, Step step) {
        this.lines = lines;
        this.step = step;
        this.points = step.points();
        this.values = new float[lines.size()][points];
    }

    /** Takes note. What is seen holds for the time since the look before, however long that is. */
    void add(long wall, T figures) {
        long now = step.slot(wall);
        if (size == 0 || now > newest) {
            long first = size == 0 ? now : newest + 1;
            for (int i = 0; i < values.length; i++) {
                fill(i, first, now, figure(i, figures));
            }
            extendTo(now);
            samples = 1;
        } else {
            for (int i = 0; i < values.length; i++) {
                int place = place(newest);
                values[i][place] =
                        lines.get(i).fold().with(values[i][place], samples, figure(i, figures));
            }
            samples++;
        }
        lastAt = wall;
    }

    private float figure(int line, T figures) {
        return (float) lines.get(line).figure().applyAsDouble(figures);
    }

    private void fill(int line, long from, long to, float value) {
        for (long each = Math.max(from, to - points + 1); each <= to; each++) {
            values[line][place(each)] = value;
        }
    }

    private void extendTo(long to) {
        size = size == 0 ? 1 : (int) Math.min(points, size + to - newest);
        newest = to;
    }

    private int place(long slot) {
        return (int) Math.floorMod(slot, (long) points);
    }

    /** Nobody looked from the last look until now. What is of times to come is forgotten. */
    void resume(long wall) {
        long before = step.slot(wall) - 1;
        if (size == 0 || before - newest >= points || newest > before + 1) {
            size = 0;
        } else if (before > newest) {
            for (int i = 0; i < values.length; i++) {
                fill(i, newest + 1, before, UNKNOWN);
            }
            extendTo(before);
        }
    }

    /** How much {@link #save} takes. */
    int savedBytes() {
        return HEAD_BYTES + values.length * size * Float.BYTES;
    }

    void save(ByteBuffer to) {
        to.putLong(newest).putLong(lastAt).putInt(samples).putInt(size);
        int from = place(newest - size + 1);
        int straight = Math.min(size, points - from);
        for (float[] ring : values) {
            to.slice().asFloatBuffer().put(ring, from, straight).put(ring, 0, size - straight);
            to.position(to.position() + size * Float.BYTES);
        }
    }

    /**
     * Takes what was saved, in place of all there is.
     *
     * @throws IllegalArgumentException when it cannot be what was saved
     */
    void restore(ByteBuffer saved) {
        newest = saved.getLong();
        lastAt = saved.getLong();
        samples = saved.getInt();
        size = saved.getInt();
        if (size < 0 || size > points || samples < 0 || newest < 0) {
            throw new IllegalArgumentException(
                    "%d points with %d looks in the last".formatted(size, samples));
        }
        int from = place(newest - size + 1);
        int straight = Math.min(size, points - from);
        for (float[] ring : values) {
            Arrays.fill(ring, UNKNOWN);
            saved.slice().asFloatBuffer().get(ring, from, straight).get(ring, 0, size - straight);
            saved.position(saved.position() + size * Float.BYTES);
        }
    }

    /**
     * Members of the current object: the step, when the last was, and each line, oldest first.
     *
     * @param most points of each, the newest of them
     */
    void write(JsonOut out, int most) {
        out.field("stepMillis", step.millis());
        if (size > 0) {
            out.time("lastAt", lastAt);
        }
        int shown = Math.min(size, most);
        out.begin("series");
        for (int i = 0; i < values.length; i++) {
            out.beginList(lines.get(i).label());
            for (long each = newest - shown + 1; each <= newest && shown > 0; each++) {
                out.element(values[i][place(each)]);
            }
            out.endList();
        }
        out.end();
    }
}

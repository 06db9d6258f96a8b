package dev.forebay.httpapi;

import java.nio.ByteBuffer;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** One history in all steps. Not thread-safe. */
final class Track<T> {
    private final Map<Step, Series<T>> each = new EnumMap<>(Step.class);

    Track(List<Line<T>> lines) {
        for (Step step : Step.values()) {
            each.put(step, new Series<>(lines, step));
        }
    }

    void add(long wall, T seen) {
        each.values().forEach(series -> series.add(wall, seen));
    }

    Series<T> in(Step step) {
        return Objects.requireNonNull(each.get(step));
    }

    void resume(long wall) {
        each.values().forEach(series -> series.resume(wall));
    }

    ByteBuffer save() {
        ByteBuffer saved =
                ByteBuffer.allocate(each.values().stream().mapToInt(Series::savedBytes).sum());
        each.values().forEach(series -> series.save(saved));
        return saved.flip();
    }

    void restore(ByteBuffer saved) {
        each.values().forEach(series -> series.restore(saved));
    }
}

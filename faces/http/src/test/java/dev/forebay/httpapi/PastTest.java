package dev.forebay.httpapi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.forebay.httpapi.codec.Json;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Figures over time: steps, gaps, bounds, and what a restart brings back. */
class PastTest {
    private static final long BEGIN = 1_800_000_000_000L;
    private static final long SECOND = 1_000;
    private static final int HOUR = 3_600_000;

    private Past past = new Past();

    private void look(long wall, Map<String, Figures> queues) {
        Map<String, Standing> each = new HashMap<>();
        Figures total = Figures.NOTHING;
        for (Map.Entry<String, Figures> one : queues.entrySet()) {
            total = total.plus(one.getValue());
            if (!one.getValue().isQuiet()) {
                each.put(one.getKey(), standing(one.getValue()));
            }
        }
        past.add(
                new Sampling.Look(
                        0, wall, queues.size(), total, Traffic.NOTHING, each, AlertCount.NONE),
                queues.keySet());
    }

    private static Standing standing(Figures figures) {
        return new Standing(
                figures, QueueState.STEADY, OptionalLong.empty(), OptionalLong.empty(), 1, false);
    }

    private static Figures figures(long ready, double in) {
        return new Figures(ready, 0, 0, 0, 10 * ready, in, 0, 0);
    }

    private static JsonNode shown(Series<?> series) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var out = Json.write(bytes)) {
            out.begin();
            series.write(out, Integer.MAX_VALUE);
            out.end();
        }
        return new JsonMapper().readTree(bytes.toByteArray());
    }

    private static double[] values(Series<?> series, String line) {
        JsonNode values = shown(series).at("/series/" + line);
        return values.valueStream()
                .flatMapToDouble(one -> DoubleStream.of(one.isNull() ? Double.NaN : one.asDouble()))
                .toArray();
    }

    @Test
    void a_step_has_the_mean_of_paces_the_worst_age_and_the_last_depth() {
        for (int second = 0; second < 30; second++) {
            look(BEGIN + second * SECOND, Map.of("q", figures(second + 1, second % 15)));
        }
        assertThat(values(past.of("q", Step.SECOND), "ready")).hasSize(30).endsWith(29, 30);
        assertThat(values(past.of("q", Step.QUARTER_MINUTE), "inPerSecond"))
                .containsExactly(new double[] {7, 7}, within(1e-4));
        assertThat(values(past.of("q", Step.QUARTER_MINUTE), "ready")).containsExactly(15, 30);
        assertThat(values(past.of("q", Step.QUARTER_MINUTE), "oldestAgeMillis"))
                .containsExactly(150, 300);
        assertThat(values(past.of(Step.FIVE_MINUTES), "inPerSecond"))
                .containsExactly(new double[] {7}, within(1e-4));
    }

    @Test
    void a_look_that_comes_late_holds_for_all_the_time_since_the_one_before() {
        look(BEGIN, Map.of("q", figures(1, 1)));
        look(BEGIN + 4 * SECOND, Map.of("q", figures(2, 5)));
        assertThat(values(past.of(Step.SECOND), "inPerSecond")).containsExactly(1, 5, 5, 5, 5);
    }

    @Test
    void each_step_goes_as_far_back_as_it_should_and_no_further() {
        for (long wall = BEGIN; wall <= BEGIN + 8L * 24 * HOUR; wall += 300 * SECOND) {
            look(wall, Map.of("q", figures(1, 1)));
        }
        assertThat(values(past.of("q", Step.SECOND), "ready")).hasSize(600);
        assertThat(values(past.of("q", Step.QUARTER_MINUTE), "ready")).hasSize(6 * 60 * 4);
        assertThat(values(past.of("q", Step.FIVE_MINUTES), "ready")).hasSize(7 * 24 * 12);
    }

    @Test
    void a_restart_leaves_a_gap_for_the_time_in_which_nobody_looked() {
        look(BEGIN, Map.of("q", figures(1, 1)));
        look(BEGIN + SECOND, Map.of("q", figures(2, 1)));
        restart(BEGIN + 4 * SECOND);
        look(BEGIN + 4 * SECOND, Map.of("q", figures(5, 1)));
        assertThat(values(past.of("q", Step.SECOND), "ready"))
                .containsExactly(1, 2, Double.NaN, Double.NaN, 5);
        assertThat(values(past.of("q", Step.FIVE_MINUTES), "ready")).containsExactly(5);
        assertThat(values(past.of(Step.SECOND), "ready"))
                .containsExactly(1, 2, Double.NaN, Double.NaN, 5);
        assertThat(shown(past.of(Step.SECOND)).path("lastAt").asString())
                .isEqualTo("2027-01-15T08:00:04.000Z");
    }

    @Test
    void what_is_beyond_a_step_after_a_long_stop_or_in_the_future_is_forgotten() {
        look(BEGIN, Map.of("q", figures(1, 1)));
        restart(BEGIN + HOUR);
        assertThat(values(past.of("q", Step.SECOND), "ready")).isEmpty();
        assertThat(values(past.of("q", Step.QUARTER_MINUTE), "ready")).hasSize(240).startsWith(1);
        restart(BEGIN - HOUR);
        assertThat(values(past.of("q", Step.QUARTER_MINUTE), "ready")).isEmpty();
        look(BEGIN - HOUR, Map.of("q", figures(3, 1)));
        assertThat(values(past.of("q", Step.QUARTER_MINUTE), "ready")).containsExactly(3);
    }

    private void restart(long wall) {
        ByteBuffer saved = saved();
        past = new Past();
        past.restore(saved, wall);
    }

    private ByteBuffer saved() {
        List<ByteBuffer> pieces = new ArrayList<>();
        past.pieces().forEachRemaining(piece -> pieces.add(piece.get()));
        ByteBuffer all = ByteBuffer.allocate(pieces.stream().mapToInt(ByteBuffer::remaining).sum());
        pieces.forEach(all::put);
        return all.flip();
    }

    @Test
    void what_was_cut_or_written_by_another_version_is_refused_and_nothing_taken_of_it() {
        look(BEGIN, Map.of("q", figures(1, 1)));
        ByteBuffer saved = saved();
        past = new Past();
        ByteBuffer cut = saved.duplicate().limit(saved.limit() - 1).slice();
        assertThatThrownBy(() -> past.restore(cut, BEGIN))
                .isInstanceOf(IllegalArgumentException.class);
        ByteBuffer foreign = ByteBuffer.allocate(saved.capacity()).put(saved.duplicate()).flip();
        foreign.put(6, (byte) (foreign.get(6) ^ 1));
        assertThatThrownBy(() -> past.restore(foreign, BEGIN))
                .hasMessageContaining("another version");
        assertThat(values(past.of(Step.SECOND), "ready")).isEmpty();
    }

    @Test
    void a_hundred_queues_have_a_history_and_a_quiet_one_gives_its_place_away() {
        Map<String, Figures> busy = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            busy.put("q" + i, figures(1, 1));
        }
        look(BEGIN, busy);
        Map<String, Figures> later = new HashMap<>(busy);
        later.put("late", figures(1, 1));
        look(BEGIN + SECOND, later);
        assertThat(values(past.of("late", Step.SECOND), "ready")).isEmpty();

        later.put("q7", Figures.NOTHING);
        for (int second = 2; second < 604; second++) {
            look(BEGIN + second * SECOND, later);
        }
        assertThat(values(past.of("late", Step.SECOND), "ready")).isNotEmpty();
        assertThat(values(past.of("q7", Step.SECOND), "ready")).isEmpty();
        assertThat(values(past.of("q8", Step.SECOND), "ready")).hasSize(600);
    }

    @Test
    void a_quiet_queue_keeps_its_history_and_one_that_is_gone_does_not() {
        look(BEGIN, Map.of("quiet", figures(3, 1), "gone", figures(1, 1)));
        look(BEGIN + SECOND, Map.of("quiet", Figures.NOTHING));
        assertThat(values(past.of("quiet", Step.SECOND), "ready")).containsExactly(3, 0);
        assertThat(values(past.of("gone", Step.SECOND), "ready")).isEmpty();
    }
}

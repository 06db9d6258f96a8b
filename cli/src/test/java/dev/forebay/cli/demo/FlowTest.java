package dev.forebay.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class FlowTest {
    private final Flow flow = new Flow();

    private void at(double seconds, long accepted, long ended) {
        flow.add(
                (long) (seconds * Duration.ofSeconds(1).toNanos()),
                new PoolFigures(accepted - ended, 0, 0, 0, accepted, ended, 0));
    }

    @Test
    void a_single_look_knows_no_rates() {
        at(0, 100, 0);
        assertThat(flow.in()).isZero();
        assertThat(flow.drainSeconds()).isEmpty();
    }

    @Test
    void rates_are_those_of_the_last_seconds() {
        at(0, 0, 0);
        at(10, 10_000, 1_000);
        at(11, 10_500, 1_100);
        at(12, 11_000, 1_200);
        assertThat(flow.in()).isEqualTo(500);
        assertThat(flow.out()).isEqualTo(100);
        assertThat(flow.drainSeconds()).as("it fills").isEmpty();
    }

    @Test
    void the_drain_time_is_depth_by_fall() {
        at(0, 1_000, 0);
        at(1, 1_100, 300);
        assertThat(flow.drainSeconds()).hasValue(800.0 / 200);
    }

    @Test
    void an_empty_pool_is_drained() {
        at(0, 10, 10);
        assertThat(flow.drainSeconds()).hasValue(0);
    }
}

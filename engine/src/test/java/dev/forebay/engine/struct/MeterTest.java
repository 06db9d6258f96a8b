package dev.forebay.engine.struct;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MeterTest {
    private final Meter meter = new Meter();

    @Test
    void a_steady_rate_is_told_after_a_second_and_for_ever() {
        assertThat(meter.perSecond(5, 0)).isZero();
        long total = 0;
        for (long now = 1_000_000; now < 1_200_000; now += 40) {
            total++;
            meter.note(now, total);
            if (now >= 1_001_000) {
                assertThat(meter.perSecond(now, total)).isCloseTo(25, within(1.5));
            }
        }
    }

    @Test
    void it_falls_to_nothing_when_nothing_comes() {
        for (int i = 1; i <= 100; i++) {
            meter.note(i * 100L, i);
        }
        assertThat(meter.perSecond(25_000, 100)).isCloseTo(4, within(0.2));
        assertThat(meter.perSecond(39_000, 100)).isLessThan(0.5);
        assertThat(meter.perSecond(60_000, 100)).isZero();
        assertThat(meter.perSecond(10_000_000, 100)).isZero();
    }

    @Test
    void what_came_long_ago_does_not_count_whenever_something_comes_again() {
        for (int gap = 31; gap < 200; gap++) {
            Meter bursts = new Meter();
            bursts.note(0, 1_000_000);
            long again = gap * 1_000L + 10_000;
            bursts.note(10_000, 2_000_000);
            bursts.note(again, 2_000_030);
            assertThat(bursts.perSecond(again, 2_000_030))
                    .as("gap %d", gap)
                    .isCloseTo(1, within(0.1));
        }
    }
}

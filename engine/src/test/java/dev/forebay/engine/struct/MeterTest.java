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
}

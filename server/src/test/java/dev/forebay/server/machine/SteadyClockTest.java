package dev.forebay.server.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
    private static final long HOUR = TimeUnit.HOURS.toMillis(1);

    private long nanos = -5;
    private long wall = 1_000_000_000_000L;

    @Test
    void engine_time_goes_on_where_the_log_ended() {
        SteadyClock clock = clock(5_000);

        pass(1_500);

        assertThat(clock.now()).isEqualTo(6_500);
    }

    @Test
    void the_time_that_a_recovery_takes_counts_for_no_lease() {
        SteadyClock clock = new SteadyClock(() -> nanos, () -> wall);

        pass(2_000);
        clock.holdAt(5_000);
        pass(3_000);
        assertThat(clock.now()).isEqualTo(5_000);

        clock.run();
        pass(10);
        assertThat(clock.now()).isEqualTo(5_010);
    }

    @Test
    void a_jump_of_the_wall_clock_does_not_move_engine_time() {
        SteadyClock clock = clock(0);

        pass(10);
        wall += HOUR;

        assertThat(clock.now()).isEqualTo(10);
    }

    @Test
    void wall_time_never_goes_back_and_follows_at_half_pace() {
        SteadyClock clock = clock(0);
        wall -= HOUR;
        long last = clock.wall();

        for (int second = 0; second < 2 * 3600 + 10; second++) {
            pass(1_001);
            long now = clock.wall();
            assertThat(now - last).isBetween(499L, 1_502L);
            last = now;
        }

        assertThat(last).isCloseTo(wall, offset(10L));
    }

    @Test
    void small_differences_are_gone_after_the_next_comparison() {
        SteadyClock clock = clock(0);
        wall += 200;

        pass(1_001);
        clock.wall();
        pass(1_001);

        assertThat(clock.wall()).isCloseTo(wall, offset(2L));
    }

    @Test
    void a_long_silence_does_not_carry_the_slew_too_far() {
        SteadyClock clock = clock(0);
        wall += 200;
        pass(1_001);
        clock.wall();

        pass(HOUR);

        assertThat(clock.wall()).isCloseTo(wall, offset(2L));
    }

    private SteadyClock clock(long lastEngineTime) {
        SteadyClock clock = new SteadyClock(() -> nanos, () -> wall);
        clock.holdAt(lastEngineTime);
        clock.run();
        return clock;
    }

    private void pass(long millis) {
        nanos += TimeUnit.MILLISECONDS.toNanos(millis);
        wall += millis;
    }
}

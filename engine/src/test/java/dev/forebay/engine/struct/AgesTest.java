package dev.forebay.engine.struct;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgesTest {
    @Test
    void counts_and_bytes_are_exact_over_any_number_of_merges() {
        Ages ages = new Ages();
        for (int i = 0; i < 50_000; i++) {
            ages.sent(i, i * 50L, i * 50L, 10);
        }
        assertThat(ages.messages()).isEqualTo(50_000);
        for (int i = 0; i < 50_000; i += 2) {
            ages.settled(i, 10);
        }
        assertThat(ages.messages()).isEqualTo(25_000);
        assertThat(ages.bytes()).isEqualTo(250_000);
        for (int i = 1; i < 50_000; i += 2) {
            ages.settled(i, -1);
        }
        assertThat(ages.messages()).isZero();
        assertThat(ages.bytes()).isZero();
        assertThat(ages.oldestWall()).isZero();
    }

    @Test
    void the_time_of_a_message_is_known_to_a_small_part_of_its_age() {
        Ages ages = new Ages();
        int last = 100_000;
        for (int i = 0; i <= last; i++) {
            ages.sent(i, i * 1_000L, i * 1_000L, 1);
        }
        for (int i = 0; i < last; i += 977) {
            long age = (last - i) * 1_000L;
            assertThat(ages.timeOf(i) - i * 1_000L).isBetween(0L, age / 8 + 1_000);
        }
    }
}

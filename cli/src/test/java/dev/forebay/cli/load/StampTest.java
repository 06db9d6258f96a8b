package dev.forebay.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class StampTest {
    @Test
    void a_body_has_the_size_asked_for_and_says_when_it_was_due() {
        String body = Stamp.body(1_234_567, 100);
        assertThat(body).hasSize(100);
        assertThat(Stamp.due(body)).isEqualTo(1_234_567);
    }

    @Test
    void a_clock_below_zero_and_a_size_below_the_stamp_are_no_trouble() {
        assertThat(Stamp.due(Stamp.body(-5, 0))).isEqualTo(-5);
    }
}

package dev.forebay.cli.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PacerTest {
    @Test
    void moments_are_evenly_spaced() {
        Pacer pacer = new Pacer(1_000, 500);
        assertThat(pacer.next()).isEqualTo(2_001_000);
        assertThat(pacer.next()).isEqualTo(4_001_000);
    }

    @Test
    void a_new_rate_goes_on_from_the_last_moment() {
        Pacer pacer = new Pacer(0, 500);
        assertThat(pacer.next()).isEqualTo(2_000_000);
        pacer.rate(100);
        assertThat(pacer.next()).isEqualTo(12_000_000);
    }
}

package dev.forebay.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FiguresTest {
    @Test
    void figures_read_well() {
        assertThat(Figures.clock(65)).isEqualTo("1:05");
        assertThat(Figures.span(9.94)).isEqualTo("9.9 s");
        assertThat(Figures.span(75)).isEqualTo("1 min 15 s");
        assertThat(Figures.millis(0.42)).isEqualTo("0.4 ms");
        assertThat(Figures.count(1, "order")).isEqualTo("1 order");
        assertThat(Figures.count(1_000, "order")).isEqualTo("1,000 orders");
    }
}

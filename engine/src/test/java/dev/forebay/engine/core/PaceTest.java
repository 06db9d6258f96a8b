package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
    private static final int COPIES = 64 << 10;

    private final Pace pace = new Pace();

    @Test
    void reads_go_on_after_as_long_as_they_are_worth() {
        pace.took(5_000, 1_000, 100_000);

        assertThat(pace.waitMillis(5_000)).isEqualTo(10);
        assertThat(pace.waitMillis(5_010)).isZero();
    }

    @Test
    void copies_are_written_slowly_while_messages_are_sent() {
        pace.sent(5_000);
        pace.wrote(5_100, COPIES);

        assertThat(pace.waitMillis(5_100)).isEqualTo(32);
    }

    @Test
    void copies_are_written_fast_when_nobody_waits() {
        pace.sent(5_000);
        pace.wrote(6_000, COPIES);

        assertThat(pace.waitMillis(6_000)).isEqualTo(1);
    }
}

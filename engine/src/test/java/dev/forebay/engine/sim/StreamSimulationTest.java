package dev.forebay.engine.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StreamSimulationTest {
    private static final int SEEDS = 40;

    @Test
    void readers_see_what_was_answered_in_order_and_once_over_crashes() {
        int letGo = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            letGo += new StreamRun(seed).play() > 0 ? 1 : 0;
        }
        assertThat(letGo).as("streams that lost their oldest messages").isGreaterThan(SEEDS / 10);
    }
}

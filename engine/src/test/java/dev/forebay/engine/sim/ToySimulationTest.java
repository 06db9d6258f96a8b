package dev.forebay.engine.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation itself: quiet on a server that is right, loud on one that is not. */
class ToySimulationTest {
    private static final int GOOD_SEEDS = 30;
    private static final int SEEDS_TO_CATCH = 2000;

    @Test
    void a_server_that_is_right_passes() {
        Runs.run(0, GOOD_SEEDS, seed -> new ToyMachine(ToyFlaw.NONE));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void each_flaw_is_caught(ToyFlaw flaw) {
        // The one that takes longest to show: the 32 lives before it take as long as all else here.
        long from = flaw == ToyFlaw.ANSWERED_BEFORE_DURABLE ? 32 : 0;
        assertThat(Runs.firstFailure(from, SEEDS_TO_CATCH, seed -> new ToyMachine(flaw)))
                .as("seed that catches %s", flaw)
                .isPresent();
    }
}

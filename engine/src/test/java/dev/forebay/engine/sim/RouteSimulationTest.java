package dev.forebay.engine.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Dead letters that are routed, in one seeded loop with crashes; other seeds run with {@code
 * -Dforebay.sim.seed} and {@code -Dforebay.sim.count}.
 */
class RouteSimulationTest {
    private static final long FIRST = Long.getLong("forebay.sim.seed", 0);
    private static final long COUNT = Long.getLong("forebay.sim.count", 125);

    private static final int SEEDS_TO_CATCH = 2000;

    @Test
    void each_dead_letter_goes_to_all_of_its_queues_once_or_stays() {
        LongStream.range(FIRST, FIRST + COUNT)
                .parallel()
                .forEach(seed -> new RouteRun(seed, EngineFlaw.NONE).play());
    }

    /** They also delay messages, and divide what waits, in ways that others do not come by. */
    @ParameterizedTest
    @ValueSource(longs = {1166, 1608, 2222})
    void seeds_that_found_something_pass(long seed) {
        new RouteRun(seed, EngineFlaw.NONE).play();
    }

    @ParameterizedTest
    @CsvSource({"FAN_OUT_IN_TWO_STEPS, 5", "SETTLED_BEFORE_SENT, 3"})
    void what_is_not_one_append_is_found_out(PlantedFlaw flaw, long seed) {
        assertThat(
                        LongStream.range(seed, seed + SEEDS_TO_CATCH)
                                .anyMatch(each -> fails(each, flaw)))
                .isTrue();
    }

    private static boolean fails(long seed, EngineFlaw flaw) {
        try {
            new RouteRun(seed, flaw).play();
            return false;
        } catch (SimulationFailure found) {
            return true;
        }
    }
}

package dev.forebay.engine.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * A simulation that cannot fail proves nothing: it finds what is planted in the real server. Flaws
 * of routed dead letters are for {@link RouteSimulationTest}.
 */
class EngineFlawsTest {
    private static final int SEEDS_TO_CATCH = 2000;

    /**
     * From the seed on that {@link #each_flaw_is_found} recorded: as long as the server makes the
     * same calls that one finds it, and when it makes others one of the next must.
     */
    @ParameterizedTest
    @CsvSource({
        "NO_DIRECTORY_SYNC, 0",
        "ANSWER_BEFORE_SYNC, 0",
        "RETRY_FAILED_SYNC, 102",
        "IGNORE_WRITE_ERROR, 9",
        "TRUST_PAGE_CACHE, 2756",
        "COMPACT_WITHOUT_SYNC, 27",
        "LEASE_NOT_PERSISTED, 0",
        "ACK_BEFORE_DURABLE, 23",
        "NO_LOOK_AHEAD, 65",
        "BLIND_TO_PRIORITY, 2",
        "DUE_IN_TWO_STEPS, 530",
        "RUN_IN_TWO_STEPS, 182",
        "ATTEMPTS_NOT_WRITTEN, 0",
        "IDS_NOT_IN_THEIR_FILTER, 0"
    })
    void a_flaw_is_found_again_where_it_was_found(PlantedFlaw flaw, long seed) {
        assertThat(found(flaw, seed)).as("seed that finds %s", flaw).isPresent();
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"FAN_OUT_IN_TWO_STEPS", "SETTLED_BEFORE_SENT"})
    @EnabledIfSystemProperty(named = "forebay.exhaustive", matches = "true")
    void each_flaw_is_found(PlantedFlaw flaw) {
        Optional<Long> seed = found(flaw, 0);
        System.out.println(flaw + " is found by seed " + seed);
        assertThat(seed).isPresent();
    }

    private static Optional<Long> found(PlantedFlaw flaw, long from) {
        return Runs.firstFailure(
                from, SEEDS_TO_CATCH, seed -> new EmbeddedMachine(EngineSetup.of(seed, flaw)));
    }
}

package dev.forebay.server.amqp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A simulation that cannot fail proves nothing: it finds what is planted around the real face. */
class AmqpFlawsTest {
    private static final int SEEDS_TO_CATCH = 2000;

    /**
     * From the seed on that {@link #each_flaw_is_found} recorded: as long as the server makes the
     * same calls that one finds it, and when it makes others one of the next must.
     */
    @ParameterizedTest
    @CsvSource({
        "ANSWER_BEFORE_SYNC, 0",
        "CONFIRM_BEFORE_DURABLE, 0",
        "SETTLE_ANSWERED_BEFORE_DURABLE, 4",
        "WHOLE_IN_PARTS, 0",
        "REQUEUE_AT_THE_TAIL, 0",
        "REQUEUE_BEHIND_THE_NEXT, 21",
        "LEASE_NOT_ENDED, 0",
        "PREFETCH_OFF_BY_ONE, 0",
        "ACTIVE_NOT_SWITCHED, 27",
        "ALL_ACTIVE, 12",
        "REDELIVERED_FORGOTTEN, 0",
        "QUEUE_STAYS, 0",
        "END_UNNOTICED, 0",
        "ACK_NOT_APPLIED, 0"
    })
    void a_flaw_is_found_again_where_it_was_found(PlantedFlaw flaw, long seed) {
        assertThat(found(flaw, seed)).as("seed that finds %s", flaw).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    @EnabledIfSystemProperty(named = "forebay.exhaustive", matches = "true")
    void each_flaw_is_found(PlantedFlaw flaw) {
        Optional<Long> seed = found(flaw, 0);
        System.out.println(flaw + " is found by seed " + seed);
        assertThat(seed).isPresent();
    }

    private static Optional<Long> found(PlantedFlaw flaw, long from) {
        return Runs.firstFailure(from, SEEDS_TO_CATCH, flaw);
    }
}

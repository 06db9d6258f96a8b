package dev.forebay.server.amqp.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * AMQP sessions over crashes in one seeded loop. The build runs a fixed range of seeds; any other
 * range runs with
 *
 * <pre>
 * mvn -pl server -am test -Dtest=AmqpSimulationTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dforebay.sim.seed=1000000 -Dforebay.sim.count=500000
 * </pre>
 *
 * <p>A failure names its seed and shows a shrunk script; {@code -Dforebay.sim.seed=N
 * -Dforebay.sim.count=1} replays it, and the cause of the failure carries the trace.
 */
class AmqpSimulationTest {
    private static final long FIRST = Long.getLong("forebay.sim.seed", 0);
    private static final long IN_CI = 300;
    private static final long EXHAUSTIVE = 100_000;
    private static final long COUNT =
            Long.getLong(
                    "forebay.sim.count",
                    Boolean.getBoolean("forebay.exhaustive") ? EXHAUSTIVE : IN_CI);

    @Test
    void sessions_keep_their_promises_over_crashes() {
        Runs.run(FIRST, COUNT);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "15136, a channel got more than its prefetch",
        "1526, a single active consumer began behind what the last one had",
        "113256, a channel that ended got what it gave back and kept it"
    })
    void a_seed_that_once_failed_passes(long seed, String why) {
        Runs.run(seed, 1);
    }

    @Test
    void a_seed_replays_a_run() {
        Script script = Script.of(FIRST);
        assertThat(Simulation.run(script, AmqpFlaw.NONE))
                .isEqualTo(Simulation.run(script, AmqpFlaw.NONE));
    }
}

package dev.forebay.engine.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * The engine and its log in one seeded loop. Runs a fixed range of seeds; any other range with
 *
 * <pre>
 * mvn -pl engine -am test -Dtest=SimulationTest -Dsurefire.failIfNoSpecifiedTests=false \
 *     -Dforebay.sim.seed=1000000 -Dforebay.sim.count=500000
 * </pre>
 *
 * <p>A failure names its seed and shows a shrunk script; {@code -Dforebay.sim.seed=N
 * -Dforebay.sim.count=1} replays it, and the cause of the failure carries the trace.
 */
class SimulationTest {
    private static final long FIRST = Long.getLong("forebay.sim.seed", 0);
    private static final long COUNT = Long.getLong("forebay.sim.count", 1000);

    @Test
    void the_engine_keeps_its_promises_on_a_store_in_memory() {
        long messages = 0;
        for (long seed = FIRST; seed < FIRST + COUNT; seed++) {
            messages += Runs.run(seed, s -> new MemoryMachine(EngineSetup.of(s, EngineFlaw.NONE))).messages();
        }
        assertThat(messages).isPositive();
    }
}

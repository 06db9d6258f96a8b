package dev.forebay.engine.sim;

import org.junit.jupiter.api.Test;

/**
 * The engine and its log in one seeded loop. The build runs a fixed range of seeds; any other range
 * runs with
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
    private static final long EXHAUSTIVE = 100_000;
    private static final long IN_MEMORY = count(400);
    private static final long ON_DISK = count(250);

    private static long count(long inCi) {
        return Long.getLong(
                "forebay.sim.count", Boolean.getBoolean("forebay.exhaustive") ? EXHAUSTIVE : inCi);
    }

    @Test
    void the_engine_keeps_its_promises_on_a_store_in_memory() {
        Runs.run(
                FIRST, IN_MEMORY, seed -> new MemoryMachine(EngineSetup.of(seed, EngineFlaw.NONE)));
    }

    @Test
    void engine_and_log_keep_their_promises_on_a_disk() {
        Runs.run(
                FIRST, ON_DISK, seed -> new EmbeddedMachine(EngineSetup.of(seed, EngineFlaw.NONE)));
    }
}

package dev.forebay.engine.sim;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * Volatile queues among others: the same rules while the process lives, and nothing after it. See
 * {@link SimulationTest} for how to run other seeds.
 */
class VolatileSimulationTest {
    private static final long FIRST = Long.getLong("forebay.sim.seed", 0);
    private static final long IN_MEMORY = Long.getLong("forebay.sim.count", 120);
    private static final long ON_DISK = Long.getLong("forebay.sim.count", 60);

    @Test
    void volatile_queues_keep_all_promises_until_the_process_ends_on_a_store_in_memory() {
        LongStream.range(FIRST, FIRST + IN_MEMORY)
                .parallel()
                .forEach(seed ->
                        Runs.runVolatile(
                                seed, s -> new MemoryMachine(EngineSetup.of(s, EngineFlaw.NONE))));
    }

    @Test
    void volatile_queues_keep_all_promises_until_the_process_ends_on_a_disk() {
        LongStream.range(FIRST, FIRST + ON_DISK)
                .parallel()
                .forEach(seed ->
                        Runs.runVolatile(
                                seed,
                                s -> new EmbeddedMachine(EngineSetup.of(s, EngineFlaw.NONE))));
    }
}

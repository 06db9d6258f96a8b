package dev.forebay.engine.sim;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/**
 * As {@link SimulationTest}, with a named subscription on most queues and replays into it and into
 * ordinary receives, which are paused, resumed and cancelled: each delivery state is held against a
 * reference of its own. Nothing is scheduled: taking it back or purging it before it is due
 * concerns all readers at once.
 */
class ReaderSimulationTest {
    private static final long FIRST = Long.getLong("forebay.sim.seed", 0);
    private static final long IN_MEMORY = Long.getLong("forebay.sim.count", 300);
    private static final long ON_DISK = Long.getLong("forebay.sim.count", 40);

    @Test
    void subscriptions_and_passes_keep_their_promises_on_a_store_in_memory() {
        LongStream.range(FIRST, FIRST + IN_MEMORY)
                .parallel()
                .forEach(seed ->
                        Runs.runReaders(
                                seed,
                                s ->
                                        new MemoryMachine(
                                                EngineSetup.of(s, EngineFlaw.NONE)
                                                        .withoutLater())));
    }

    @Test
    void subscriptions_and_passes_keep_their_promises_on_a_disk() {
        LongStream.range(FIRST, FIRST + ON_DISK)
                .parallel()
                .forEach(seed ->
                        Runs.runReaders(
                                seed,
                                s ->
                                        new EmbeddedMachine(
                                                EngineSetup.of(s, EngineFlaw.NONE)
                                                        .withoutLater())));
    }
}

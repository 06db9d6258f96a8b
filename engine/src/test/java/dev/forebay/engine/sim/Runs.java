package dev.forebay.engine.sim;

import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/** Runs seeds on machines, and tells of failures so that they can be replayed and read. */
final class Runs {
    private Runs() {}

    /** Runs one seed; a failure carries seed, trace and a shrunk script. */
    static Simulation run(long seed, LongFunction<Machine> machines) {
        return run(ScriptWriter.write(seed, machines.apply(seed).mix()), machines);
    }

    /** The same, with named subscriptions and replays. */
    static Simulation runReaders(long seed, LongFunction<Machine> machines) {
        return run(ScriptWriter.writeReaders(seed, machines.apply(seed).mix()), machines);
    }

    /** The same, with some queues that end with the process. */
    static Simulation runVolatile(long seed, LongFunction<Machine> machines) {
        Script plain = ScriptWriter.write(seed, machines.apply(seed).mix());
        return run(VolatileWriter.into(plain), machines);
    }

    private static Simulation run(Script script, LongFunction<Machine> machines) {
        long seed = script.seed();
        Machine machine = machines.apply(seed);
        try {
            return Simulation.run(script, machine);
        } catch (SimulationFailure | RuntimeException failure) {
            Script shrunk = Shrinker.shrink(script, machines);
            SimulationFailure report =
                    new SimulationFailure(
                            "seed " + seed + ": " + failure.getMessage() + "\n" + shrunk.listed());
            report.initCause(failure);
            throw report;
        }
    }

    /** Runs so many seeds, on as many threads as there are processors. */
    static void run(long first, long count, LongFunction<Machine> machines) {
        LongStream.range(first, first + count).parallel().forEach(seed -> run(seed, machines));
    }

    /** The first of so many seeds that fails. */
    static Optional<Long> firstFailure(long from, int count, LongFunction<Machine> machines) {
        for (long seed = from; seed < from + count; seed++) {
            if (fails(seed, machines)) {
                return Optional.of(seed);
            }
        }
        return Optional.empty();
    }

    /** Whether this seed fails. */
    static boolean fails(long seed, LongFunction<Machine> machines) {
        Machine machine = machines.apply(seed);
        return Shrinker.failure(ScriptWriter.write(seed, machine.mix()), machine).isPresent();
    }
}

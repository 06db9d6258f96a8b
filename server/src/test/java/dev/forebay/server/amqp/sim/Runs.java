package dev.forebay.server.amqp.sim;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Runs seeds, and tells of failures so that they can be replayed and read. */
final class Runs {
    private Runs() {}

    /** Runs so many seeds, on as many threads as there are processors. */
    static void run(long first, long count) {
        LongStream.range(first, first + count).parallel().forEach(Runs::run);
    }

    private static void run(long seed) {
        Script script = Script.of(seed);
        failure(script, AmqpFlaw.NONE)
                .ifPresent(failure -> {
                    Script shrunk = new Shrinker(failure).shrink(script);
                    String steps =
                            shrunk.steps().stream()
                                    .map(Step::toString)
                                    .collect(Collectors.joining("\n"));
                    throw new SimulationFailure(
                            "seed " + seed + ": " + failure.getMessage() + "\n" + steps,
                            failure(shrunk, AmqpFlaw.NONE).orElse(failure));
                });
    }

    /** What goes wrong. */
    static Optional<Throwable> failure(Script script, AmqpFlaw flaw) {
        try {
            Simulation.run(script, flaw);
            return Optional.empty();
        } catch (RuntimeException | AssertionError failure) {
            return Optional.of(failure);
        }
    }

    /** The first of so many seeds that fails. */
    static Optional<Long> firstFailure(long from, int count, AmqpFlaw flaw) {
        return LongStream.range(from, from + count)
                .boxed()
                .filter(seed -> failure(Script.of(seed), flaw).isPresent())
                .findFirst();
    }
}

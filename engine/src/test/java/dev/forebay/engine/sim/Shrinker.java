package dev.forebay.engine.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/** Leaves out steps as long as the script still fails in the same way. */
final class Shrinker {
    private static final int MOST_RUNS = 600;
    private static final int KIND_LENGTH = 18;

    private final LongFunction<Machine> machines;
    private final String kind;
    private int runs;

    private Shrinker(LongFunction<Machine> machines, String kind) {
        this.machines = machines;
        this.kind = kind;
    }

    /** A shorter script with the same kind of failure; the script itself when there is none. */
    static Script shrink(Script script, LongFunction<Machine> machines) {
        Optional<Throwable> failure = failure(script, machines.apply(script.seed()));
        return failure.map(f -> new Shrinker(machines, kind(f)).shrink(script)).orElse(script);
    }

    static Optional<Throwable> failure(Script script, Machine machine) {
        try {
            Simulation.run(script, machine);
            return Optional.empty();
        } catch (SimulationFailure | RuntimeException failure) {
            return Optional.of(failure);
        }
    }

    private static String kind(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return failure.getClass() + message.substring(0, Math.min(KIND_LENGTH, message.length()));
    }

    private Script shrink(Script script) {
        Script best = script;
        for (int chunk = script.steps().size() / 2; chunk > 0; chunk /= 2) {
            int at = 0;
            while (at < best.steps().size() && runs < MOST_RUNS) {
                Script candidate = without(best, at, chunk);
                if (failsAlike(candidate)) {
                    best = candidate;
                } else {
                    at += chunk;
                }
            }
        }
        return best;
    }

    private boolean failsAlike(Script candidate) {
        runs++;
        return failure(candidate, machines.apply(candidate.seed()))
                .filter(f -> kind(f).equals(kind))
                .isPresent();
    }

    private static Script without(Script script, int at, int count) {
        List<Step> steps = new ArrayList<>(script.steps());
        steps.subList(at, Math.min(at + count, steps.size())).clear();
        return script.with(steps);
    }
}

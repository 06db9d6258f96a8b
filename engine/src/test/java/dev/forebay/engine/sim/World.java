package dev.forebay.engine.sim;

import dev.forebay.testkit.history.History;
import dev.forebay.testkit.sim.SimScheduler;
import java.util.ArrayDeque;
import java.util.Deque;

/** What the parts of one run share: time, the history, the model, and a trace to read. */
final class World {
    private static final int TRACED = 4000;
    private static final int MOST_STEPS = 100_000;
    private static final int MOST_STEPS_A_MILLI = 100;

    final SimScheduler scheduler;
    final SimClock clock;
    final History history;
    final Model model;
    final Chronicle chronicle = new Chronicle();
    final Lines lines;

    /** Notes what the history rules know nothing of. */
    final History aside;

    private final Deque<String> trace = new ArrayDeque<>();

    World(long seed) {
        this(seed, new Model());
    }

    World(long seed, Model model) {
        this.model = model;
        lines = new Lines(model);
        scheduler = new SimScheduler(seed);
        clock = new SimClock(scheduler);
        history = new History(scheduler::now);
        aside = new History(scheduler::now);
    }

    /** Runs everything for so long; a server that is busy without time passing hangs. */
    static void pass(SimScheduler scheduler, long millis) {
        boolean[] over = {false};
        scheduler.lane("time").schedule(() -> over[0] = true, millis);
        long mostSteps = MOST_STEPS + millis * MOST_STEPS_A_MILLI;
        for (long steps = 0; !over[0]; steps++) {
            if (steps > mostSteps) {
                throw new SimulationFailure("busy without an end at " + scheduler.now());
            }
            scheduler.step();
        }
    }

    void note(String what) {
        if (trace.size() == TRACED) {
            trace.removeFirst();
        }
        trace.add(clock.now() + " " + what);
    }

    String trace() {
        return String.join("\n", trace);
    }
}

package dev.forebay.engine.sim;

import dev.forebay.testkit.history.History;
import dev.forebay.testkit.sim.SimScheduler;
import java.util.ArrayDeque;
import java.util.Deque;

/** What the parts of one run share: time, the history, the model, and a trace to read. */
final class World {
    private static final int TRACED = 4000;

    final SimScheduler scheduler;
    final SimClock clock;
    final History history;
    final Model model = new Model();
    private final Deque<String> trace = new ArrayDeque<>();

    World(long seed) {
        scheduler = new SimScheduler(seed);
        clock = new SimClock(scheduler);
        history = new History(scheduler::now);
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

package dev.forebay.server.amqp.sim;

import dev.forebay.testkit.sim.RunTrace;
import dev.forebay.testkit.sim.SimScheduler;
import org.jspecify.annotations.Nullable;

/** What goes on in one run, seen from outside. */
final class World {
    final SimScheduler scheduler;
    final Model model = new Model();
    private final RunTrace trace = new RunTrace();
    private @Nullable SimulationFailure failure;

    World(long seed) {
        scheduler = new SimScheduler(seed);
    }

    void note(String what) {
        trace.add(scheduler.now(), what);
    }

    String trace() {
        return trace.toString();
    }

    /** Notes a rule that was broken, where throwing would only reach Netty. */
    void broken(RuntimeException how) {
        if (failure == null) {
            note("BROKEN: " + how.getMessage());
            failure =
                    how instanceof SimulationFailure broken
                            ? broken
                            : new SimulationFailure("a defect of the simulation: " + how, how);
        }
    }

    /** Judges what was suspected in instants that are over; before anything else changes. */
    void judge() {
        try {
            model.suspicions.judge(scheduler.now());
        } catch (SimulationFailure guilty) {
            broken(guilty);
        }
    }

    /** Throws what was noted. */
    void check() {
        judge();
        if (failure != null) {
            throw failure;
        }
    }
}

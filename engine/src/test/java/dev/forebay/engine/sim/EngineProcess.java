package dev.forebay.engine.sim;

import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.core.Engine;
import dev.forebay.log.LogStore;
import dev.forebay.testkit.sim.SimScheduler;
import java.util.Random;

/** A server process in the simulation: an engine on a lane of the scheduler. */
final class EngineProcess {
    private static final int MOST_STEPS = 200_000;

    private final Engine engine;
    private final Queues queues;
    private final SimScheduler scheduler;

    private EngineProcess(Engine engine, Queues queues, SimScheduler scheduler) {
        this.engine = engine;
        this.queues = queues;
        this.scheduler = scheduler;
    }

    /** Starts on an open store and returns once commands are taken. */
    static EngineProcess start(
            EngineSetup setup, LogStore store, SimScheduler scheduler, SimClock clock) {
        EngineClock seen = setup.flaw().clock(clock);
        Engine engine =
                new Engine(
                        setup.flaw().store(store, clock, scheduler),
                        new SchedulerLane(scheduler.lane("engine")),
                        seen,
                        new Random(setup.seed()),
                        setup.flaw().limits(setup.limits()));
        EngineProcess process = new EngineProcess(engine, setup.flaw().queues(engine), scheduler);
        process.await("start", engine::start);
        return process;
    }

    Queues queues() {
        return queues;
    }

    Engine engine() {
        return engine;
    }

    void stop() {
        await("stop", engine::stop);
    }

    private interface Command {
        void give(Reply<Integer> reply);
    }

    private void await(String what, Command command) {
        boolean[] done = {false};
        engine.lane()
                .execute(() ->
                        command.give(
                                new Reply<>() {
                                    @Override
                                    public void ok(Integer queues) {
                                        done[0] = true;
                                    }

                                    @Override
                                    public void refused(Refusal refusal) {
                                        throw new SimulationFailure(
                                                what + " was refused: " + refusal);
                                    }
                                }));
        for (int steps = 0; !done[0]; steps++) {
            if (steps > MOST_STEPS || !scheduler.step()) {
                throw new SimulationFailure(what + " does not come to an end");
            }
        }
    }
}

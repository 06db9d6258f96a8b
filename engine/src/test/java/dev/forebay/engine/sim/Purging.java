package dev.forebay.engine.sim;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Refusal;
import dev.forebay.testkit.history.PlainCall;

/** Purges: all that a queue holds goes. */
final class Purging {
    private final Server server;
    private final World world;
    private final Model model;

    Purging(Server server) {
        this.server = server;
        world = server.world();
        model = world.model;
    }

    void purge(Step.Purge step) {
        String queue = server.queue(step.queue());
        Op op = server.op("purge " + queue);
        model.purges.begun(op, queue, world.clock.now());
        PlainCall call = server.client(step.client()).pen.purge(queue);
        server.queues()
                .purge(
                        Caller.IN_PROCESS,
                        queue,
                        new OneReply<>(
                                info -> {
                                    world.note("purged " + queue);
                                    model.purges.purged(op, world.clock.now());
                                    call.ok();
                                },
                                refusal -> notPurged(op, call, refusal)));
    }

    private void notPurged(Op op, PlainCall call, Refusal refusal) {
        world.note("refused " + op + " " + refusal);
        switch (Verdict.of(refusal, server.machine(), op.toString())) {
            case NOT_DONE -> {
                model.purges.refused(op, world.clock.now());
                call.failed();
            }
            case UNKNOWN -> {
                model.purges.unknown(op, world.clock.now());
                call.unknown();
            }
        }
    }
}

package dev.forebay.engine.sim;

import dev.forebay.engine.Caller;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import java.util.HashSet;
import java.util.Set;

/** Changes how many messages a queue may hold, and pauses and resumes it. */
final class Steering {
    private final Server server;
    private final World world;
    private final Model model;

    /** Queues whose settings are being changed: one change at a time. */
    private final Set<String> updating = new HashSet<>();

    Steering(Server server) {
        this.server = server;
        world = server.world();
        model = world.model;
    }

    void relimit(Step.Relimit step) {
        String queue = server.queue(step.queue());
        QueueSettings old = model.queues.get(queue);
        if (old.maxDepth().isEmpty() || !updating.add(queue)) {
            return;
        }
        QueueSettings fresh = old.withMaxDepth(step.maxDepth());
        Op op = server.op("relimit " + queue + " to " + step.maxDepth());
        model.queues.relimiting(queue);
        update(op, queue, fresh, () -> model.queues.put(queue, fresh));
    }

    void steer(Step.Steer step) {
        String queue = server.queue(step.queue());
        if (!updating.add(queue)) {
            return;
        }
        Op op = server.op("steer " + queue + " to " + step.flow());
        model.queues.flows.changing(queue, step.flow());
        update(
                op,
                queue,
                model.queues.get(queue).withFlow(step.flow()),
                () -> model.queues.steered(queue, step.flow(), world.clock.now()));
    }

    private void update(Op op, String queue, QueueSettings fresh, Runnable done) {
        server.queues()
                .update(
                        Caller.IN_PROCESS,
                        queue,
                        fresh,
                        new OneReply<QueueInfo>(
                                info -> {
                                    world.note("done " + op);
                                    updating.remove(queue);
                                    done.run();
                                },
                                refusal -> {
                                    world.note("refused " + op + " " + refusal);
                                    updating.remove(queue);
                                    Verdict.of(refusal, server.machine(), op.toString());
                                }));
    }
}

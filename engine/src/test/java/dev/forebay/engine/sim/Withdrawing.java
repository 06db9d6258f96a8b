package dev.forebay.engine.sim;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.SendResult;
import dev.forebay.testkit.history.PlainCall;
import dev.forebay.testkit.history.Settlement;
import java.util.List;
import java.util.Objects;

/** Takes back scheduled messages before they are due. */
final class Withdrawing {
    private final Server server;
    private final World world;
    private final Model model;

    Withdrawing(Server server) {
        this.server = server;
        world = server.world();
        model = world.model;
    }

    void withdraw(Step.Withdraw step) {
        List<Tracked> scheduled = model.messages.all().stream().filter(this::isScheduled).toList();
        if (scheduled.isEmpty()) {
            return;
        }
        Tracked message = scheduled.get(step.pick() % scheduled.size());
        SendResult.Sent answer = Objects.requireNonNull(message.answer);
        Op op = server.op("withdraw " + message.id + " from " + message.queue);
        model.withdrawals.begun(op, message, world.clock.now());
        PlainCall call =
                server.client(step.client())
                        .pen
                        .settle(message.queue, message.id, new Settlement.Withdraw());
        server.queues()
                .scheduled()
                .cancel(
                        Caller.IN_PROCESS,
                        message.queue,
                        answer.id(),
                        new OneReply<>(
                                taken -> {
                                    world.note("done " + op);
                                    model.withdrawals.withdrawn(op, message, world.clock.now());
                                    call.ok();
                                },
                                refusal -> notWithdrawn(op, message, call, refusal)));
    }

    private boolean isScheduled(Tracked message) {
        SendResult.Sent answer = message.answer;
        return answer != null
                && !answer.duplicate()
                && answer.offset() == SendResult.Sent.NO_OFFSET
                && !message.isBusy()
                && message.states().stream().anyMatch(message::isScheduled);
    }

    private void notWithdrawn(Op op, Tracked message, PlainCall call, Refusal refusal) {
        world.note("refused " + op + " " + refusal);
        if (refusal instanceof Refusal.NoSuchScheduled) {
            model.withdrawals.notScheduled(op, message, world.clock.now());
            call.failed();
            return;
        }
        switch (Verdict.of(refusal, server.machine(), op.toString())) {
            case NOT_DONE -> {
                message.refused(op, world.clock.now());
                call.failed();
            }
            case UNKNOWN -> {
                message.unknown(op, world.clock.now());
                call.unknown();
            }
        }
    }
}

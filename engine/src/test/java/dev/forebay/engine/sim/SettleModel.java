package dev.forebay.engine.sim;

import dev.forebay.engine.Settlement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Settlements, and which of their answers can be. */
final class SettleModel {
    private final Declared queues;
    private final TrackedMessages messages;
    private final Lapse lapse;
    private final ReceiveModel receives;

    SettleModel(Declared queues, TrackedMessages messages, Lapse lapse, ReceiveModel receives) {
        this.queues = queues;
        this.messages = messages;
        this.lapse = lapse;
        this.receives = receives;
    }

    void begun(Op op, String queue, long id, Settlement settlement, long now) {
        Tracked message = messages.get(id);
        List<State> next = new ArrayList<>();
        for (State state : message.states()) {
            next.add(state);
            next.addAll(ends(message, state, op, queue, settlement, now));
        }
        message.become(next);
    }

    /** The same for one that may wait before it is carried out. */
    void begunToWait(Op op, String queue, long id, Settlement settlement, LongSupplier now) {
        Tracked message = messages.get(id);
        message.waits(op, state -> ends(message, state, op, queue, settlement, now.getAsLong()));
    }

    private List<State> ends(
            Tracked message, State state, Op op, String queue, Settlement settlement, long now) {
        boolean wished = !receives.wishes(queue).isEmpty();
        boolean leaving =
                message.states().stream().anyMatch(s -> !s.isIn(queue) && s.since().isOpen());
        SettleBranches branches =
                new SettleBranches(
                        message,
                        op,
                        queue,
                        settlement,
                        queues.get(queue),
                        lapse,
                        now,
                        wished || leaving);
        return branches.of(lapse.of(message, state, now));
    }

    void settled(Op op, long id, String result, long now) {
        Tracked message = messages.get(id);
        op.ended(now);
        String before = message.toString();
        message.answered(op, result);
        if (message.states().isEmpty()) {
            throw new SimulationFailure(
                    "impossible answer " + result + " to " + op + " for " + before);
        }
    }

    /** An ack was refused for this result, and so all was: the ack alone must have been. */
    void notAcked(Op op, long id, String result) {
        messages.get(id).catchUp();
        if (messages.get(id).states().stream().noneMatch(s -> result.equals(s.assumed().get(op)))) {
            throw new SimulationFailure(
                    "impossible refusal " + result + " to " + op + " for " + messages.get(id));
        }
    }
}

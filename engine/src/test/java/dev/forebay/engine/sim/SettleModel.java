package dev.forebay.engine.sim;

import dev.forebay.engine.Settlement;
import java.util.ArrayList;
import java.util.List;

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
        boolean wished = !receives.wishes(queue).isEmpty();
        boolean leaving =
                message.states().stream().anyMatch(s -> !s.isIn(queue) && s.since().isOpen());
        List<State> next = new ArrayList<>();
        for (State state : message.states()) {
            next.add(state);
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
            next.addAll(branches.of(lapse.of(message, state, now)));
        }
        message.become(next);
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
        if (messages.get(id).states().stream().noneMatch(s -> result.equals(s.assumed().get(op)))) {
            throw new SimulationFailure(
                    "impossible refusal " + result + " to " + op + " for " + messages.get(id));
        }
    }
}

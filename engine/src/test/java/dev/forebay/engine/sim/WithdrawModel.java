package dev.forebay.engine.sim;

import java.util.ArrayList;
import java.util.List;

/** Scheduled messages that are taken back. */
final class WithdrawModel {
    private final Lapse lapse;

    WithdrawModel(Lapse lapse) {
        this.lapse = lapse;
    }

    /** Somebody takes a scheduled message back. */
    void begun(Op op, Tracked message, long now) {
        List<State> next = new ArrayList<>(message.states());
        for (State state : lapse.of(message, now)) {
            if (message.isScheduled(state) && lapse.mayLag(state.until(), now)) {
                next.add(state.gone(op).assuming(op, Results.WITHDRAWN));
            }
        }
        message.become(next);
    }

    void withdrawn(Op op, Tracked message, long now) {
        op.ended(now);
        message.answered(op, Results.WITHDRAWN);
        message.requirePossible("withdrawn");
    }

    /** It was said not to be scheduled any more. */
    void notScheduled(Op op, Tracked message, long now) {
        message.refused(op, now);
        boolean must =
                message.states().stream()
                        .allMatch(state ->
                                message.isScheduled(state)
                                        && state.from() > now
                                        && state.assumed().isEmpty());
        if (must) {
            throw new SimulationFailure("not there to be withdrawn at " + now + ": " + message);
        }
    }
}

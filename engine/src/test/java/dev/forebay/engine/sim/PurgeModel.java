package dev.forebay.engine.sim;

import java.util.ArrayList;
import java.util.List;

/** Purges: what was surely in the queue before is gone, what was on its way there may be. */
final class PurgeModel {
    private final TrackedMessages messages;
    private final Lapse lapse;

    PurgeModel(TrackedMessages messages, Lapse lapse) {
        this.messages = messages;
        this.lapse = lapse;
    }

    void begun(Op op, String queue, long now) {
        for (Tracked message : messages.all()) {
            List<State> next = new ArrayList<>(message.states());
            for (State state : lapse.of(message, now)) {
                if (state.isIn(queue) || state.since().isOpen()) {
                    // What is still being moved from here is purged as well.
                    next.add(state.gone(op).assuming(op, Results.PURGED));
                }
                if (!state.isIn(queue) || mayBeArriving(message, state, now)) {
                    next.add(state.assuming(op, Results.PURGED));
                }
            }
            message.become(next);
        }
    }

    /**
     * Not yet on disk, or on its way here from another queue, also because its last lease there has
     * just ended: a purge may miss it.
     */
    private boolean mayBeArriving(Tracked message, State state, long now) {
        boolean justMoved = state.attempts() == 0 && lapse.mayLag(state.until(), now);
        return message.sent.isOpen()
                || state.since().isOpen()
                || justMoved
                || !message.states().contains(state);
    }

    void purged(Op op, long now) {
        op.ended(now);
        for (Tracked message : messages.all()) {
            if (message.sent.begin() <= op.begin() && mentions(message, op)) {
                message.answered(op, Results.PURGED);
                message.requirePossible("purged");
            }
        }
    }

    private static boolean mentions(Tracked message, Op op) {
        return message.states().stream().anyMatch(s -> s.assumed().containsKey(op));
    }

    void refused(Op op, long now) {
        op.ended(now);
        messages.all().forEach(message -> message.refused(op));
    }

    void unknown(Op op, long now) {
        op.ended(now);
        messages.all().forEach(message -> message.unanswered(op));
    }
}

package dev.forebay.engine.sim;

import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Settlement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The ways in which one settlement can end.
 *
 * @param unsettled an unanswered command may have given the message a newer lease, or be giving it
 *     up: that the lease is over can be said before that is on disk
 */
record SettleBranches(
        Tracked message,
        Op op,
        String queue,
        Settlement settlement,
        QueueSettings settings,
        Lapse lapse,
        long now,
        boolean unsettled) {

    List<State> of(List<State> states) {
        List<State> ends = new ArrayList<>();
        for (State state : states) {
            if (!state.isIn(queue)) {
                ends.add(state.assuming(op, Results.ALREADY_SETTLED));
                if (state.since().isOpen()) {
                    // It is being given up at this moment: still here, and an ack still wins.
                    addEnded(state, ends);
                    ends.add(state.assuming(op, Results.LEASED_ANEW));
                }
            } else {
                addHeld(state, ends);
            }
        }
        return ends;
    }

    private void addHeld(State state, List<State> ends) {
        boolean own = settlement.lease().equals(state.lease());
        boolean mayBeLive = state.leased() && lapse.mayLag(state.until(), now);
        if (mayBeLive && own) {
            live(state).forEach(end -> ends.add(end.assuming(op, Results.DONE)));
        }
        if (!own && lapse.everRedriven()) {
            // Of an earlier stay in the same queue.
            ends.add(state.assuming(op, Results.ALREADY_SETTLED));
        }
        if ((mayBeLive && !own) || unsettled) {
            ends.add(state.assuming(op, Results.LEASED_ANEW));
        }
        if (unsettled) {
            ends.add(state.assuming(op, Results.LEASE_ENDED));
        }
        if (!state.leased() || now >= state.from()) {
            addEnded(state, ends);
        }
    }

    private void addEnded(State state, List<State> ends) {
        if (settlement instanceof Settlement.Ack && !settings.ordering().isKept()) {
            ends.add(state.gone(op).assuming(op, Results.DONE));
            if (!settlement.lease().equals(state.lease())) {
                ends.add(state.assuming(op, Results.LEASED_ANEW));
            }
        }
        // An ack too, where it is on disk which lease was the last.
        ends.add(state.assuming(op, Results.LEASE_ENDED));
    }

    private List<State> live(State state) {
        Optional<String> dead = lapse.deadLetterQueue(queue);
        return switch (settlement) {
            case Settlement.Ack ack -> List.of(state.gone(op));
            case Settlement.Extend extend -> List.of(state.extended(op, extend.leaseMillis()));
            case Settlement.Release release -> released(state, release, dead);
            case Settlement.Reject reject ->
                    List.of(dead.map(to -> state.movedBy(op, to)).orElse(state.gone(op)));
        };
    }

    private List<State> released(State state, Settlement.Release release, Optional<String> dead) {
        Wait wait =
                release.delayMillis() == Settlement.Release.BY_RULE
                        ? lapse.ruled(message, state)
                        : Wait.of(release.delayMillis());
        State back = state.released(op, wait);
        if (release.attempt() == Settlement.Attempt.UNCOUNTED) {
            return List.of(back.attempts(state.attempts() - 1));
        }
        if (!lapse.isLast(state)) {
            return List.of(back);
        }
        State moved = state.movedBy(op, dead.orElseThrow());
        return lapse.mayBeSpared(state) ? List.of(moved, back) : List.of(moved);
    }
}

package dev.forebay.engine.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a death leaves open, and what a recovered server may then show. */
final class RecoveryModel {
    private final TrackedMessages messages;
    private final Lapse lapse;
    private final Wholes wholes;
    private final ReceiveModel receives;

    RecoveryModel(TrackedMessages messages, Lapse lapse, Wholes wholes, ReceiveModel receives) {
        this.messages = messages;
        this.lapse = lapse;
        this.wholes = wholes;
        this.receives = receives;
    }

    /** The process died: every unanswered command happened wholly or not at all. */
    void crashed(long now) {
        messages.all().forEach(Tracked::catchUp);
        wholes.crashed();
        for (Tracked message : messages.all()) {
            message.crashed();
            if (message.sent.isOpen()) {
                message.sent.ended(now);
            }
            List<State> next = new ArrayList<>();
            for (State state : message.states()) {
                state.assumed().keySet().stream().filter(Op::isOpen).forEach(op -> op.ended(now));
                next.add(state.certain());
            }
            message.become(next);
        }
        receives.crashed(now);
    }

    /**
     * Holds the state that a recovered server showed against the possible ones, and adopts it.
     *
     * @param horizon the longest that anything is held back, by what other models know too
     */
    void recovered(Map<Long, Sighting> seen, long from, long horizon) {
        for (long id : seen.keySet()) {
            messages.get(id);
        }
        for (Tracked message : messages.all()) {
            Sighting sighting = seen.get(message.id);
            List<State> fitting =
                    message.states().stream()
                            .filter(s -> lapse.explains(message, s, sighting, from, horizon))
                            .toList();
            if (fitting.isEmpty()) {
                throw new SimulationFailure(
                        "recovery at " + from + " shows " + sighting + " for " + message);
            }
            if (!message.undecided) {
                message.become(fitting);
                message.seen();
            }
        }
        wholes.recovered(seen);
    }

    /** The longest that anything is held back. */
    long horizon(long now) {
        long latest = now;
        long held =
                messages.all().stream()
                        .filter(m -> m.states().stream().anyMatch(State::isHeld))
                        .count();
        for (Tracked message : messages.all()) {
            for (State state : message.states()) {
                boolean known = state.isHeld() && state.until() != Op.OPEN;
                latest = known ? Math.max(latest, lapse.availableUntil(message, state)) : latest;
            }
        }
        return latest + 2 * Model.SLACK + lapse.breakerMillis() + lapse.paceMillis((int) held);
    }
}

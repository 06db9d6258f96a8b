package dev.forebay.engine.sim;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Commands of several parts that are one: after a crash that came before the answer, all parts are
 * there or none is. Parts of which something else may be the reason are not looked at.
 */
final class Wholes {
    private record Whole(Op op, List<Tracked> sent, List<Tracked> acked) {}

    private final Declared queues;
    private final Lapse lapse;
    private final List<Whole> unanswered = new ArrayList<>();
    private final List<Whole> doubtful = new ArrayList<>();

    Wholes(Declared queues, Lapse lapse) {
        this.queues = queues;
        this.lapse = lapse;
    }

    void begun(Op op, List<Tracked> sent, List<Tracked> acked) {
        unanswered.add(new Whole(op, List.copyOf(sent), List.copyOf(acked)));
    }

    void ended(Op op) {
        unanswered.removeIf(whole -> whole.op() == op);
    }

    /** Before the states forget what they assumed. */
    void crashed() {
        for (Whole whole : unanswered) {
            List<Tracked> sent = new ArrayList<>(whole.sent());
            sent.removeIf(message -> !isTelling(message, whole.op()) || mayBeDuplicate(message));
            List<Tracked> acked = new ArrayList<>(whole.acked());
            acked.removeIf(message ->
                    !isTelling(message, whole.op()) || mayBeSettled(message, whole.op()));
            doubtful.add(new Whole(whole.op(), sent, acked));
        }
        unanswered.clear();
    }

    private boolean isTelling(Tracked message, Op op) {
        return message.isOpenBy(op)
                && message.expiryMillis >= Script.NO_EXPIRY
                && message.states().stream()
                        .allMatch(state -> !state.isHeld() || !lapse.mayLose(state.heldIn()));
    }

    /** By something that came before. */
    private static boolean mayBeSettled(Tracked message, Op op) {
        return message.states().stream().anyMatch(state -> !state.isHeld() && state.since() != op);
    }

    private boolean mayBeDuplicate(Tracked message) {
        return message.deduplicationId != null
                && queues.get(message.queue).deduplication().isPresent();
    }

    /** What is in doubt there is so here. */
    void doubt(Wholes other) {
        doubtful.addAll(other.doubtful);
    }

    void recovered(Map<Long, Sighting> seen) {
        for (Whole whole : doubtful) {
            Set<Boolean> happened = new HashSet<>();
            whole.sent().forEach(message -> happened.add(seen.containsKey(message.id)));
            whole.acked().forEach(message -> happened.add(!seen.containsKey(message.id)));
            if (happened.size() > 1) {
                throw new SimulationFailure("half of " + whole + " happened: " + seen);
            }
        }
        doubtful.clear();
    }
}

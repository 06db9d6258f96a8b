package dev.forebay.engine.sim;

import dev.forebay.engine.Priority;
import dev.forebay.engine.RetryRule;
import dev.forebay.engine.SendResult;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One message as the reference model knows it: all states that what was answered allows. */
final class Tracked {
    private static final int MOST_OPEN = 3;

    final long id;
    final String queue;
    final @Nullable String key;
    final @Nullable String deduplicationId;
    final Op sent;

    /** Whether its delay may go by the wall clock. */
    boolean mayBeScheduled;

    @Nullable RetryRule retryRule;
    int priority = Priority.USUAL;

    /** How long after its send it may be delivered, as its sender said. */
    long expiryMillis = Script.NO_EXPIRY;

    final long delayMillis;

    /**
     * Whether a replay takes it up hangs on when that comes to it, as with what is delayed: what a
     * look aside shows may come out otherwise.
     */
    boolean undecided;

    SendResult.@Nullable Sent answer;
    long sentWall;
    long answeredWall;
    private final Set<Op> blurredBy = new HashSet<>();
    private List<State> states = new ArrayList<>();

    /** What commands do to a state that may be carried out at any time until they are answered. */
    private final Map<Op, Function<State, List<State>>> waiting = new LinkedHashMap<>();

    Tracked(
            long id,
            String queue,
            @Nullable String key,
            @Nullable String deduplicationId,
            Op sent,
            long delayMillis) {
        this.id = id;
        this.queue = queue;
        this.key = key;
        this.deduplicationId = deduplicationId;
        this.sent = sent;
        this.delayMillis = delayMillis;
        states.add(State.nowhere(sent));
        states.add(State.held(queue, sent, delayMillis).assuming(sent, Results.SENT));
    }

    /** The same message, to go on from here on its own; no command may be open. */
    Tracked copy() {
        Tracked copy = new Tracked(id, queue, key, deduplicationId, sent, delayMillis);
        copy.undecided = undecided;
        copy.mayBeScheduled = mayBeScheduled;
        copy.retryRule = retryRule;
        copy.priority = priority;
        copy.expiryMillis = expiryMillis;
        copy.answer = answer;
        copy.sentWall = sentWall;
        copy.answeredWall = answeredWall;
        copy.states = new ArrayList<>(states);
        return copy;
    }

    List<State> states() {
        return states;
    }

    void become(List<State> possible) {
        Set<State> all = new LinkedHashSet<>(possible);
        waiting.forEach((op, effect) -> {
            for (State state : List.copyOf(all)) {
                if (!state.assumed().containsKey(op)) {
                    all.addAll(effect.apply(state));
                }
            }
        });
        states = new ArrayList<>(all);
    }

    /** The command takes effect now, or behind whatever is done to the message until its answer. */
    void waits(Op op, Function<State, List<State>> effect) {
        waiting.put(op, effect);
        catchUp();
    }

    /** Time has passed, in which a command that waits may have been carried out. */
    void catchUp() {
        become(states);
    }

    /** What has not been carried out never will be. */
    void crashed() {
        waiting.clear();
    }

    /** The wall clock went ahead of engine time, or fell back: what is scheduled went with it. */
    void wallAdvanced(long by) {
        if (mayBeScheduled) {
            become(
                    states.stream()
                            .map(state -> isScheduled(state) ? state.wallAdvanced(by) : state)
                            .toList());
        }
    }

    /** Whether it has not been due yet, for all that is known of this state. */
    boolean isScheduled(State state) {
        return mayBeScheduled && state.isIn(queue) && state.since() == sent && !state.leased();
    }

    /** The command ended so: only states that assumed it remain. */
    void answered(Op op, String result) {
        catchUp();
        waiting.remove(op);
        List<State> kept = new ArrayList<>();
        for (State state : states) {
            if (result.equals(state.assumed().get(op))) {
                kept.add(state.without(op));
            }
        }
        become(kept);
    }

    /** The command was refused: only states that did not assume it remain. */
    void refused(Op op) {
        waiting.remove(op);
        List<State> kept = new ArrayList<>(states);
        kept.removeIf(state -> state.assumed().containsKey(op));
        become(kept);
    }

    /** It was refused by now. */
    void refused(Op op, long now) {
        op.ended(now);
        refused(op);
        requirePossible("refused " + op);
    }

    /** It was refused by now in a way that leaves open whether it happened. */
    void unknown(Op op, long now) {
        op.ended(now);
        unanswered(op);
    }

    /** Nobody will ever tell how this command ended. */
    void unanswered(Op op) {
        catchUp();
        waiting.remove(op);
        blurredBy.add(op);
        become(states.stream().map(state -> state.without(op)).toList());
    }

    /** When no state is left the server has done what it must not. */
    void requirePossible(String what) {
        if (states.isEmpty()) {
            throw new SimulationFailure("impossible: " + what + " " + this);
        }
    }

    /** Whether so much about it is unanswered that more would only blur it. */
    boolean isBusy() {
        return states.stream().anyMatch(state -> state.assumed().size() >= MOST_OPEN);
    }

    /** Whether nothing but this command leaves open what became of the message. */
    boolean isOpenBy(Op op) {
        Set<Op> only = Set.of(op);
        return only.containsAll(blurredBy)
                && states.stream().allMatch(state -> only.containsAll(state.assumed().keySet()));
    }

    /** It was seen where it is: commands that were never answered are of the past. */
    void seen() {
        blurredBy.clear();
    }

    boolean mayBeIn(String name) {
        return states.stream().anyMatch(state -> state.isIn(name));
    }

    /** Whether it may have been there at {@code time} or since. */
    boolean mayHaveBeenIn(String name, long time) {
        return mayBeIn(name)
                || (queue.equals(name)
                        && states.stream().anyMatch(state -> state.since().end() >= time));
    }

    /** Whether a consumer had it from {@code time} to {@code now}. */
    boolean wasSurelyLeased(long time, long now) {
        return states.stream()
                .allMatch(state ->
                        state.leased() && state.since().end() < time && state.from() > now);
    }

    boolean isCertainlyIn(String name) {
        return !states.isEmpty() && states.stream().allMatch(state -> state.isIn(name));
    }

    @Override
    public String toString() {
        return "message " + id + " key " + key + " sent " + sent + " at " + answer + ": " + states;
    }
}

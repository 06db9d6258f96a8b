package dev.forebay.engine.sim;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The messages of one delivery state, in the order in which they came. */
final class TrackedMessages {
    private final Map<Long, Tracked> messages = new LinkedHashMap<>();

    void add(Tracked message) {
        messages.put(message.id, message);
    }

    Collection<Tracked> all() {
        return messages.values();
    }

    Tracked get(long id) {
        Tracked message = messages.get(id);
        if (message == null) {
            throw new SimulationFailure("phantom: nobody sent message " + id);
        }
        return message;
    }

    /** The message is there once more, from this command on. */
    void replays(Tracked original, Op op) {
        add(again(original, op, List.of(State.held(original.queue, op, 0))));
    }

    /** It is there once more, or is not. */
    void mayReplay(Tracked original, Op op) {
        Tracked copy =
                again(original, op, List.of(State.nowhere(op), State.held(original.queue, op, 0)));
        copy.undecided = true;
        add(copy);
    }

    private static Tracked again(Tracked original, Op op, List<State> states) {
        Tracked copy =
                new Tracked(
                        original.id, original.queue, original.key, original.deduplicationId, op, 0);
        copy.priority = original.priority;
        copy.become(states);
        return copy;
    }

    /** The wall clock went so far ahead of engine time, or fell back. */
    void wallAdvanced(long by) {
        all().forEach(message -> message.wallAdvanced(by));
    }
}

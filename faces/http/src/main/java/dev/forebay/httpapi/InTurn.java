package dev.forebay.httpapi;

import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.httpapi.codec.ApiFailure;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Lets changes of one thing begin only when the one before has ended, so that a condition that was
 * checked still holds when the change takes effect. On the lane.
 */
final class InTurn {
    private final Map<String, Queue<Consumer<Runnable>>> waiting = new HashMap<>();

    /** Runs the change now or later; it runs what it is given when it has ended. */
    void next(String name, Consumer<Runnable> change) {
        Queue<Consumer<Runnable>> before = waiting.get(name);
        if (before != null) {
            before.add(change);
            return;
        }
        waiting.put(name, new ArrayDeque<>(1));
        change.accept(() -> ended(name));
    }

    /** The same for a call: a failure is its answer, and ends the turn. */
    void next(Call call, String name, Consumer<Runnable> change) {
        next(
                name,
                done -> {
                    try {
                        change.accept(done);
                    } catch (ApiFailure failure) {
                        done.run();
                        call.fail(failure.problem());
                    }
                });
    }

    private void ended(String name) {
        Queue<Consumer<Runnable>> queue = waiting.get(name);
        Consumer<Runnable> following = queue == null ? null : queue.poll();
        if (following == null) {
            waiting.remove(name);
        } else {
            following.accept(() -> ended(name));
        }
    }

    /** The same reply, which also ends a turn. */
    static <T> Reply<T> ending(Runnable done, Reply<T> reply) {
        return new Reply<>() {
            @Override
            public void ok(T value) {
                done.run();
                reply.ok(value);
            }

            @Override
            public void refused(Refusal refusal) {
                done.run();
                reply.refused(refusal);
            }
        };
    }
}

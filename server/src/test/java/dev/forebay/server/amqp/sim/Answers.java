package dev.forebay.server.amqp.sim;

import com.rabbitmq.client.impl.Method;
import dev.forebay.amqp.codec.Command;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The methods of one channel that wait for their answers, and what each answer proves: that all
 * which the channel settled before is final.
 */
final class Answers {
    private final ArrayDeque<Awaited> awaited = new ArrayDeque<>();
    private List<Runnable> settled = new ArrayList<>();

    private record Awaited(
            List<Class<? extends Method>> answers, List<Runnable> proven, Consumer<Command> then) {}

    /** Something was settled. */
    void settled(Runnable proven) {
        settled.add(proven);
    }

    /** A method was sent that has one of these answers. */
    void await(Consumer<Command> then, List<Class<? extends Method>> answers) {
        awaited.addLast(new Awaited(answers, settled, then));
        settled = new ArrayList<>();
    }

    /** An answer came. */
    void came(Command answer) {
        Awaited first = awaited.pollFirst();
        if (first == null || !first.answers().contains(answer.method().getClass())) {
            throw new SimulationFailure(
                    "answer: " + answer.method().protocolMethodName() + " for " + first);
        }
        first.proven().forEach(Runnable::run);
        first.then().accept(answer);
    }

    boolean isIdle() {
        return awaited.isEmpty();
    }

    /**
     * The connection was closed as its client asked, which is the answer to all that it settled.
     */
    void closed() {
        awaited.forEach(one -> one.proven().forEach(Runnable::run));
        settled.forEach(Runnable::run);
        over();
    }

    /** Both sides closed the channel at once: the answer to that comes, and proves nothing. */
    void crossed() {
        Awaited last = awaited.pollLast();
        over();
        if (last == null) {
            // It is the connection that is being closed.
            return;
        }
        awaited.add(new Awaited(last.answers(), List.of(), last.then()));
    }

    /** No answer comes any more. */
    void over() {
        awaited.clear();
        settled.clear();
    }
}

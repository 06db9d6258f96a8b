package dev.forebay.amqp;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Lets a question wait until what its connection published before is in its queues, so that who
 * publishes and then gets or counts finds the message, as clients are used to. What is published
 * later is not waited for. On the lane.
 */
final class SendFence {
    private final ArrayDeque<Stretch> stretches = new ArrayDeque<>();
    private Stretch current = new Stretch();

    /** The messages that were published between two questions. */
    static final class Stretch {
        private int open;
        private @Nullable Runnable then;
    }

    SendFence() {
        stretches.add(current);
    }

    /** A message is on its way; what it returns is told when it has arrived or was refused. */
    Stretch begin() {
        current.open++;
        return current;
    }

    void end(Stretch stretch) {
        stretch.open--;
        go();
    }

    /** Runs this when all that is on its way has ended: at once, when nothing is. */
    void after(Runnable question) {
        if (stretches.size() == 1 && current.open == 0) {
            question.run();
            return;
        }
        current.then = question;
        current = new Stretch();
        stretches.add(current);
    }

    private void go() {
        Stretch first = stretches.getFirst();
        while (first != current && first.open == 0) {
            stretches.removeFirst();
            Runnable question = first.then;
            if (question != null) {
                question.run();
            }
            first = stretches.getFirst();
        }
    }
}

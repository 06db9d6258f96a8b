package dev.forebay.amqp.routing;

import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.ReplyCode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One message's way through the exchanges: what was reached, and what is still ahead. */
final class Walk {
    /** So many looks take some 15 ms of the lane, on which everybody waits. */
    static final int MOST_STEPS = 1_000_000;

    private final long number;
    private final Consumer<String> queues;
    private @Nullable Deque<String> exchanges;
    private boolean matched;
    private int reached;
    private int steps;

    Walk(long number, Consumer<String> queues) {
        this.number = number;
        this.queues = queues;
    }

    /**
     * A place in an index was looked at.
     *
     * @throws AmqpFailure 506 when those are too many for one message
     */
    void step() {
        steps++;
        if (steps > MOST_STEPS) {
            throw new AmqpFailure(
                    ReplyCode.RESOURCE_ERROR,
                    "a message's way may take "
                            + MOST_STEPS
                            + " looks at bindings, with all its routing keys");
        }
    }

    /** A binding matches. */
    void reach(Target target) {
        step();
        matched = true;
        if (!target.firstReachedBy(number)) {
            return;
        }
        switch (target.destination().kind()) {
            case QUEUE -> {
                reached++;
                queues.accept(target.destination().name());
            }
            case EXCHANGE -> ahead(target.destination().name());
        }
    }

    /** Whether any binding matched since this was asked last. */
    boolean takeMatched() {
        boolean any = matched;
        matched = false;
        return any;
    }

    /** The exchange to go on with, or null at the end. */
    @Nullable String nextExchange() {
        return exchanges == null ? null : exchanges.poll();
    }

    private void ahead(String exchange) {
        Deque<String> known = exchanges == null ? new ArrayDeque<>() : exchanges;
        known.add(exchange);
        exchanges = known;
    }

    int reached() {
        return reached;
    }

    int steps() {
        return steps;
    }
}

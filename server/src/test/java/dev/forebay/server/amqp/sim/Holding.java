package dev.forebay.server.amqp.sim;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that its client has not settled.
 *
 * @param consumer who got it; null for basic.get
 * @param at virtual time of it
 */
record Holding(long tag, Copy copy, @Nullable ClientConsumer consumer, long at) {
    void freed() {
        if (consumer != null) {
            consumer.held--;
        }
    }

    /** Its consumer gives it back, and may be one of these that hold all they may. */
    void comesFirstForOneOf(List<ClientConsumer> full) {
        if (consumer != null && full.contains(consumer)) {
            copy.comesFirstFor(consumer);
        }
    }

    /**
     * It goes back with its channel; where that ends its consumer too, before the next is served.
     */
    void comesFirstForTheNext() {
        if (consumer != null && !consumer.ending && copy.queue.kind == TrackedQueue.Kind.SINGLE) {
            copy.comesFirstAfter(consumer);
        }
    }

    void heldAgain() {
        if (consumer != null) {
            consumer.held++;
        }
    }
}

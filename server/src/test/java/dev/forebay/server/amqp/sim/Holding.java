package dev.forebay.server.amqp.sim;

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

    void heldAgain() {
        if (consumer != null) {
            consumer.held++;
        }
    }
}

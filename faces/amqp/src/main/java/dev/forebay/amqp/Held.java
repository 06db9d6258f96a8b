package dev.forebay.amqp;

import dev.forebay.engine.LeaseId;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that a client has not settled.
 *
 * @param tag its delivery tag
 * @param consumer who got it; null for basic.get
 * @param queueId of the queue, so that a later one of its name is left alone
 * @param dueAt engine time by which it must be settled
 */
record Held(
        long tag,
        @Nullable Consumer consumer,
        String queue,
        int queueId,
        LeaseId lease,
        long dueAt) {}

package dev.forebay.amqp;

import dev.forebay.engine.LeaseId;
import org.jspecify.annotations.Nullable;

/**
 * A delivery that a client has not settled.
 *
 * @param tag its delivery tag
 * @param consumer who got it; null for basic.get
 * @param queueId of the queue, so that a later one of its name is left alone
 * @param lease what settles it; null for one of a stream, which nobody leased
 * @param dueAt engine time by which it must be settled
 */
record Held(
        long tag,
        @Nullable ChannelConsumer consumer,
        String queue,
        int queueId,
        @Nullable LeaseId lease,
        long dueAt) {}

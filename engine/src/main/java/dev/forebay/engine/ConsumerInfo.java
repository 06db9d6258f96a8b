package dev.forebay.engine;

import java.util.Optional;

/**
 * Who receives from a subscription, as far as it is remembered: see {@link
 * Subscriptions#consumers}.
 *
 * @param caller who it is; all connections of the same user, address and program are one consumer
 * @param firstSeenAt wall-clock ms of the first receive that is remembered
 * @param lastReceiveAt wall-clock ms at which its last receive came
 * @param waitingReceives receives that wait for messages now
 * @param given messages that its receives were answered with since {@code firstSeenAt}
 * @param heldBack why it is given nothing although there may be messages, and until when
 */
public record ConsumerInfo(
        Caller caller,
        long firstSeenAt,
        long lastReceiveAt,
        int waitingReceives,
        long given,
        Optional<HeldBack> heldBack) {}

package dev.forebay.engine;

import java.util.Optional;

/**
 * How fast a queue takes messages and gives them out. A send over a limit is refused with {@link
 * Refusal.Throttled}, a receive waits and can learn until when from {@link HeldBack}. A client is
 * the user, or where nobody is one, the address and what the client calls itself. Messages without
 * a key have no limit per key.
 *
 * @param sending all sends together
 * @param sendingPerKey the sends of each key
 * @param sendingPerClient the sends of each client
 * @param delivery all deliveries together
 * @param deliveryPerClient the deliveries to each client
 */
public record RateLimits(
        Optional<RateLimit> sending,
        Optional<RateLimit> sendingPerKey,
        Optional<RateLimit> sendingPerClient,
        Optional<RateLimit> delivery,
        Optional<RateLimit> deliveryPerClient) {
    private static final RateLimits NONE =
            new RateLimits(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    public static RateLimits none() {
        return NONE;
    }

    public RateLimits withSending(RateLimit limit) {
        return new RateLimits(
                Optional.of(limit), sendingPerKey, sendingPerClient, delivery, deliveryPerClient);
    }

    public RateLimits withSendingPerKey(RateLimit limit) {
        return new RateLimits(
                sending, Optional.of(limit), sendingPerClient, delivery, deliveryPerClient);
    }

    public RateLimits withSendingPerClient(RateLimit limit) {
        return new RateLimits(
                sending, sendingPerKey, Optional.of(limit), delivery, deliveryPerClient);
    }

    public RateLimits withDelivery(RateLimit limit) {
        return new RateLimits(
                sending, sendingPerKey, sendingPerClient, Optional.of(limit), deliveryPerClient);
    }

    public RateLimits withDeliveryPerClient(RateLimit limit) {
        return new RateLimits(
                sending, sendingPerKey, sendingPerClient, delivery, Optional.of(limit));
    }
}

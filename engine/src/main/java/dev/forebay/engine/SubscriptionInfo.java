package dev.forebay.engine;

import dev.forebay.engine.filter.MessageFilter;

/**
 * A named subscription of a queue, as the catalog knows it.
 *
 * @param queue the queue's name
 * @param number never used again within the queue; named in the leases it gives
 * @param name unique within the queue, 1 to 255 characters
 * @param from offset of the first message it may deliver
 * @param filter which messages it delivers
 * @param ratePerSecond most messages a second that it takes up; 0 for no limit
 * @param createdAt wall-clock ms
 */
public record SubscriptionInfo(
        String queue,
        int number,
        String name,
        long from,
        MessageFilter filter,
        long ratePerSecond,
        long createdAt) {}

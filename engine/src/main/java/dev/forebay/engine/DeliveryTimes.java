package dev.forebay.engine;

import java.time.Duration;

/**
 * The times a queue's messages live by, in ms.
 *
 * @param leaseMillis a lease's default length, 0 to 12 h
 * @param delayMillis default delay of each send, 0 or more
 * @param expiryMillis how long an unsettled message stays deliverable, counted from its send
 * @param receiveWaitMillis how long a receive waits by default
 */
public record DeliveryTimes(
        long leaseMillis, long delayMillis, long expiryMillis, long receiveWaitMillis) {
    /** 30 s leases, no delay, deliverable for four days, receives that do not wait. */
    public static DeliveryTimes defaults() {
        return new DeliveryTimes(
                Duration.ofSeconds(30).toMillis(), 0, Duration.ofDays(4).toMillis(), 0);
    }
}

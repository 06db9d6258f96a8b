package dev.forebay.engine;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Figures of one queue's {@code work} subscription at one instant. Conservation (invariant 6): sent
 * = ready + delayed + leased + acked + deadLettered + expired + dropped + purged + moved.
 *
 * @param ready can be leased now, those blocked behind their key included
 * @param delayed wait for their delay or retry
 * @param leased are with a consumer
 * @param bytes bytes of all unsettled messages
 * @param oldestSentAt wall-clock ms of the oldest unsettled message, 0 when there is none
 * @param waitingReceives receives that wait for a message
 * @param askedAt engine time at which somebody last received or waited to, as far as is known
 * @param deadLetterReasons the dead-lettered by reason
 * @param duplicates sends answered from the deduplication window; not part of sent
 * @param leasesGiven deliveries made so far
 * @param leasesExpired leases that ran out
 * @param pace how fast it fills and empties
 * @param passedOver of the ready, what waits in memory for its key's turn
 * @param heldBack why nothing is given out, if something holds it back
 */
public record QueueStats(
        long ready,
        long delayed,
        long leased,
        long bytes,
        long oldestSentAt,
        int waitingReceives,
        long askedAt,
        long sent,
        long acked,
        long deadLettered,
        DeadLetterReasons deadLetterReasons,
        long expired,
        long dropped,
        long purged,
        long moved,
        long duplicates,
        long leasesGiven,
        long leasesExpired,
        PassedOver passedOver,
        Optional<HeldBack> heldBack,
        Pace pace) {
    /**
     * How many messages were dead-lettered for which reason; together all of them.
     *
     * @param attempts the last allowed attempt failed
     * @param rejected a consumer said that no attempt will succeed
     * @param queueFull pushed out of a full queue by newer ones
     * @param expired their time was over, in a queue whose dead letters have a {@link
     *     DeadLetterRoute}
     */
    public record DeadLetterReasons(long attempts, long rejected, long queueFull, long expired) {
        /** No dead letters. */
        public static DeadLetterReasons none() {
            return new DeadLetterReasons(0, 0, 0, 0);
        }
    }

    /**
     * Messages that were looked at and wait for their key.
     *
     * @param roomUsedUp whether no more can be passed over until some of them are given out, so
     *     that keys whose first message lies further back have to wait
     */
    public record PassedOver(long messages, boolean roomUsedUp) {
        /** The queue has no keys to be fair to. */
        public static PassedOver none() {
            return new PassedOver(0, false);
        }
    }

    /**
     * How fast a queue fills and empties, over the last 30 s.
     *
     * @param sentPerSecond messages that come
     * @param settledPerSecond messages that are settled in any way
     * @param drainMillis when it will be empty if that goes on, or if the last 5 s do where by the
     *     30 s it would not be: 0 when it is; empty when it does not become so
     */
    public record Pace(double sentPerSecond, double settledPerSecond, OptionalLong drainMillis) {
        /** Nothing comes and nothing goes. */
        public static Pace none() {
            return new Pace(0, 0, OptionalLong.empty());
        }
    }
}

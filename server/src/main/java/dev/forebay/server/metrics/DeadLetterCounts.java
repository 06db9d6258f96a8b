package dev.forebay.server.metrics;

import dev.forebay.engine.QueueStats;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;

/** The dead letters of some queues by their reason, as metrics show them. */
final class DeadLetterCounts {
    /** Why a message was given up. */
    @SuppressWarnings("ImmutableEnumChecker") // its functions hold no state
    enum Reason {
        ATTEMPTS("attempts", QueueStats.DeadLetterReasons::attempts),
        REJECTED("rejected", QueueStats.DeadLetterReasons::rejected),
        QUEUE_FULL("queue-full", QueueStats.DeadLetterReasons::queueFull),
        EXPIRED("expired", QueueStats.DeadLetterReasons::expired);

        private final String label;
        private final ToLongFunction<QueueStats.DeadLetterReasons> count;

        Reason(String label, ToLongFunction<QueueStats.DeadLetterReasons> count) {
            this.label = label;
            this.count = count;
        }
    }

    /**
     * One line of a page.
     *
     * @param owner name of the queue; empty for all together
     */
    record Count(String owner, Reason reason, long count) {
        String label() {
            return reason.label;
        }

        /** What RabbitMQ calls the reason in the names of its metrics. */
        String rabbitReason() {
            return switch (reason) {
                case ATTEMPTS -> "delivery_limit";
                case REJECTED -> "rejected";
                case QUEUE_FULL -> "maxlen";
                case EXPIRED -> "expired";
            };
        }
    }

    private DeadLetterCounts() {}

    /** A count for each reason, over these queues. */
    static List<Count> of(String owner, List<QueueStats> queues) {
        return Arrays.stream(Reason.values())
                .map(reason ->
                        new Count(
                                owner,
                                reason,
                                queues.stream()
                                        .map(QueueStats::deadLetterReasons)
                                        .mapToLong(reason.count)
                                        .sum()))
                .toList();
    }
}

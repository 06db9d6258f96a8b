package dev.forebay.sqs;

import dev.forebay.engine.Deduplication;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueSettings;
import java.time.Duration;

/** Settings that a queue made over SQS begins with. */
final class NewQueues {
    /** How long SQS tells duplicates apart. */
    static final long DEDUPLICATION_MILLIS = Duration.ofMinutes(5).toMillis();

    /** 30,000 a second over the five minutes: beyond it sends are throttled. */
    static final int DEDUPLICATION_CAPACITY = 9_000_000;

    /** Default and largest MaximumMessageSize. */
    static final int MAX_MESSAGE_BYTES = 1 << 20;

    /** What the engine allows beyond SQS' own count, for headers that SQS does not count. */
    static final int HEADER_ROOM = 8 * 1024;

    private NewQueues() {}

    static QueueSettings settings(String name, SqsSettings settings) {
        QueueSettings plain =
                QueueSettings.defaults().withMaxMessageBytes(MAX_MESSAGE_BYTES + HEADER_ROOM);
        if (!QueueUrls.isFifoName(name)) {
            return plain.withMaxLeases(settings.maxInFlight());
        }
        return plain.withOrdering(Ordering.BY_KEY)
                .withMaxLeases(settings.maxInFlightFifo())
                .withDeduplication(deduplication(Deduplication.Scope.QUEUE));
    }

    static Deduplication deduplication(Deduplication.Scope scope) {
        return new Deduplication(DEDUPLICATION_MILLIS, scope, DEDUPLICATION_CAPACITY);
    }
}

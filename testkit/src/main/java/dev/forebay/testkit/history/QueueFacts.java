package dev.forebay.testkit.history;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a queue promises, as far as the rules need to know. Made by {@link #of} and narrowed.
 *
 * @param order how its messages are ordered
 * @param deadLetterQueue where messages that are given up go
 * @param deduplicationMillis length of its deduplication window; empty when it has none
 * @param deduplicationPerKey equal ids under different keys are different
 * @param expiryMillis unsettled messages may vanish after this; empty for never
 */
public record QueueFacts(
        String name,
        Order order,
        Optional<String> deadLetterQueue,
        OptionalLong deduplicationMillis,
        boolean deduplicationPerKey,
        OptionalLong expiryMillis) {

    /** How messages of a queue are ordered. */
    public enum Order {
        NONE,
        BY_KEY,
        STRICT
    }

    /** A queue without any promise beyond at least once. */
    public static QueueFacts of(String name) {
        return new QueueFacts(
                name,
                Order.NONE,
                Optional.empty(),
                OptionalLong.empty(),
                false,
                OptionalLong.empty());
    }

    public QueueFacts ordered(Order by) {
        return new QueueFacts(
                name, by, deadLetterQueue, deduplicationMillis, deduplicationPerKey, expiryMillis);
    }

    public QueueFacts deadLettersTo(String queue) {
        return new QueueFacts(
                name,
                order,
                Optional.of(queue),
                deduplicationMillis,
                deduplicationPerKey,
                expiryMillis);
    }

    /** Equal deduplication ids anywhere in the queue are one message. */
    public QueueFacts deduplicated(long windowMillis) {
        return new QueueFacts(
                name, order, deadLetterQueue, OptionalLong.of(windowMillis), false, expiryMillis);
    }

    /** Equal deduplication ids of one key are one message. */
    public QueueFacts deduplicatedPerKey(long windowMillis) {
        return new QueueFacts(
                name, order, deadLetterQueue, OptionalLong.of(windowMillis), true, expiryMillis);
    }

    public QueueFacts expiring(long afterMillis) {
        return new QueueFacts(
                name,
                order,
                deadLetterQueue,
                deduplicationMillis,
                deduplicationPerKey,
                OptionalLong.of(afterMillis));
    }
}

package dev.forebay.amqp;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The types of queues, and which arguments of queue.declare each has: those of RabbitMQ 3.10 and
 * those of 4, and what means something here. Unknown arguments are anybody's.
 */
enum QueueType {
    CLASSIC,
    QUORUM,
    STREAM;

    private static final Map<String, Set<QueueType>> OWNERS = owners();

    private static Map<String, Set<QueueType>> owners() {
        Map<String, Set<QueueType>> owners = new LinkedHashMap<>();
        give(
                owners,
                EnumSet.allOf(QueueType.class),
                "x-queue-type",
                "x-max-length-bytes",
                "x-queue-leader-locator",
                "x-consumer-timeout");
        give(
                owners,
                EnumSet.of(CLASSIC, QUORUM),
                "x-message-ttl",
                "x-expires",
                "x-max-length",
                "x-overflow",
                "x-dead-letter-exchange",
                "x-dead-letter-routing-key",
                "x-dead-letter-strategy",
                "x-single-active-consumer",
                "x-delivery-limit",
                "x-delayed-retry-type",
                "x-delayed-retry-min",
                "x-delayed-retry-max");
        give(
                owners,
                EnumSet.of(CLASSIC),
                "x-max-priority",
                "x-queue-mode",
                "x-queue-version",
                "x-queue-master-locator");
        give(
                owners,
                EnumSet.of(QUORUM),
                "x-quorum-initial-group-size",
                "x-max-in-memory-length",
                "x-max-in-memory-bytes");
        give(
                owners,
                EnumSet.of(STREAM),
                "x-max-age",
                "x-stream-max-segment-size-bytes",
                "x-stream-filter-size-bytes",
                "x-initial-cluster-size");
        return owners;
    }

    private static void give(
            Map<String, Set<QueueType>> owners, Set<QueueType> types, String... arguments) {
        for (String argument : arguments) {
            owners.put(argument, types);
        }
    }

    /** The arguments of all types: two declarations of a queue must agree in them. */
    static Set<String> arguments() {
        return OWNERS.keySet();
    }

    /** Whether the argument, one of {@link #arguments}, is for queues of this type. */
    boolean has(String argument) {
        return OWNERS.getOrDefault(argument, Set.of()).contains(this);
    }

    /** The type as x-queue-type names it. */
    static Optional<QueueType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.wireName().equals(name)).findAny();
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}

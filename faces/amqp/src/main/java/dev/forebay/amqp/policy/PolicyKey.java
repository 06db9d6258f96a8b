package dev.forebay.amqp.policy;

import dev.forebay.amqp.codec.FieldValues;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a policy can say, with what it takes. Keys without an {@link #argument} are kept and have no
 * effect here.
 *
 * <p>Source: the keys that RabbitMQ 3.10 to 4.3 and the plugins that come with it know, and which
 * of them an operator policy may have.
 */
public enum PolicyKey {
    MESSAGE_TTL("message-ttl", Kind.LIMIT, Owner.OPERATOR, "x-message-ttl"),
    EXPIRES("expires", Kind.POSITIVE, Owner.OPERATOR, "x-expires"),
    MAX_LENGTH("max-length", Kind.LIMIT, Owner.OPERATOR, "x-max-length"),
    MAX_LENGTH_BYTES("max-length-bytes", Kind.LIMIT, Owner.OPERATOR, "x-max-length-bytes"),
    DELIVERY_LIMIT("delivery-limit", Kind.ATTEMPTS, Owner.OPERATOR, "x-delivery-limit"),
    MAX_IN_MEMORY_LENGTH("max-in-memory-length", Kind.LIMIT, Owner.OPERATOR, ""),
    MAX_IN_MEMORY_BYTES("max-in-memory-bytes", Kind.LIMIT, Owner.OPERATOR, ""),
    OVERFLOW("overflow", Kind.OVERFLOW, Owner.OPERATOR, "x-overflow"),
    DEAD_LETTER_EXCHANGE("dead-letter-exchange", Kind.TEXT, Owner.USER, "x-dead-letter-exchange"),
    DEAD_LETTER_ROUTING_KEY(
            "dead-letter-routing-key", Kind.TEXT, Owner.USER, "x-dead-letter-routing-key"),
    DEAD_LETTER_STRATEGY(
            "dead-letter-strategy", Kind.STRATEGY, Owner.USER, "x-dead-letter-strategy"),
    CONSUMER_TIMEOUT("consumer-timeout", Kind.LIMIT, Owner.USER, "x-consumer-timeout"),
    ALTERNATE_EXCHANGE("alternate-exchange", Kind.TEXT, Owner.USER, "alternate-exchange"),
    CONSUMER_DISCONNECTED("consumer-disconnected-timeout", Kind.LIMIT, Owner.USER, ""),
    QUEUE_MODE("queue-mode", Kind.MODE, Owner.USER, ""),
    QUEUE_VERSION("queue-version", Kind.POSITIVE, Owner.OPERATOR, ""),
    QUEUE_MASTER_LOCATOR("queue-master-locator", Kind.TEXT, Owner.OPERATOR, ""),
    QUEUE_LEADER_LOCATOR("queue-leader-locator", Kind.TEXT, Owner.USER, ""),
    TARGET_GROUP_SIZE("target-group-size", Kind.POSITIVE, Owner.OPERATOR, ""),
    MEMBER_PLACEMENT_TAG("member-placement-tag", Kind.ANY, Owner.OPERATOR, ""),
    DELAYED_RETRY_TYPE("delayed-retry-type", Kind.TEXT, Owner.OPERATOR, ""),
    DELAYED_RETRY_MIN("delayed-retry-min", Kind.LIMIT, Owner.OPERATOR, ""),
    DELAYED_RETRY_MAX("delayed-retry-max", Kind.LIMIT, Owner.OPERATOR, ""),
    INITIAL_CLUSTER_SIZE("initial-cluster-size", Kind.LIMIT, Owner.USER, ""),
    MAX_AGE("max-age", Kind.TEXT, Owner.USER, ""),
    MAX_SEGMENT("stream-max-segment-size-bytes", Kind.LIMIT, Owner.USER, ""),
    FILTER_SIZE("stream-filter-size-bytes", Kind.LIMIT, Owner.USER, ""),
    FEDERATION_UPSTREAM("federation-upstream", Kind.TEXT, Owner.USER, ""),
    FEDERATION_SET("federation-upstream-set", Kind.TEXT, Owner.USER, ""),
    FEDERATION_PATTERN("federation-upstream-pattern", Kind.TEXT, Owner.USER, ""),
    SHARDS("shards-per-node", Kind.LIMIT, Owner.USER, ""),
    SHARDS_KEY("routing-key", Kind.TEXT, Owner.USER, ""),
    HA_MODE("ha-mode", Kind.ANY, Owner.USER, ""),
    HA_PARAMS("ha-params", Kind.ANY, Owner.USER, ""),
    HA_SYNC_MODE("ha-sync-mode", Kind.ANY, Owner.USER, ""),
    HA_SYNC_BATCH("ha-sync-batch-size", Kind.ANY, Owner.USER, ""),
    HA_ON_SHUTDOWN("ha-promote-on-shutdown", Kind.ANY, Owner.USER, ""),
    HA_ON_FAILURE("ha-promote-on-failure", Kind.ANY, Owner.USER, "");

    private static final Map<String, PolicyKey> BY_WORD =
            Arrays.stream(values())
                    .collect(Collectors.toUnmodifiableMap(PolicyKey::word, Function.identity()));

    private final String word;
    private final Kind kind;
    private final Owner owner;
    private final String argument;

    /** What a value must be, and which of two holds. */
    private enum Kind {
        /** A whole number from 0; of two, the lower one. */
        LIMIT,
        /** A whole number from 0, or -1 for no end; of two, the lower one, -1 being the highest. */
        ATTEMPTS,
        /** A whole number from 1; of two, the lower one. */
        POSITIVE,
        TEXT,
        OVERFLOW,
        STRATEGY,
        MODE,
        ANY
    }

    /** In whose policies it may stand. */
    private enum Owner {
        /** Those of users and operators. */
        OPERATOR,
        /** Those of users alone. */
        USER
    }

    PolicyKey(String word, Kind kind, Owner owner, String argument) {
        this.word = word;
        this.kind = kind;
        this.owner = owner;
        this.argument = argument;
    }

    static @Nullable PolicyKey named(String word) {
        return BY_WORD.get(word);
    }

    /** As policies write it. */
    public String word() {
        return word;
    }

    /**
     * The argument of queue.declare or exchange.declare that says the same, where it counts.
     *
     * @param type of the queue: only quorum queues count attempts by policy
     */
    Optional<String> argument(String type) {
        return argument.isEmpty() || (this == DELIVERY_LIMIT && !type.equals("quorum"))
                ? Optional.empty()
                : Optional.of(argument);
    }

    /** Whether a word of a policy is one that is only kept. */
    public static boolean isOnlyKept(String word) {
        PolicyKey key = named(word);
        return key != null && key.argument.isEmpty();
    }

    boolean isOperators() {
        return owner == Owner.OPERATOR;
    }

    /** What is wrong with a value, if something is. */
    Optional<String> fault(@Nullable Object value) {
        boolean right =
                switch (kind) {
                    case LIMIT -> isFrom(0, value);
                    case ATTEMPTS -> isFrom(-1, value);
                    case POSITIVE -> isFrom(1, value);
                    case TEXT -> FieldValues.isText(value);
                    case OVERFLOW ->
                            isOneOf(
                                    Set.of("drop-head", "reject-publish", "reject-publish-dlx"),
                                    value);
                    case STRATEGY -> isOneOf(Set.of("at-most-once", "at-least-once"), value);
                    case MODE -> isOneOf(Set.of("default", "lazy"), value);
                    case ANY -> true;
                };
        return right
                ? Optional.empty()
                : Optional.of(FieldValues.text(value) + " is not a valid " + word);
    }

    private static boolean isFrom(long least, @Nullable Object value) {
        return FieldValues.matchable(value) instanceof Long number && number >= least;
    }

    private static boolean isOneOf(Set<String> words, @Nullable Object value) {
        return FieldValues.isText(value) && words.contains(FieldValues.text(value));
    }

    /** Of two values that both hold: the lower of limits, else the one that outweighs. */
    @Nullable Object resolve(@Nullable Object outweighing, @Nullable Object other) {
        boolean limit = kind == Kind.LIMIT || kind == Kind.ATTEMPTS || kind == Kind.POSITIVE;
        if (limit
                && this != CONSUMER_TIMEOUT
                && FieldValues.matchable(outweighing) instanceof Long one
                && FieldValues.matchable(other) instanceof Long two) {
            // Unsigned, so that -1, without an end, is above all.
            return Long.compareUnsigned(one, two) <= 0 ? one : two;
        }
        return outweighing;
    }
}

package dev.forebay.amqp;

import dev.forebay.access.vhost.Vhost;
import dev.forebay.amqp.codec.AmqpFailure;
import dev.forebay.amqp.codec.FieldValues;
import dev.forebay.amqp.codec.ReplyCode;
import dev.forebay.engine.Backoff;
import dev.forebay.engine.DeadLetterRoute;
import dev.forebay.engine.DepthLimit;
import dev.forebay.engine.Message;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.QueueSettingsBuilder;
import dev.forebay.engine.RetryRule;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The arguments of queue.declare: their types and ranges, and the settings they mean. */
final class QueueArguments {
    /** Ten years, in milliseconds: the longest time that RabbitMQ takes. */
    private static final long LONGEST = 315_360_000_000L;

    /** How long a message stays deliverable where nothing is said: a hundred years. */
    private static final long FOR_EVER = 36_525L * 24 * 3_600_000;

    private static final int QUORUM_LIMIT = 20;

    /** What a retry rule allows at most. */
    private static final int MOST_ATTEMPTS = 1_000_000;

    /** What a retry rule allows at most: 30 days. */
    private static final long LONGEST_RETRY = 30L * 24 * 3_600_000;

    /** Each takes about a hundred bytes of the heap. */
    private static final int MOST_UNSETTLED = 1_000_000;

    private static final int MOST_PRIORITY = 255;
    private static final String REFUSES_TO_DLX = "reject-publish-dlx";
    private static final Set<String> OVERFLOWS =
            Set.of("drop-head", "reject-publish", REFUSES_TO_DLX);
    private static final Set<String> MODES = Set.of("default", "lazy");
    private static final Set<String> LOCATORS =
            Set.of("client-local", "balanced", "random", "least-leaders");
    private static final Set<String> MASTER_LOCATORS =
            Set.of("client-local", "min-masters", "random");
    private static final Set<String> STRATEGIES = Set.of("at-most-once", "at-least-once");
    private static final Set<String> RETRIES = Set.of("disabled", "all", "failed", "returned");

    private final Vhost vhost;
    private final String queue;
    private final Map<String, @Nullable Object> arguments;

    QueueArguments(Vhost vhost, String queue, Map<String, @Nullable Object> arguments) {
        this.vhost = vhost;
        this.queue = queue;
        this.arguments = arguments;
    }

    /**
     * The settings of a queue so declared.
     *
     * @param leaseMillis how long other faces' consumers have for a message unless they say so
     * @throws AmqpFailure 406 for an argument that is wrong
     */
    QueueSettings settings(DeclaredQueue declared, long leaseMillis) {
        QueueType type = type();
        requireOwn(type);
        withoutEffect();
        number("x-consumer-timeout", 0, FOR_EVER);
        QueueSettingsBuilder settings =
                QueueSettings.builder()
                        .durability(declared.durability())
                        .leaseMillis(leaseMillis)
                        // The server's own limit is for bodies, and may change.
                        .maxMessageBytes(Message.LARGEST)
                        .maxLeases(MOST_UNSETTLED)
                        .expiryMillis(
                                Math.max(1, number("x-message-ttl", 0, LONGEST).orElse(FOR_EVER)))
                        .labels(declared.labels());
        if (type == QueueType.STREAM) {
            new StreamArguments(this).apply(declared, settings);
            return settings.build();
        }
        boolean quorum = type == QueueType.QUORUM;
        if (quorum) {
            requireQuorums(declared);
        }
        number("x-expires", 1, LONGEST);
        if (number("x-max-priority", 0, MOST_PRIORITY).orElse(0) > 0) {
            settings.ordering(Ordering.BY_PRIORITY);
        }
        attempts(settings, quorum);
        boolean deadLetters = deadLetter(settings);
        depth(settings, deadLetters);
        flag("x-single-active-consumer");
        return settings.build();
    }

    private QueueType type() {
        String name = text("x-queue-type");
        return name == null
                ? QueueType.CLASSIC
                : QueueType.named(name)
                        .orElseThrow(
                                () -> wrong("x-queue-type", "there is no type '" + name + "'"));
    }

    /** What other types have is not passed over: its meaning would be missed. */
    private void requireOwn(QueueType type) {
        for (String name : QueueType.arguments()) {
            if (arguments.containsKey(name) && !type.has(name)) {
                throw wrong(name, "queues of type " + type.wireName() + " have none");
            }
        }
    }

    /** What has no meaning here is wrong all the same where it is wrong for RabbitMQ. */
    private void withoutEffect() {
        choice("x-queue-mode", MODES);
        choice("x-queue-leader-locator", LOCATORS);
        number("x-queue-version", 1, 2);
        choice("x-queue-master-locator", MASTER_LOCATORS);
        number("x-quorum-initial-group-size", 1, Integer.MAX_VALUE);
        number("x-initial-cluster-size", 1, Long.MAX_VALUE);
        number("x-max-in-memory-length", 0, Long.MAX_VALUE);
        number("x-max-in-memory-bytes", 0, Long.MAX_VALUE);
    }

    /** A queue that was meant to outlive every crash must not be less than that. */
    private void requireQuorums(DeclaredQueue declared) {
        String property =
                declared.exclusive()
                        ? "exclusive-owner"
                        : declared.autoDelete()
                                ? "auto-delete"
                                : declared.durable() ? "" : "non-durable";
        if (!property.isEmpty()) {
            throw new AmqpFailure(
                    ReplyCode.PRECONDITION_FAILED,
                    "invalid property '" + property + "' for " + queue());
        }
    }

    /** Whether a message that finds the queue full goes where its dead letters go. */
    static boolean deadLettersWhatItRefuses(QueueInfo queue) {
        Object overflow = DeclaredQueue.effective(queue).get("x-overflow");
        return overflow != null && overflow.toString().equals(REFUSES_TO_DLX);
    }

    private void attempts(QueueSettingsBuilder settings, boolean quorum) {
        Backoff backoff = delayedRetry();
        OptionalLong limit = number("x-delivery-limit", -1, Integer.MAX_VALUE);
        long allowed = limit.orElse(quorum ? QUORUM_LIMIT : -1);
        if (allowed >= 0) {
            int attempts = (int) Math.min(MOST_ATTEMPTS, allowed + 1);
            settings.retry(new RetryRule(backoff, OptionalInt.of(attempts)));
        } else {
            settings.retry(new RetryRule(backoff, OptionalInt.empty()));
        }
    }

    /** How long a message waits that was given back. */
    private Backoff delayedRetry() {
        String type = choice("x-delayed-retry-type", RETRIES);
        OptionalLong min = number("x-delayed-retry-min", 1, LONGEST_RETRY);
        OptionalLong max = number("x-delayed-retry-max", 1, LONGEST_RETRY);
        if (type == null || type.equals("disabled") || min.isEmpty()) {
            return new Backoff.AtOnce();
        }
        long first = min.getAsLong();
        long cap = max.orElse(LONGEST_RETRY);
        if (cap < first) {
            throw wrong("x-delayed-retry-max", "it is less than x-delayed-retry-min");
        }
        return cap == first ? new Backoff.Fixed(first) : new Backoff.Exponential(first, 2, cap, 0);
    }

    /** Whether dead letters go anywhere. */
    private boolean deadLetter(QueueSettingsBuilder settings) {
        String exchange = text("x-dead-letter-exchange");
        String key = text("x-dead-letter-routing-key");
        if (key != null && exchange == null) {
            throw wrong("x-dead-letter-routing-key", "there is no x-dead-letter-exchange");
        }
        choice("x-dead-letter-strategy", STRATEGIES);
        if (exchange == null) {
            return false;
        }
        settings.deadLetterRoute(
                Optional.of(new DeadLetterRoute(exchange, Optional.ofNullable(key))));
        return true;
    }

    private void depth(QueueSettingsBuilder settings, boolean deadLetters) {
        OptionalLong length = number("x-max-length", 0, Long.MAX_VALUE);
        OptionalLong bytes = number("x-max-length-bytes", 0, Long.MAX_VALUE);
        String overflow = choice("x-overflow", OVERFLOWS);
        boolean drops = overflow == null || overflow.equals("drop-head");
        DepthLimit.WhenFull full =
                !drops
                        ? DepthLimit.WhenFull.REFUSE
                        : deadLetters
                                ? DepthLimit.WhenFull.DEAD_LETTER_OLDEST
                                : DepthLimit.WhenFull.DROP_OLDEST;
        settings.depth(
                length.isEmpty() && bytes.isEmpty()
                        ? DepthLimit.none()
                        : new DepthLimit(least(length), least(bytes), full));
    }

    private static OptionalLong least(OptionalLong limit) {
        return limit.isPresent() ? OptionalLong.of(Math.max(1, limit.getAsLong())) : limit;
    }

    /** The queue as clients know it. */
    String queue() {
        return Topology.named(vhost, "queue", queue);
    }

    OptionalLong number(String name, long from, long to) {
        Object value = FieldValues.matchable(given(name));
        if (value == null) {
            return OptionalLong.empty();
        }
        if (!(value instanceof Long number)) {
            throw wrong(name, "it is no whole number");
        }
        if (number < from || number > to) {
            throw wrong(name, number + " is not within its range");
        }
        return OptionalLong.of(number);
    }

    /** Null when it is not given; one that is given has a value. */
    private @Nullable Object given(String name) {
        Object value = arguments.get(name);
        if (value == null && arguments.containsKey(name)) {
            throw wrong(name, "it is void");
        }
        return value;
    }

    @Nullable String text(String name) {
        Object value = given(name);
        if (value == null) {
            return null;
        }
        if (!FieldValues.isText(value)) {
            throw wrong(name, "it is no string");
        }
        return FieldValues.text(value);
    }

    private @Nullable String choice(String name, Set<String> choices) {
        String value = text(name);
        if (value != null && !choices.contains(value)) {
            throw wrong(name, "'" + value + "' is none of " + choices.stream().sorted().toList());
        }
        return value;
    }

    private void flag(String name) {
        Object value = given(name);
        if (value != null && !(value instanceof Boolean)) {
            throw wrong(name, "it is neither true nor false");
        }
    }

    AmqpFailure wrong(String name, String why) {
        return new AmqpFailure(
                ReplyCode.PRECONDITION_FAILED,
                "invalid arg '" + name + "' for " + queue() + ": " + why);
    }
}

package dev.forebay.engine.core;

import dev.forebay.engine.Backoff;
import dev.forebay.engine.BreakerRule;
import dev.forebay.engine.DeadLetterRule;
import dev.forebay.engine.Deduplication;
import dev.forebay.engine.DepthLimit;
import dev.forebay.engine.Message;
import dev.forebay.engine.QueueKind;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.RateLimit;
import dev.forebay.engine.RateLimits;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.RetryRule;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The ranges of queue settings. */
final class SettingsCheck {
    /** Of subscriptions, in characters. */
    static final int LONGEST_NAME = 255;

    /** Of queues, in characters: AMQP's 255 bytes, and what may stand before them there. */
    private static final int LONGEST_QUEUE = 1_024;

    static final int MOST_ATTEMPTS = 1000;
    static final int MOST_RETRIES = 1_000_000;
    private static final int MILLION = 1_000_000;
    private static final int MOST_FACTOR = 100;
    private static final long DAY = Duration.ofDays(1).toMillis();

    /** Ten years. */
    static final long LONGEST_DELAY = 3653 * DAY;

    private static final long LONGEST_BACKOFF = 30 * DAY;

    private final String queue;
    private final QueueSettings settings;
    private final EngineLimits limits;

    SettingsCheck(String queue, QueueSettings settings, EngineLimits limits) {
        this.queue = queue;
        this.settings = settings;
        this.limits = limits;
    }

    /** What is wrong first, if anything. */
    Optional<Refusal> refusal() {
        if (queue.isEmpty() || queue.length() > LONGEST_QUEUE) {
            return wrong("name", queue, "1 to " + LONGEST_QUEUE + " characters");
        }
        return numbers().or(this::rules);
    }

    private Optional<Refusal> numbers() {
        return range("leaseMillis", settings.leaseMillis(), 0, limits.longestLeaseMillis())
                .or(() -> range("delayMillis", settings.delayMillis(), 0, LONGEST_DELAY))
                .or(() -> range("expiryMillis", settings.expiryMillis(), 1, Long.MAX_VALUE))
                .or(() ->
                        range(
                                "receiveWaitMillis",
                                settings.receiveWaitMillis(),
                                0,
                                Integer.MAX_VALUE))
                .or(() -> range("maxMessageBytes", settings.maxMessageBytes(), 1, Message.LARGEST))
                .or(() -> range("maxDepth", settings.maxDepth().orElse(1), 1, Long.MAX_VALUE))
                .or(() -> range("maxBytes", settings.maxBytes().orElse(1), 1, Long.MAX_VALUE))
                .or(() -> range("maxLeases", settings.maxLeases(), 1, Integer.MAX_VALUE))
                .or(() -> range("retentionMillis", settings.retentionMillis(), 0, Long.MAX_VALUE))
                .or(() -> range("retentionBytes", settings.retentionBytes(), 0, Long.MAX_VALUE))
                .or(() ->
                        range(
                                "idleReaderMillis",
                                settings.retention().idleReaderMillis(),
                                1,
                                Long.MAX_VALUE));
    }

    private Optional<Refusal> rules() {
        if (settings.deadLetter().isPresent()) {
            DeadLetterRule rule = settings.deadLetter().get();
            if (rule.queue().equals(queue) || rule.queue().isEmpty()) {
                return wrong("deadLetter.queue", rule.queue(), "the name of another queue");
            }
            Optional<Refusal> attempts =
                    range("deadLetter.maxAttempts", rule.maxAttempts(), 1, MOST_ATTEMPTS);
            if (attempts.isPresent()) {
                return attempts;
            }
        }
        if (settings.deadLetterRoute().isPresent() && settings.ordering().isKept()) {
            return wrong(
                    "deadLetterRoute",
                    settings.deadLetterRoute().get().exchange(),
                    "none where there is an order");
        }
        if (settings.deduplication().isPresent()) {
            Deduplication rule = settings.deduplication().get();
            Optional<Refusal> wrong =
                    range("deduplication.windowMillis", rule.windowMillis(), 1, Long.MAX_VALUE >> 1)
                            .or(() -> range("deduplication.capacity", rule.capacity(), 1, 1 << 26));
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return retry(settings.retry())
                .or(this::breaker)
                .or(this::stream)
                .or(this::overflow)
                .or(this::rates);
    }

    /** What is wrong with a retry rule, if anything. */
    static Optional<Refusal> retry(RetryRule rule) {
        Optional<Refusal> backoff =
                switch (rule.backoff()) {
                    case Backoff.AtOnce now -> Optional.empty();
                    case Backoff.Fixed fixed ->
                            range("retry.delayMillis", fixed.delayMillis(), 1, LONGEST_BACKOFF);
                    case Backoff.Exponential growing -> exponential(growing);
                };
        return backoff.or(
                () -> range("retry.maxAttempts", rule.maxAttempts().orElse(1), 1, MOST_RETRIES));
    }

    private static Optional<Refusal> exponential(Backoff.Exponential growing) {
        if (!(growing.factor() >= 1 && growing.factor() <= MOST_FACTOR)) {
            return wrong("retry.factor", Double.toString(growing.factor()), "1 to " + MOST_FACTOR);
        }
        long first = growing.firstMillis();
        return range("retry.firstMillis", first, 1, LONGEST_BACKOFF)
                .or(() -> range("retry.capMillis", growing.capMillis(), first, LONGEST_BACKOFF))
                .or(() -> range("retry.jitterPercent", growing.jitterPercent(), 0, 100));
    }

    /** Nothing in a stream waits for being settled, by which depth is counted. */
    private Optional<Refusal> stream() {
        DepthLimit depth = settings.depth();
        return settings.kind() == QueueKind.STREAM && !depth.equals(DepthLimit.none())
                ? wrong(
                        depth.maxDepth().isPresent() ? "maxDepth" : "maxBytes",
                        "a limit",
                        "none in a stream, which keeps what its retention says")
                : Optional.empty();
    }

    private Optional<Refusal> overflow() {
        boolean moves = settings.depth().whenFull() == DepthLimit.WhenFull.DEAD_LETTER_OLDEST;
        boolean known = settings.deadLetter().isPresent() || settings.deadLetterRoute().isPresent();
        boolean can = known && !settings.ordering().isKept();
        return moves && !can
                ? wrong(
                        "whenFull",
                        settings.depth().whenFull().name(),
                        "refuse or drop-oldest, where there is an order or no dead-letter queue")
                : range(
                        "ageObjectiveMillis",
                        settings.ageObjectiveMillis().orElse(1),
                        1,
                        Long.MAX_VALUE);
    }

    private Optional<Refusal> rates() {
        RateLimits rates = settings.rates();
        return Stream.of(
                        rates.sending(),
                        rates.sendingPerKey(),
                        rates.sendingPerClient(),
                        rates.delivery(),
                        rates.deliveryPerClient())
                .flatMap(Optional::stream)
                .map(SettingsCheck::rate)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Refusal> rate(RateLimit limit) {
        if (!(limit.perSecond() >= 0.001 && limit.perSecond() <= MILLION)) {
            return wrong(
                    "rates.perSecond", Double.toString(limit.perSecond()), "0.001 to " + MILLION);
        }
        return range("rates.burst", limit.burst(), 1, MILLION);
    }

    private Optional<Refusal> breaker() {
        if (settings.breaker().isEmpty()) {
            return Optional.empty();
        }
        BreakerRule rule = settings.breaker().get();
        long pause = rule.pauseMillis();
        return range("breaker.failures", rule.failures(), 1, 1_000)
                .or(() -> range("breaker.windowMillis", rule.windowMillis(), 1, DAY))
                .or(() -> range("breaker.pauseMillis", pause, 1, DAY))
                .or(() ->
                        range("breaker.longestPauseMillis", rule.longestPauseMillis(), pause, DAY));
    }

    private static Optional<Refusal> range(String name, long value, long from, long to) {
        if (value >= from && value <= to) {
            return Optional.empty();
        }
        String accepted = to == Long.MAX_VALUE ? from + " or more" : from + " to " + to;
        return wrong(name, Long.toString(value), accepted);
    }

    private static Optional<Refusal> wrong(String name, String value, String accepted) {
        return Optional.of(new Refusal.InvalidSetting(name, value, accepted));
    }

    /**
     * The first setting that differs, if any; of a group, the one in it. The flow does not count:
     * who declares a queue does not mean to resume it.
     */
    static Optional<String> difference(QueueSettings left, QueueSettings right) {
        return difference(QueueSettings.class, left, right.withFlow(left.flow()));
    }

    private static Optional<String> difference(Class<?> group, Object left, Object right) {
        for (RecordComponent part : group.getRecordComponents()) {
            try {
                Object one = part.getAccessor().invoke(left);
                Object other = part.getAccessor().invoke(right);
                if (!Objects.equals(one, other)) {
                    return part.getType().isRecord()
                            ? difference(part.getType(), one, other)
                            : Optional.of(part.getName());
                }
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException("accessors of a record are public", impossible);
            }
        }
        return Optional.empty();
    }
}

package dev.forebay.engine;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Puts {@link QueueSettings} together; the meaning of each setting is told there. */
public final class QueueSettingsBuilder {
    private QueueKind kind = QueueKind.QUEUE;
    private Ordering ordering = Ordering.NONE;
    private Durability durability = Durability.DURABLE;
    private long leaseMillis;
    private long delayMillis;
    private long expiryMillis;
    private long receiveWaitMillis;
    private int maxMessageBytes = 1 << 20;
    private int maxLeases = 120_000;
    private OptionalLong maxDepth = OptionalLong.empty();
    private DepthLimit.WhenFull whenFull = DepthLimit.WhenFull.REFUSE;
    private RateLimits rates = RateLimits.none();
    private OptionalLong ageObjectiveMillis = OptionalLong.empty();
    private OptionalLong maxBytes = OptionalLong.empty();
    private RetryRule retry = RetryRule.defaults();
    private Optional<BreakerRule> breaker = Optional.empty();
    private Flow flow = Flow.RUNNING;
    private Optional<DeadLetterRule> deadLetter = Optional.empty();
    private Optional<DeadLetterRoute> deadLetterRoute = Optional.empty();
    private Optional<Deduplication> deduplication = Optional.empty();
    private long retentionMillis;
    private long retentionBytes;
    private long idleReaderMillis;
    private Map<String, String> labels = Map.of();

    QueueSettingsBuilder() {
        times(DeliveryTimes.defaults());
        retention(Retention.defaults());
    }

    QueueSettingsBuilder(QueueSettings from) {
        kind = from.kind();
        ordering = from.ordering();
        durability = from.durability();
        times(from.times());
        maxMessageBytes = from.maxMessageBytes();
        maxLeases = from.maxLeases();
        depth(from.depth());
        retry = from.retry();
        breaker = from.breaker();
        flow = from.flow();
        rates = from.rates();
        ageObjectiveMillis = from.ageObjectiveMillis();
        deadLetter = from.deadLetter();
        deadLetterRoute = from.deadLetterRoute();
        deduplication = from.deduplication();
        retention(from.retention());
        labels = from.labels();
    }

    public QueueSettings build() {
        return new QueueSettings(
                kind,
                ordering,
                durability,
                new DeliveryTimes(leaseMillis, delayMillis, expiryMillis, receiveWaitMillis),
                maxMessageBytes,
                maxLeases,
                new DepthLimit(maxDepth, maxBytes, whenFull),
                retry,
                breaker,
                flow,
                rates,
                ageObjectiveMillis,
                deadLetter,
                deadLetterRoute,
                deduplication,
                new Retention(retentionMillis, retentionBytes, idleReaderMillis),
                labels);
    }

    public QueueSettingsBuilder kind(QueueKind value) {
        kind = value;
        return this;
    }

    public QueueSettingsBuilder ordering(Ordering value) {
        ordering = value;
        return this;
    }

    public QueueSettingsBuilder durability(Durability value) {
        durability = value;
        return this;
    }

    public QueueSettingsBuilder times(DeliveryTimes times) {
        leaseMillis = times.leaseMillis();
        delayMillis = times.delayMillis();
        expiryMillis = times.expiryMillis();
        receiveWaitMillis = times.receiveWaitMillis();
        return this;
    }

    public QueueSettingsBuilder leaseMillis(long value) {
        leaseMillis = value;
        return this;
    }

    public QueueSettingsBuilder delayMillis(long value) {
        delayMillis = value;
        return this;
    }

    public QueueSettingsBuilder expiryMillis(long value) {
        expiryMillis = value;
        return this;
    }

    public QueueSettingsBuilder receiveWaitMillis(long value) {
        receiveWaitMillis = value;
        return this;
    }

    public QueueSettingsBuilder maxMessageBytes(int value) {
        maxMessageBytes = value;
        return this;
    }

    public QueueSettingsBuilder maxLeases(int value) {
        maxLeases = value;
        return this;
    }

    public QueueSettingsBuilder depth(DepthLimit depth) {
        maxDepth = depth.maxDepth();
        maxBytes = depth.maxBytes();
        whenFull = depth.whenFull();
        return this;
    }

    public QueueSettingsBuilder whenFull(DepthLimit.WhenFull value) {
        whenFull = value;
        return this;
    }

    public QueueSettingsBuilder rates(RateLimits value) {
        rates = value;
        return this;
    }

    public QueueSettingsBuilder ageObjectiveMillis(OptionalLong value) {
        ageObjectiveMillis = value;
        return this;
    }

    public QueueSettingsBuilder maxDepth(OptionalLong value) {
        maxDepth = value;
        return this;
    }

    public QueueSettingsBuilder maxBytes(OptionalLong value) {
        maxBytes = value;
        return this;
    }

    public QueueSettingsBuilder retry(RetryRule value) {
        retry = value;
        return this;
    }

    public QueueSettingsBuilder breaker(Optional<BreakerRule> value) {
        breaker = value;
        return this;
    }

    public QueueSettingsBuilder flow(Flow value) {
        flow = value;
        return this;
    }

    public QueueSettingsBuilder deadLetterRoute(Optional<DeadLetterRoute> value) {
        deadLetterRoute = value;
        return this;
    }

    public QueueSettingsBuilder deadLetter(Optional<DeadLetterRule> value) {
        deadLetter = value;
        return this;
    }

    public QueueSettingsBuilder deduplication(Optional<Deduplication> value) {
        deduplication = value;
        return this;
    }

    public QueueSettingsBuilder retention(Retention retention) {
        retentionMillis = retention.retentionMillis();
        retentionBytes = retention.retentionBytes();
        idleReaderMillis = retention.idleReaderMillis();
        return this;
    }

    public QueueSettingsBuilder retentionMillis(long value) {
        retentionMillis = value;
        return this;
    }

    public QueueSettingsBuilder retentionBytes(long value) {
        retentionBytes = value;
        return this;
    }

    public QueueSettingsBuilder idleReaderMillis(long value) {
        idleReaderMillis = value;
        return this;
    }

    public QueueSettingsBuilder labels(Map<String, String> value) {
        labels = value;
        return this;
    }
}

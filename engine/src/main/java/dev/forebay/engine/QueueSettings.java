package dev.forebay.engine;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Everything that is set per queue, in groups. Times in ms, sizes in bytes. Ranges are checked by
 * the engine, which refuses with {@link Refusal.InvalidSetting}; faces may be narrower.
 *
 * @param kind fixed at creation
 * @param ordering fixed at creation
 * @param durability fixed at creation
 * @param times leases, delay, expiry and waiting
 * @param maxMessageBytes largest body plus headers
 * @param maxLeases most messages leased at once
 * @param depth how much may wait
 * @param retry what follows a failed attempt
 * @param breaker when a downstream outage pauses delivery; empty: never
 * @param flow whether messages are taken and given out
 * @param rates how fast messages are taken and given out
 * @param ageObjectiveMillis how old the oldest message should get at most; for people and alarms,
 *     nothing is done about it here
 * @param deadLetter where given-up messages go; empty: they are retried until they expire
 * @param deadLetterRoute how the way of given-up and expired messages is found, where {@code
 *     deadLetter} does not say it
 * @param deduplication empty: deduplication ids are kept but not compared
 * @param retention how long settled messages stay readable
 * @param labels what a face wants kept and returned without the engine knowing its meaning
 */
public record QueueSettings(
        QueueKind kind,
        Ordering ordering,
        Durability durability,
        DeliveryTimes times,
        int maxMessageBytes,
        int maxLeases,
        DepthLimit depth,
        RetryRule retry,
        Optional<BreakerRule> breaker,
        Flow flow,
        RateLimits rates,
        OptionalLong ageObjectiveMillis,
        Optional<DeadLetterRule> deadLetter,
        Optional<DeadLetterRoute> deadLetterRoute,
        Optional<Deduplication> deduplication,
        Retention retention,
        Map<String, String> labels) {
    private static final QueueSettings DEFAULTS = builder().build();

    public QueueSettings {
        labels = Map.copyOf(labels);
    }

    /**
     * No order, 30 s leases, no delay, messages deliverable for four days, 1 MiB a message, no
     * depth or byte limit, 120,000 leases, retries at once, no dead-letter queue, no deduplication;
     * settled messages stay readable for a day or 1 GiB.
     */
    public static QueueSettings defaults() {
        return DEFAULTS;
    }

    /** Starts from {@link #defaults()}. */
    public static QueueSettingsBuilder builder() {
        return new QueueSettingsBuilder();
    }

    /** Starts from these settings. */
    public QueueSettingsBuilder toBuilder() {
        return new QueueSettingsBuilder(this);
    }

    public long leaseMillis() {
        return times.leaseMillis();
    }

    public long delayMillis() {
        return times.delayMillis();
    }

    public long expiryMillis() {
        return times.expiryMillis();
    }

    public long receiveWaitMillis() {
        return times.receiveWaitMillis();
    }

    public OptionalLong maxDepth() {
        return depth.maxDepth();
    }

    public OptionalLong maxBytes() {
        return depth.maxBytes();
    }

    public long retentionMillis() {
        return retention.retentionMillis();
    }

    public long retentionBytes() {
        return retention.retentionBytes();
    }

    /** Whether it ends with the process. */
    public boolean isVolatile() {
        return durability == Durability.VOLATILE;
    }

    public QueueSettings withKind(QueueKind kind) {
        return toBuilder().kind(kind).build();
    }

    public QueueSettings withDurability(Durability durability) {
        return toBuilder().durability(durability).build();
    }

    public QueueSettings withOrdering(Ordering ordering) {
        return toBuilder().ordering(ordering).build();
    }

    public QueueSettings withLeaseMillis(long leaseMillis) {
        return toBuilder().leaseMillis(leaseMillis).build();
    }

    public QueueSettings withDelayMillis(long delayMillis) {
        return toBuilder().delayMillis(delayMillis).build();
    }

    public QueueSettings withExpiryMillis(long expiryMillis) {
        return toBuilder().expiryMillis(expiryMillis).build();
    }

    public QueueSettings withReceiveWaitMillis(long receiveWaitMillis) {
        return toBuilder().receiveWaitMillis(receiveWaitMillis).build();
    }

    public QueueSettings withMaxMessageBytes(int maxMessageBytes) {
        return toBuilder().maxMessageBytes(maxMessageBytes).build();
    }

    public QueueSettings withMaxDepth(long maxDepth) {
        return toBuilder().maxDepth(OptionalLong.of(maxDepth)).build();
    }

    public QueueSettings withWhenFull(DepthLimit.WhenFull whenFull) {
        return toBuilder().whenFull(whenFull).build();
    }

    public QueueSettings withRates(RateLimits rates) {
        return toBuilder().rates(rates).build();
    }

    public QueueSettings withAgeObjectiveMillis(long millis) {
        return toBuilder().ageObjectiveMillis(OptionalLong.of(millis)).build();
    }

    public QueueSettings withMaxBytes(long maxBytes) {
        return toBuilder().maxBytes(OptionalLong.of(maxBytes)).build();
    }

    public QueueSettings withMaxLeases(int maxLeases) {
        return toBuilder().maxLeases(maxLeases).build();
    }

    public QueueSettings withRetry(RetryRule retry) {
        return toBuilder().retry(retry).build();
    }

    public QueueSettings withBreaker(BreakerRule breaker) {
        return toBuilder().breaker(Optional.of(breaker)).build();
    }

    public QueueSettings withFlow(Flow flow) {
        return toBuilder().flow(flow).build();
    }

    public QueueSettings withDeadLetter(DeadLetterRule deadLetter) {
        return toBuilder().deadLetter(Optional.of(deadLetter)).build();
    }

    public QueueSettings withDeadLetterRoute(DeadLetterRoute route) {
        return toBuilder().deadLetterRoute(Optional.of(route)).build();
    }

    public QueueSettings withDeduplication(Deduplication deduplication) {
        return toBuilder().deduplication(Optional.of(deduplication)).build();
    }

    public QueueSettings withRetentionMillis(long retentionMillis) {
        return toBuilder().retentionMillis(retentionMillis).build();
    }

    public QueueSettings withRetentionBytes(long retentionBytes) {
        return toBuilder().retentionBytes(retentionBytes).build();
    }

    public QueueSettings withLabels(Map<String, String> labels) {
        return toBuilder().labels(labels).build();
    }
}

package dev.forebay.engine;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Everything that is set per queue. Times in ms, sizes in bytes. Ranges are checked by the engine,
 * which refuses with {@link Refusal.InvalidSetting}; faces may be narrower.
 *
 * @param ordering fixed at creation
 * @param leaseMillis a lease's default length, 0 to 12 h
 * @param delayMillis default delay of each send, 0 or more
 * @param expiryMillis how long an unsettled message stays deliverable, counted from its send
 * @param receiveWaitMillis how long a receive waits by default
 * @param maxMessageBytes largest body plus headers
 * @param maxDepth most unsettled messages, further sends are refused; empty for no limit
 * @param maxBytes most bytes of unsettled messages; empty for no limit
 * @param maxLeases most messages leased at once
 * @param deadLetter where given-up messages go; empty: they are retried until they expire
 * @param deduplication empty: deduplication ids are kept but not compared
 * @param retentionMillis how long settled messages stay readable
 * @param retentionBytes how many bytes of the queue stay readable once settled
 * @param labels what a face wants kept and returned without the engine knowing its meaning
 */
public record QueueSettings(
        Ordering ordering,
        long leaseMillis,
        long delayMillis,
        long expiryMillis,
        long receiveWaitMillis,
        int maxMessageBytes,
        OptionalLong maxDepth,
        OptionalLong maxBytes,
        int maxLeases,
        Optional<DeadLetterRule> deadLetter,
        Optional<Deduplication> deduplication,
        long retentionMillis,
        long retentionBytes,
        Map<String, String> labels) {
    public QueueSettings {
        labels = Map.copyOf(labels);
    }

    /**
     * No order, 30 s leases, no delay, messages deliverable for four days, 1 MiB a message, no
     * depth or byte limit, 120,000 leases, no dead-letter queue, no deduplication; settled messages
     * stay readable for a day or 1 GiB.
     */
    public static QueueSettings defaults() {
        return new QueueSettings(
                Ordering.NONE,
                Duration.ofSeconds(30).toMillis(),
                0,
                Duration.ofDays(4).toMillis(),
                0,
                1 << 20,
                OptionalLong.empty(),
                OptionalLong.empty(),
                120_000,
                Optional.empty(),
                Optional.empty(),
                Duration.ofDays(1).toMillis(),
                1L << 30,
                Map.of());
    }

    public QueueSettings withOrdering(Ordering ordering) {
        return new QueueSettings(
                ordering,
                leaseMillis,
                delayMillis,
                expiryMillis,
                receiveWaitMillis,
                maxMessageBytes,
                maxDepth,
                maxBytes,
                maxLeases,
                deadLetter,
                deduplication,
                retentionMillis,
                retentionBytes,
                labels);
    }

    public QueueSettings withLeaseMillis(long leaseMillis) {
        return new QueueSettings(
                ordering,
                leaseMillis,
                delayMillis,
                expiryMillis,
                receiveWaitMillis,
                maxMessageBytes,
                maxDepth,
                maxBytes,
                maxLeases,
                deadLetter,
                deduplication,
                retentionMillis,
                retentionBytes,
                labels);
    }

    public QueueSettings withDelayMillis(long delayMillis) {
        return new QueueSettings(
                ordering,
                leaseMillis,
                delayMillis,
                expiryMillis,
                receiveWaitMillis,
                maxMessageBytes,
                maxDepth,
                maxBytes,
                maxLeases,
                deadLetter,
                deduplication,
                retentionMillis,
                retentionBytes,
                labels);
    }

    public QueueSettings withExpiryMillis(long expiryMillis) {
        return new QueueSettings(
                ordering,
                leaseMillis,
                delayMillis,
                expiryMillis,
                receiveWaitMillis,
                maxMessageBytes,
                maxDepth,
                maxBytes,
                maxLeases,
                deadLetter,
                deduplication,
                retentionMillis,
                retentionBytes,
                labels);
    }

    public QueueSettings withReceiveWaitMillis(long receiveWaitMillis) {
        return new QueueSettings(
                ordering,
                leaseMillis,
                delayMillis,
                expiryMillis,
                receiveWaitMillis,
                maxMessageBytes,
                maxDepth,
                maxBytes,
                maxLeases,
                deadLetter,
                deduplication,
                retentionMillis,
                retentionBytes,
                labels);
    }

    public QueueSettings withMaxMessageBytes(int maxMessageBytes) {
        return new QueueSettings(
                ordering,
                leaseMillis,
                delayMillis,
                expiryMillis,
                receiveWaitMillis,
                maxMessageBytes,
                maxDepth,
                maxBytes,
                maxLeases,
                deadLetter,
                deduplication,
                retentionMillis,
                retentionBytes,
                labels);
    }

    public QueueSettings withMaxDepth(long maxDepth) {
        return new QueueSettings(
                ordering,
                leaseMillis,
                delayMillis,
                expiryMillis,
                receiveWaitMillis,
                maxMessageBytes,
                OptionalLong.of(maxDepth),
                maxBytes,
                maxLeases,
                deadLetter,
                deduplication,
                retentionMillis,
                retentionBytes,
                labels);
    }

    public QueueSettings withMaxBytes(long maxBytes) {
        return new QueueSettings(
                ordering,
                leaseMillis,
                delayMillis,
                expiryMillis,
                receiveWaitMillis,
                maxMessageBytes,
                maxDepth,
                OptionalLong.of(maxBytes),
                maxLeases,
                deadLetter,
                deduplication,
                retentionMillis,
                retentionBytes,
                labels);
    }

    public QueueSettings withMaxLeases(int maxLeases) {
        return new QueueSettings(
                ordering,
                leaseMillis,
                delayMillis,
                expiryMillis,
                receiveWaitMillis,
                maxMessageBytes,
                maxDepth,
                maxBytes,
                maxLeases,
                deadLetter,
                deduplication,
                retentionMillis,
                retentionBytes,
                labels);
    }

    public QueueSettings withDeadLetter(DeadLetterRule deadLetter) {
        return new QueueSettings(
                ordering,
                leaseMillis,
                delayMillis,
                expiryMillis,
                receiveWaitMillis,
                maxMessageBytes,
                maxDepth,
                maxBytes,
                maxLeases,
                Optional.of(deadLetter),
                deduplication,
                retentionMillis,
                retentionBytes,
                labels);
    }

    public QueueSettings withDeduplication(Deduplication deduplication) {
        return new QueueSettings(
                ordering,
                leaseMillis,
                delayMillis,
                expiryMillis,
                receiveWaitMillis,
                maxMessageBytes,
                maxDepth,
                maxBytes,
                maxLeases,
                deadLetter,
                Optional.of(deduplication),
                retentionMillis,
                retentionBytes,
                labels);
    }

    public QueueSettings withRetentionMillis(long retentionMillis) {
        return new QueueSettings(
                ordering,
                leaseMillis,
                delayMillis,
                expiryMillis,
                receiveWaitMillis,
                maxMessageBytes,
                maxDepth,
                maxBytes,
                maxLeases,
                deadLetter,
                deduplication,
                retentionMillis,
                retentionBytes,
                labels);
    }

    public QueueSettings withRetentionBytes(long retentionBytes) {
        return new QueueSettings(
                ordering,
                leaseMillis,
                delayMillis,
                expiryMillis,
                receiveWaitMillis,
                maxMessageBytes,
                maxDepth,
                maxBytes,
                maxLeases,
                deadLetter,
                deduplication,
                retentionMillis,
                retentionBytes,
                labels);
    }

    public QueueSettings withLabels(Map<String, String> labels) {
        return new QueueSettings(
                ordering,
                leaseMillis,
                delayMillis,
                expiryMillis,
                receiveWaitMillis,
                maxMessageBytes,
                maxDepth,
                maxBytes,
                maxLeases,
                deadLetter,
                deduplication,
                retentionMillis,
                retentionBytes,
                labels);
    }
}

package dev.forebay.engine.core;

import java.time.Duration;

/**
 * Bounds of one engine. Times in ms of engine time, sizes in bytes.
 *
 * @param longestLeaseMillis longest total of a lease with its extensions
 * @param readAheadBytes messages kept in memory ahead of receives, all queues together
 * @param parkedBytes room for messages passed over because their key is blocked, all queues
 *     together
 * @param parkedMessages so many messages of one partition may be passed over in any case
 * @param snapshotRecords a partition is snapshotted once it has grown by so many records
 * @param snapshotBytes or by so many bytes of messages
 * @param journalReplayBytes most bytes of journal that a start has to replay
 * @param batchBytes record batches are cut at this size
 * @param groupBytes one append takes no more than this, a single message aside
 * @param nameReuseMillis how long the name of a deleted queue cannot be used; 0 for not at all
 * @param purgeIntervalMillis least time between two purges of a queue
 * @param attemptIdMillis how long a receive can be repeated with its attempt id
 * @param attemptIds most attempt ids remembered
 * @param onDamage what deliveries do when messages are damaged on disk
 */
public record EngineLimits(
        long longestLeaseMillis,
        long readAheadBytes,
        long parkedBytes,
        int parkedMessages,
        int snapshotRecords,
        long snapshotBytes,
        long journalReplayBytes,
        int batchBytes,
        int groupBytes,
        long nameReuseMillis,
        long purgeIntervalMillis,
        long attemptIdMillis,
        int attemptIds,
        OnDamage onDamage) {

    /** What a server uses unless told otherwise. */
    public static EngineLimits defaults() {
        return new EngineLimits(
                Duration.ofHours(12).toMillis(),
                16L << 20,
                64L << 20,
                120_000,
                50_000,
                64L << 20,
                16L << 20,
                64 << 10,
                8 << 20,
                0,
                Duration.ofSeconds(60).toMillis(),
                Duration.ofMinutes(5).toMillis(),
                1_000,
                OnDamage.REFUSE);
    }

    /** The same, with snapshots after so many records and so many bytes of journal. */
    public EngineLimits withSnapshots(int records, long journalBytes) {
        return new EngineLimits(
                longestLeaseMillis,
                readAheadBytes,
                parkedBytes,
                parkedMessages,
                records,
                snapshotBytes,
                journalBytes,
                batchBytes,
                groupBytes,
                nameReuseMillis,
                purgeIntervalMillis,
                attemptIdMillis,
                attemptIds,
                onDamage);
    }

    /** The same, with batches cut at this size and appends of no more than this. */
    public EngineLimits withGroups(int mostInABatch, int mostInAGroup) {
        return new EngineLimits(
                longestLeaseMillis,
                readAheadBytes,
                parkedBytes,
                parkedMessages,
                snapshotRecords,
                snapshotBytes,
                journalReplayBytes,
                mostInABatch,
                mostInAGroup,
                nameReuseMillis,
                purgeIntervalMillis,
                attemptIdMillis,
                attemptIds,
                onDamage);
    }

    /** The same, with this room for messages passed over. */
    public EngineLimits withParked(long bytes, int messages) {
        return new EngineLimits(
                longestLeaseMillis,
                readAheadBytes,
                bytes,
                messages,
                snapshotRecords,
                snapshotBytes,
                journalReplayBytes,
                batchBytes,
                groupBytes,
                nameReuseMillis,
                purgeIntervalMillis,
                attemptIdMillis,
                attemptIds,
                onDamage);
    }

    /** The same, with this much read-ahead. */
    public EngineLimits withReadAhead(long bytes) {
        return new EngineLimits(
                longestLeaseMillis,
                bytes,
                parkedBytes,
                parkedMessages,
                snapshotRecords,
                snapshotBytes,
                journalReplayBytes,
                batchBytes,
                groupBytes,
                nameReuseMillis,
                purgeIntervalMillis,
                attemptIdMillis,
                attemptIds,
                onDamage);
    }

    /** The same, with this pause before the name of a deleted queue can be used again. */
    public EngineLimits withNameReuse(long millis) {
        return new EngineLimits(
                longestLeaseMillis,
                readAheadBytes,
                parkedBytes,
                parkedMessages,
                snapshotRecords,
                snapshotBytes,
                journalReplayBytes,
                batchBytes,
                groupBytes,
                millis,
                purgeIntervalMillis,
                attemptIdMillis,
                attemptIds,
                onDamage);
    }

    /** The same, with this answer to damaged messages. */
    public EngineLimits withOnDamage(OnDamage policy) {
        return new EngineLimits(
                longestLeaseMillis,
                readAheadBytes,
                parkedBytes,
                parkedMessages,
                snapshotRecords,
                snapshotBytes,
                journalReplayBytes,
                batchBytes,
                groupBytes,
                nameReuseMillis,
                purgeIntervalMillis,
                attemptIdMillis,
                attemptIds,
                policy);
    }
}

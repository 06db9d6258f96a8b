package dev.forebay.engine.core;

import dev.forebay.engine.AtomicChange;
import dev.forebay.log.DamagePolicy;
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
 * @param groupBytes one append takes no more than this, a single message and an atomic change aside
 * @param changeBytes the sends of one atomic change take no more than this, one alone aside
 * @param dedupInHeap so many deduplication ids the heap holds, all queues together; older ones are
 *     on disk
 * @param dedupOnDisk so many more are kept on disk, at about three bytes of heap each
 * @param nameReuseMillis how long the name of a deleted queue cannot be used; 0 for not at all
 * @param attemptIdMillis how long a receive can be repeated with its attempt id
 * @param attemptIds most attempt ids remembered
 * @param laterMillis messages due later than this wait on disk, outside of their partition
 * @param laterWindow of those that are due next so many are known in memory, all queues together
 * @param attemptsInHeap of so many messages that wait for another attempt the heap holds what is
 *     known, all queues together; what is beyond goes to disk
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
        int changeBytes,
        long nameReuseMillis,
        long attemptIdMillis,
        int attemptIds,
        long laterMillis,
        int laterWindow,
        int attemptsInHeap,
        int dedupInHeap,
        int dedupOnDisk,
        DamagePolicy onDamage) {

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
                AtomicChange.MOST_BYTES,
                0,
                Duration.ofMinutes(5).toMillis(),
                1_000,
                Duration.ofSeconds(60).toMillis(),
                16_384,
                1_000_000,
                1_000_000,
                32_000_000,
                DamagePolicy.REFUSE);
    }

    /** The same, with snapshots after so many records and so many bytes of journal. */
    public EngineLimits withSnapshots(int records, long journalBytes) {
        Draft changed = new Draft(this);
        changed.snapshotRecords = records;
        changed.journalReplayBytes = journalBytes;
        return changed.limits();
    }

    /** The same, with batches cut at this size and appends and changes of no more than this. */
    public EngineLimits withGroups(int mostInABatch, int mostInAGroup) {
        Draft changed = new Draft(this);
        changed.batchBytes = mostInABatch;
        changed.groupBytes = mostInAGroup;
        changed.changeBytes = mostInAGroup;
        return changed.limits();
    }

    /** The same, with this room for messages passed over. */
    public EngineLimits withParked(long bytes, int messages) {
        Draft changed = new Draft(this);
        changed.parkedBytes = bytes;
        changed.parkedMessages = messages;
        return changed.limits();
    }

    /** The same, with this much read-ahead. */
    public EngineLimits withReadAhead(long bytes) {
        Draft changed = new Draft(this);
        changed.readAheadBytes = bytes;
        return changed.limits();
    }

    /** The same, with so many deduplication ids in the heap and so many more on disk. */
    public EngineLimits withDeduplication(int inHeap, int onDisk) {
        Draft changed = new Draft(this);
        changed.dedupInHeap = inHeap;
        changed.dedupOnDisk = onDisk;
        return changed.limits();
    }

    /** The same, with this pause before the name of a deleted queue can be used again. */
    public EngineLimits withNameReuse(long millis) {
        Draft changed = new Draft(this);
        changed.nameReuseMillis = millis;
        return changed.limits();
    }

    /** The same, with messages kept on disk that are due later than this. */
    public EngineLimits withLater(long afterMillis, int window) {
        Draft changed = new Draft(this);
        changed.laterMillis = afterMillis;
        changed.laterWindow = window;
        return changed.limits();
    }

    /** The same, with what is known of so many messages in the heap that wait to be retried. */
    public EngineLimits withAttemptsInHeap(int messages) {
        Draft changed = new Draft(this);
        changed.attemptsInHeap = messages;
        return changed.limits();
    }

    /** The same, with this answer to damaged messages. */
    public EngineLimits withOnDamage(DamagePolicy policy) {
        Draft changed = new Draft(this);
        changed.onDamage = policy;
        return changed.limits();
    }

    /** Limits that are being changed. */
    private static final class Draft {
        private long longestLeaseMillis;
        private long readAheadBytes;
        private long parkedBytes;
        private int parkedMessages;
        private int snapshotRecords;
        private long snapshotBytes;
        private long journalReplayBytes;
        private int batchBytes;
        private int groupBytes;
        private int changeBytes;
        private long nameReuseMillis;
        private long attemptIdMillis;
        private int attemptIds;
        private long laterMillis;
        private int laterWindow;
        private int attemptsInHeap;
        private int dedupInHeap;
        private int dedupOnDisk;
        private DamagePolicy onDamage;

        Draft(EngineLimits limits) {
            longestLeaseMillis = limits.longestLeaseMillis;
            readAheadBytes = limits.readAheadBytes;
            parkedBytes = limits.parkedBytes;
            parkedMessages = limits.parkedMessages;
            snapshotRecords = limits.snapshotRecords;
            snapshotBytes = limits.snapshotBytes;
            journalReplayBytes = limits.journalReplayBytes;
            batchBytes = limits.batchBytes;
            groupBytes = limits.groupBytes;
            changeBytes = limits.changeBytes;
            nameReuseMillis = limits.nameReuseMillis;
            attemptIdMillis = limits.attemptIdMillis;
            attemptIds = limits.attemptIds;
            laterMillis = limits.laterMillis;
            laterWindow = limits.laterWindow;
            attemptsInHeap = limits.attemptsInHeap;
            dedupInHeap = limits.dedupInHeap;
            dedupOnDisk = limits.dedupOnDisk;
            onDamage = limits.onDamage;
        }

        EngineLimits limits() {
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
                    changeBytes,
                    nameReuseMillis,
                    attemptIdMillis,
                    attemptIds,
                    laterMillis,
                    laterWindow,
                    attemptsInHeap,
                    dedupInHeap,
                    dedupOnDisk,
                    onDamage);
        }
    }
}

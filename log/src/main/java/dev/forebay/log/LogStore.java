package dev.forebay.log;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Named append-only streams of record batches: the one place where anything is durable. Message
 * partitions, delivery journals, snapshots and the catalog are all streams of a store.
 *
 * <p>Implemented by the embedded store (a group-committed commit log with segments) and, later, by
 * topics of an Apache Kafka cluster; both pass the contract suite of the test kit. All methods are
 * safe to call from any thread; completions arrive on a thread of the store and must not block.
 */
public interface LogStore extends AutoCloseable {
    /** The answer of {@link #lastCrash} when there was none. */
    long NO_CRASH = -1;

    /**
     * The stream of this name, made when there is none. Existence is durable with its first append.
     */
    LogStream stream(StreamName name);

    /**
     * The volatile stream of this name, made when there is none: kept in memory, and in files that
     * are never synced once the memory for all such streams is used up; gone when the store closes
     * or the process ends, so that nothing of it is ever read after a restart.
     *
     * @throws IllegalArgumentException when a stream of this name is there that is not volatile
     */
    LogStream volatileStream(StreamName name);

    Optional<LogStream> find(StreamName name);

    /** Every stream that holds or held data and was not deleted. */
    Collection<LogStream> streams();

    /**
     * Appends all entries, or none, in one atomic step that a crash cannot split. Entries of one
     * stream get their offsets in the order of the calls. The buffers belong to the store until the
     * completion is called. Never blocks: what cannot be taken now fails through the completion.
     *
     * <p>What goes to {@linkplain #volatileStream volatile streams} alone waits for no disk, and
     * may be completed within this call; it waits for room while the memory for such streams is
     * used up, and fails with {@link LogFailure.DiskFull} when there is none on disk either. Of a
     * group for streams of both kinds the entries for volatile ones take effect once the others are
     * durable; what is appended to these streams behind it waits for it.
     *
     * <p>Once an append with an entry for a durable stream has failed {@linkplain
     * LogFailure#isForWantOfRoom for want of room}, all such that come behind it fail likewise
     * until {@link #resume}: nothing that was decided later can get to the disk before it, also
     * when there is room again before its caller hears of the failure.
     */
    void append(List<StreamAppend> entries, AppendCompletion completion);

    /**
     * Says that the caller has heard of every append that failed for want of room: from now on
     * appends are tried again. Without effect when none has failed.
     */
    void resume();

    /**
     * Removes a stream and its data; a name can be used again afterwards. Durable when completed.
     */
    void delete(StreamName name, AppendCompletion completion);

    /**
     * Writes a checkpoint, from which the next start after a crash would begin to read: of all that
     * was durable when this was called, at least.
     *
     * @param completion told no offsets
     */
    void checkpoint(AppendCompletion completion);

    StoreState state();

    /** Told of each change of {@link #state()}, on a thread of the store. */
    void onStateChange(StoreStateListener listener);

    /** Engine time in ms of the last frame that recovery kept; 0 on a first start. */
    long lastEngineTime();

    /**
     * Engine time in ms of the last frame before the last end of the store that was no orderly
     * {@link #close}, kept over orderly ones, or {@link #NO_CRASH}: what came before may have had
     * effects that were never appended.
     */
    long lastCrash();

    /** Damage that is known now: found by recovery, by a read or by the scrubber. */
    List<Damage> damages();

    /** Writes a checkpoint so that the next start has nothing to do, and closes. Idempotent. */
    @Override
    void close();
}

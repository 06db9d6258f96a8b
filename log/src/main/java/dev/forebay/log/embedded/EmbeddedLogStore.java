package dev.forebay.log.embedded;

import dev.forebay.log.AppendCompletion;
import dev.forebay.log.Damage;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStore;
import dev.forebay.log.LogStream;
import dev.forebay.log.StoreState;
import dev.forebay.log.StoreStateListener;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.StreamName;
import dev.forebay.log.disk.Disk;
import dev.forebay.log.disk.DiskFullException;
import dev.forebay.log.record.RecordBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store of a single machine: a group-committed commit log with segments behind it, in one data
 * folder. Every append is answered after its bytes are synced; one sync serves all that wait. The
 * caller keeps the folder to itself (see {@link dev.forebay.log.disk.FolderLock}).
 */
public final class EmbeddedLogStore implements LogStore {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedLogStore.class);

    private final Opened parts;
    private final TaskRunner.Handle commitTask;
    private final TaskRunner.Handle storageTask;
    private final VolatileStore volatiles;
    private boolean closed;
    private volatile boolean terminated;

    /** What opening built. */
    record Opened(
            StorageQueue queue,
            Registry registry,
            SegmentStore segments,
            StoreStatus status,
            DamageList damages,
            CommitLog commitLog,
            Committer committer,
            Storage storage,
            CheckpointWriter checkpoints,
            DiskReserve reserve,
            long engineTime,
            long lastCrash) {}

    private EmbeddedLogStore(
            Opened parts, Disk disk, LogSettings settings, LogEnvironment environment) {
        this.parts = parts;
        TaskRunner runner = environment.runner();
        volatiles =
                new VolatileStore(
                        disk,
                        settings,
                        environment,
                        parts.status(),
                        parts.damages(),
                        append -> submit(Submission.append(append.durable(), append)));
        commitTask = runner.start("commit", parts.committer());
        storageTask = runner.start("storage", parts.storage());
        parts.storage().attach(commitTask);
        parts.queue().attach(storageTask);
    }

    /**
     * Opens the log in a data folder, making a new one in an empty folder. Returns when everything
     * that was ever acknowledged is durable and can be read.
     *
     * @throws CorruptLogException acknowledged bytes are damaged and the policy is to refuse
     * @throws NewerFormatException the folder was written by a later version
     * @throws IOException the disk failed or is full
     */
    public static EmbeddedLogStore open(Disk disk, LogSettings settings, LogEnvironment environment)
            throws IOException {
        Opened parts = new Opening(disk, settings, environment).open();
        SpillFiles.clear(disk);
        return new EmbeddedLogStore(parts, disk, settings, environment);
    }

    @Override
    public LogStream stream(StreamName name) {
        if (volatiles.find(name) != null) {
            throw new IllegalArgumentException(name + " is a volatile stream");
        }
        return parts.registry()
                .findOrMake(
                        name,
                        wanted -> new EmbeddedStream(wanted, parts.queue(), parts.segments()));
    }

    @Override
    public LogStream volatileStream(StreamName name) {
        if (parts.registry().find(name) != null) {
            throw new IllegalArgumentException(name + " is a durable stream");
        }
        return volatiles.stream(name);
    }

    @Override
    public Optional<LogStream> find(StreamName name) {
        VolatileStream unsynced = volatiles.find(name);
        if (unsynced != null && unsynced.endOffset() > 0) {
            return Optional.of(unsynced);
        }
        EmbeddedStream stream = parts.registry().find(name);
        return stream != null && stream.isStored() ? Optional.of(stream) : Optional.empty();
    }

    @Override
    public Collection<LogStream> streams() {
        List<LogStream> all = new ArrayList<>(parts.registry().stored());
        all.addAll(volatiles.stored());
        return all;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException a batch is not one whole record batch v2, or a target is of
     *     another store
     */
    @Override
    public void append(List<StreamAppend> entries, AppendCompletion completion) {
        boolean durable = true;
        for (int i = 0; i < entries.size(); i++) {
            durable &= isDurable(entries.get(i));
        }
        if (durable) {
            submit(Submission.append(entries, completion));
        } else {
            volatiles.append(new VolatileAppend(volatiles, entries, completion));
        }
    }

    @Override
    public void resume() {
        parts.committer().resume();
    }

    /** Checks it, and says whether all of its targets are durable. */
    private boolean isDurable(StreamAppend entry) {
        ByteBuffer batch = entry.batch();
        int at = batch.position();
        if (batch.remaining() < RecordBatch.HEADER_BYTES
                || RecordBatch.sizeBytes(batch, at) != batch.remaining()
                || RecordBatch.magic(batch, at) != RecordBatch.MAGIC
                || RecordBatch.lastOffsetDelta(batch, at) < 0) {
            throw new IllegalArgumentException("not one whole record batch v2");
        }
        boolean durable = true;
        List<LogStream> targets = entry.targets();
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i) instanceof VolatileStream unsynced && unsynced.isOf(volatiles)) {
                durable = false;
            } else if (!(targets.get(i) instanceof EmbeddedStream stream)
                    || !stream.isOf(parts.queue())) {
                throw new IllegalArgumentException("a stream of another store");
            }
        }
        return durable;
    }

    @Override
    public void delete(StreamName name, AppendCompletion completion) {
        if (volatiles.delete(name)) {
            completion.completed(new long[0]);
            return;
        }
        EmbeddedStream stream = parts.registry().remove(name);
        submit(
                stream == null
                        ? Submission.append(List.of(), completion)
                        : Submission.delete(stream, completion));
    }

    @Override
    public void checkpoint(AppendCompletion completion) {
        parts.queue().submit(new StorageRequest.Checkpoint(completion));
    }

    private void submit(Submission submission) {
        parts.committer().submit(submission);
        if (terminated) {
            refuseLate();
        } else {
            commitTask.wake();
        }
    }

    /** Nobody takes submissions any more; whoever comes late answers them. */
    private synchronized void refuseLate() {
        parts.committer().refuseAll(new LogFailure.Closed());
    }

    @Override
    public StoreState state() {
        return parts.status().state();
    }

    @Override
    public void onStateChange(StoreStateListener listener) {
        parts.status().onChange(listener);
    }

    @Override
    public long lastEngineTime() {
        return parts.engineTime();
    }

    @Override
    public long lastCrash() {
        return parts.lastCrash();
    }

    @Override
    public List<Damage> damages() {
        return parts.damages().all();
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        commitTask.stop();
        storageTask.stop();
        drain();
        volatiles.close();
        finish();
        parts.status().closed();
        terminated = true;
        refuseLate();
        parts.queue().terminate();
        closeFiles();
    }

    /** Both tasks stand still; what was submitted is still committed. */
    private void drain() {
        while (!parts.committer().isDrained()) {
            parts.committer().step();
            if (parts.committer().isBlocked()) {
                parts.storage().step();
            }
        }
    }

    private void finish() {
        try {
            while (true) {
                try {
                    parts.storage().finish();
                    return;
                } catch (DiskFullException e) {
                    if (!parts.reserve().release()) {
                        throw e;
                    }
                }
            }
        } catch (IOException e) {
            LOG.warn("Closed without a checkpoint; the next start recovers from the log", e);
        }
    }

    private void closeFiles() {
        try {
            parts.segments().files.closeAll();
            parts.checkpoints().close();
            parts.commitLog().close();
            parts.reserve().close();
        } catch (IOException e) {
            LOG.warn("Closing a file failed; everything in it was synced before", e);
        }
    }
}

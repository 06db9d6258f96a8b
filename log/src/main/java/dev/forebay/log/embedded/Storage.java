package dev.forebay.log.embedded;

import dev.forebay.log.LogFailure;
import dev.forebay.log.StoreState;
import dev.forebay.log.disk.DiskFullException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The storage task: reads, then whatever makes memory and commit-log files free, then upkeep, one
 * piece a step so that reads never wait long.
 */
final class Storage implements LogTask {
    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);
    private static final int REQUESTS_A_STEP = 64;
    private static final int FLUSHES_A_STEP = 16;

    private final SegmentStore segments;
    private final StorageQueue queue;
    private final Checkpointer checkpointer;
    private final CommitLog commitLog;
    private final DiskReserve reserve;
    private final RetainedShare retained;
    private final StoreStatus status;
    private final LogSettings settings;
    private final LogEnvironment environment;
    private final Committer committer;
    private TaskRunner.@Nullable Handle commitTask;
    private long nextSpaceCheck;
    private long checkpointStarted;
    private boolean stuck;

    /** By a defect: what is in memory may be wrong, and is not read any more. */
    private @Nullable LogFailure ended;

    Storage(
            SegmentStore segments,
            StorageQueue queue,
            Checkpointer checkpointer,
            CommitLog commitLog,
            DiskReserve reserve,
            RetainedShare retained,
            StoreStatus status,
            LogSettings settings,
            LogEnvironment environment,
            Committer committer) {
        this.segments = segments;
        this.queue = queue;
        this.checkpointer = checkpointer;
        this.commitLog = commitLog;
        this.reserve = reserve;
        this.retained = retained;
        this.status = status;
        this.settings = settings;
        this.environment = environment;
        this.committer = committer;
        nextSpaceCheck = environment.nanoTime().getAsLong();
    }

    void attach(TaskRunner.Handle handle) {
        commitTask = handle;
    }

    @Override
    public boolean hasWork() {
        return queue.hasRequests();
    }

    @Override
    public long step() {
        LogFailure defect = ended;
        if (defect != null) {
            queue.refuseAll(defect);
            segments.demands.refuse(defect);
            return UNTIL_WOKEN;
        }
        segments.lock.lock();
        try {
            return locked();
        } finally {
            segments.lock.unlock();
        }
    }

    @Override
    public void failed(Throwable defect) {
        status.fail("the storage task ran", defect);
        ended = new LogFailure.Failed(defect.toString());
        wakeCommitter();
    }

    private long locked() {
        segments.catchUp();
        boolean served = false;
        boolean worked;
        try {
            served = serve();
            if (status.state() instanceof StoreState.Failed failed) {
                segments.demands.refuse(new LogFailure.Failed(failed.reason()));
                return served ? 0 : UNTIL_WOKEN;
            }
            worked = upkeep();
        } catch (DiskFullException e) {
            worked = makeRoom(e);
        } catch (IOException e) {
            fail(e);
            return 0;
        }
        if (committer.isBlocked()) {
            wakeCommitter();
        }
        return served || worked ? 0 : pause();
    }

    private boolean serve() throws SyncFailedException {
        int served = 0;
        StorageRequest request = queue.pollRequest();
        while (request != null) {
            segments.serve(request);
            served++;
            request = served < REQUESTS_A_STEP ? queue.pollRequest() : null;
        }
        return served > 0;
    }

    /** One piece of work, the most urgent first; false when there was none. */
    private boolean upkeep() throws IOException {
        long now = environment.nanoTime().getAsLong();
        if (now - nextSpaceCheck >= 0) {
            nextSpaceCheck = now + settings.spaceCheckNanos();
            retained.enforce();
            status.spaceChanged(reserve.check());
            retry();
        }
        if (stuck) {
            return false;
        }
        if (segments.pool.isUnderPressure() && flushSome()) {
            return true;
        }
        boolean slow = checkpointer.isRunning() || !commitLog.isFreedBy(segments.logs.sequence());
        if (commitLog.wantsFile(slow)) {
            commitLog.grow();
            return true;
        }
        return checkpoint(now) || compact(now);
    }

    private boolean compact(long now) throws IOException {
        Compactor compactor = segments.compactor;
        if (!compactor.isBusy() || compactor.nanosUntilDue(now) > 0) {
            return false;
        }
        compactor.step(now);
        return true;
    }

    /** How long nothing has to be done by itself. */
    private long pause() {
        long now = environment.nanoTime().getAsLong();
        long untilCheck = nextSpaceCheck - now;
        return Math.max(
                1,
                segments.compactor.isBusy() && !stuck
                        ? Math.min(untilCheck, segments.compactor.nanosUntilDue(now))
                        : untilCheck);
    }

    /** Of many streams when they have little, about a slab in all: reads wait meanwhile. */
    private boolean flushSome() throws IOException {
        long written = 0;
        long last = 1;
        for (int i = 0; i < FLUSHES_A_STEP && last > 0 && written < settings.slabBytes(); i++) {
            last = segments.writer.flushOldest();
            written += last;
        }
        return written > 0;
    }

    private boolean checkpoint(long now) throws IOException {
        if (!checkpointer.isRunning()) {
            boolean drops = !segments.logs.unneededFiles().isEmpty();
            if (!commitLog.wantsCheckpoint(segments.logs.sequence())
                    && !drops
                    && !segments.demands.areWaiting()) {
                return false;
            }
            checkpointer.begin();
            segments.demands.begun();
            checkpointStarted = now;
        }
        int streams = checkpointer.step(CheckpointData.Ending.RUNNING);
        if (streams >= 0) {
            segments.demands.written();
            environment
                    .listener()
                    .checkpointed(environment.nanoTime().getAsLong() - checkpointStarted, streams);
        }
        return true;
    }

    /** The volume is full: what is committed stays in the commit log and in memory meanwhile. */
    private boolean makeRoom(DiskFullException cause) {
        segments.demands.refuse(new LogFailure.DiskFull());
        try {
            boolean released = reserve.release();
            status.spaceChanged(reserve.state());
            if (released) {
                return true;
            }
        } catch (IOException e) {
            fail(e);
            return false;
        }
        if (!stuck) {
            LOG.warn("The volume is full, appends will soon be refused: {}", cause.getMessage());
        }
        stuck = true;
        status.spaceChanged(new StoreState.UsingReserve(0));
        committer.outOfSpace(SpaceLeft.NONE);
        wakeCommitter();
        return false;
    }

    /** After a while of being stuck: maybe there is room again. */
    private void retry() {
        if (stuck) {
            stuck = false;
            committer.outOfSpace(SpaceLeft.SOME);
        }
    }

    private void fail(IOException e) {
        status.fail("writing segments or checkpoints", e);
        wakeCommitter();
    }

    private void wakeCommitter() {
        committer.unblock();
        TaskRunner.Handle handle = commitTask;
        if (handle != null) {
            handle.wake();
        }
    }

    /** Everything to disk and a checkpoint that says that nothing is left to do. */
    void finish() throws IOException {
        if (ended != null) {
            return;
        }
        segments.lock.lock();
        try {
            segments.catchUp();
            for (StorageRequest request = queue.pollRequest();
                    request != null;
                    request = queue.pollRequest()) {
                segments.serve(request);
            }
            if (!status.isFailed()) {
                segments.compactor.abandon();
                if (checkpointer.isRunning()) {
                    checkpointer.complete(CheckpointData.Ending.RUNNING);
                }
                segments.demands.begun();
                checkpointer.complete(CheckpointData.Ending.CLEAN);
                segments.demands.written();
            }
            segments.demands.refuse(new LogFailure.Closed());
        } finally {
            segments.lock.unlock();
        }
    }
}

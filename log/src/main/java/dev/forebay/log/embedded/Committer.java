package dev.forebay.log.embedded;

import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStream;
import dev.forebay.log.StreamAppend;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.zip.CRC32C;
import org.jctools.queues.varhandle.MpscUnboundedVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * The commit task: takes what was submitted, writes one frame, syncs once, hands the frame to the
 * storage task and answers everyone. Never more than one frame is un-synced. The first failed write
 * or sync, or a defect, ends it for ever: from then on it refuses.
 */
final class Committer implements LogTask {
    private static final int QUEUE_CHUNK = 1024;

    private final CommitLog log;
    private final SlabPool pool;
    private final StoreStatus status;
    private final LogSettings settings;
    private final LogEnvironment environment;
    private final StorageQueue storage;
    private final long logId;
    private final Planner planner;
    private final FrameBuilder builder = new FrameBuilder();
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer markFrame;
    private final Queue<Submission> submitted = new MpscUnboundedVarHandleArrayQueue<>(QUEUE_CHUNK);
    private final ArrayDeque<Plan> plans = new ArrayDeque<>();

    /** Parts of a group that wait for the closing one. */
    private final ArrayDeque<Plan> openParts = new ArrayDeque<>();

    private final ArrayDeque<Handoff> heldParts = new ArrayDeque<>();
    private @Nullable Slab slab;
    private long sequence;
    private long engineTime;
    private boolean unmarked;
    private long lastCommitNanos;
    private volatile boolean blocked;
    private volatile boolean outOfSpace;

    /** Why something was refused for want of room, and its caller may not have heard of it yet. */
    private volatile @Nullable LogFailure refusing;

    Committer(
            CommitLog log,
            SlabPool pool,
            StoreStatus status,
            LogSettings settings,
            LogEnvironment environment,
            StorageQueue storage,
            Registry registry,
            RecoveredState recovered) {
        this.log = log;
        this.pool = pool;
        this.status = status;
        this.settings = settings;
        this.environment = environment;
        this.storage = storage;
        this.logId = recovered.logId();
        this.sequence = recovered.nextSequence() - 1;
        this.engineTime = recovered.engineTime();
        this.planner = new Planner(settings, recovered.nextStreamId(), registry::register);
        this.markFrame = ByteBuffer.allocateDirect(settings.frameAlignment());
    }

    /** Any thread. The caller wakes the task. */
    void submit(Submission submission) {
        submitted.add(submission);
    }

    /** Storage: memory or files became free. */
    void unblock() {
        blocked = false;
    }

    /** Whether the committer waits for memory or files. */
    boolean isBlocked() {
        return blocked;
    }

    /** Any thread: the caller has heard of what was refused for want of room. */
    void resume() {
        refusing = null;
    }

    /** Storage: whether the volume has no room left to make memory or files free. */
    void outOfSpace(SpaceLeft left) {
        outOfSpace = left == SpaceLeft.NONE;
    }

    @Override
    public boolean hasWork() {
        return !blocked && !isDrained();
    }

    /** Nothing is waiting to be written. */
    boolean isDrained() {
        return plans.isEmpty() && submitted.isEmpty() && !planner.holdsOne();
    }

    @Override
    public long step() {
        if (plans.isEmpty()) {
            planner.plan(submitted, plans);
        }
        LogFailure refusal = status.refusal();
        if (refusal != null) {
            failAll(refusal);
            return UNTIL_WOKEN;
        }
        LogFailure missing = refusing;
        if (missing != null && !plans.isEmpty()) {
            planner.forget(plans);
            failPlanned(missing);
            return 0;
        }
        Plan plan = plans.peek();
        if (plan == null) {
            return idle();
        }
        Slab room;
        try {
            room = room(plan);
        } catch (NoMemoryException e) {
            blocked = false;
            refuseForRoom(e.failure());
            return 0;
        }
        if (room == null) {
            return UNTIL_WOKEN;
        }
        openParts.add(plans.remove());
        write(plan, room);
        return 0;
    }

    @Override
    public void failed(Throwable defect) {
        blocked = false;
        status.fail("the commit task ran", defect);
    }

    private @Nullable Slab room(Plan plan) throws NoMemoryException {
        int bytes = plan.frameBytes(settings.frameAlignment());
        Slab found = tryRoom(plan, bytes);
        if (found == null) {
            blocked = true;
            found = tryRoom(plan, bytes);
            if (found != null) {
                blocked = false;
            } else if (outOfSpace) {
                blocked = false;
                refuseForRoom(new LogFailure.DiskFull());
            } else {
                storage.wake();
            }
        }
        return found;
    }

    private @Nullable Slab tryRoom(Plan plan, int bytes) throws NoMemoryException {
        if (!log.reserve(bytes, sequence)) {
            return null;
        }
        Slab current = slab;
        if (current != null && current.room() >= bytes) {
            return current;
        }
        if (current != null) {
            retire(current);
        }
        slab = plan.kind == Frame.WHOLE ? pool.acquire(bytes) : pool.acquireBeyondBudget(bytes);
        return slab;
    }

    private void retire(Slab filled) {
        hand(new Handoff.Retired(filled));
        slab = null;
        storage.wake();
    }

    private void write(Plan plan, Slab into) {
        long started = environment.nanoTime().getAsLong();
        int from = into.used;
        int frameBytes = plan.frameBytes(settings.frameAlignment());
        long frameSequence = sequence + 1;
        builder.build(plan, into, frameSequence);
        int end = builder.end();
        for (int i = end; i < from + frameBytes; i++) {
            into.bytes.put(i, (byte) 0);
        }
        FrameHeader header =
                header(
                        frameSequence,
                        end - from - Frame.HEADER_BYTES,
                        builder.entries(),
                        frameBytes,
                        plan.kind);
        header.write(into.bytes, from, into.view, crc);
        into.view.limit(from + frameBytes).position(from);
        if (!commit(into.view)) {
            failAll(failure());
            return;
        }
        into.used = end;
        heldParts.add(
                new Handoff.Committed(
                        into, from + Frame.HEADER_BYTES, end, frameSequence, engineTime));
        long now = environment.nanoTime().getAsLong();
        lastCommitNanos = now;
        environment.listener().committed(now - started, builder.batches(), frameBytes);
        if (plan.kind != Frame.PART) {
            publish();
        }
        if (!into.pooled) {
            // Nothing else fits into it, and it may be large.
            retire(into);
        }
    }

    private FrameHeader header(
            long frameSequence, int payloadBytes, int entries, int frameBytes, int kind) {
        engineTime = Math.max(engineTime, environment.engineTime().getAsLong());
        return new FrameHeader(
                logId,
                log.generation(),
                frameSequence,
                engineTime,
                sequence,
                payloadBytes,
                entries,
                frameBytes,
                kind,
                log.position());
    }

    private boolean commit(ByteBuffer frame) {
        try {
            log.commit(frame);
            frame.clear();
            sequence++;
            unmarked = true;
            return true;
        } catch (IOException e) {
            status.fail("writing the commit log", e);
            return false;
        }
    }

    /** The frames of a group are all durable: the storage task gets them, the callers hear. */
    private void publish() {
        heldParts.forEach(storage::hand);
        heldParts.clear();
        for (Plan plan : openParts) {
            for (Plan.Piece piece : plan.pieces) {
                publish(piece);
            }
        }
        for (Plan plan : openParts) {
            for (Plan.Piece piece : plan.pieces) {
                if (piece.to() == piece.submission().entries.size()) {
                    piece.submission().complete();
                }
            }
        }
        openParts.clear();
    }

    private static void publish(Plan.Piece piece) {
        List<StreamAppend> entries = piece.submission().entries;
        for (int i = piece.from(); i < piece.to(); i++) {
            StreamAppend entry = entries.get(i);
            List<LogStream> targets = entry.targets();
            for (int t = 0; t < targets.size(); t++) {
                ((EmbeddedStream) targets.get(t)).committed(entry.batch().remaining());
            }
        }
    }

    private long idle() {
        if (!unmarked) {
            return UNTIL_WOKEN;
        }
        long idle = environment.nanoTime().getAsLong() - lastCommitNanos;
        if (idle < settings.idleMarkNanos()) {
            return settings.idleMarkNanos() - idle;
        }
        mark();
        return UNTIL_WOKEN;
    }

    /** Syncs an empty frame, which tells that the one before it was on disk. */
    private void mark() {
        if (!log.reserve(markFrame.capacity(), sequence)) {
            unmarked = false;
            storage.wake();
            return;
        }
        FrameHeader header = header(sequence + 1, 0, 0, markFrame.capacity(), Frame.MARK);
        header.write(markFrame, 0, markFrame.duplicate(), crc);
        long started = environment.nanoTime().getAsLong();
        if (commit(markFrame)) {
            unmarked = false;
            hand(new Handoff.Marked(sequence, engineTime));
            long nanos = environment.nanoTime().getAsLong() - started;
            environment.listener().committed(nanos, 0, markFrame.capacity());
        }
    }

    /** Passes on in order: not before the open parts of a group. */
    private void hand(Handoff handoff) {
        if (openParts.isEmpty()) {
            storage.hand(handoff);
        } else {
            heldParts.add(handoff);
        }
    }

    /**
     * Nothing of these plans is in the log, or only parts that recovery drops for want of an end.
     */
    private void refuseForRoom(LogFailure why) {
        refusing = why;
        planner.forget(plans);
        planner.forget(openParts);
        for (Handoff held : heldParts) {
            if (held instanceof Handoff.Retired) {
                storage.hand(held);
            }
        }
        heldParts.clear();
        failPlanned(why);
    }

    /** Answers everything that still comes; for a store that is closed. */
    void refuseAll(LogFailure failure) {
        planner.plan(submitted, plans);
        failAll(failure);
    }

    /** For good: also what comes meanwhile. */
    private void failAll(LogFailure failure) {
        do {
            failPlanned(failure);
            planner.plan(submitted, plans);
            planner.forget(plans);
        } while (!plans.isEmpty());
    }

    /**
     * Leaves alone what comes meanwhile: it may have been submitted after {@link #resume}, and who
     * is refused then would be overtaken by what comes behind it.
     */
    private void failPlanned(LogFailure failure) {
        openParts.addAll(plans);
        plans.clear();
        for (Plan plan : openParts) {
            plan.pieces.forEach(piece -> fail(piece, failure));
        }
        openParts.clear();
    }

    private static void fail(Plan.Piece piece, LogFailure failure) {
        if (piece.to() == piece.submission().entries.size()) {
            piece.submission().refuse(failure);
        }
    }

    private LogFailure failure() {
        LogFailure refusal = status.refusal();
        return refusal == null ? new LogFailure.Failed("storage failed") : refusal;
    }
}

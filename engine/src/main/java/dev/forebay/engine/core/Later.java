package dev.forebay.engine.core;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.SendResult;
import dev.forebay.log.AppendCompletion;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The scheduled messages of a partition: those that were sent with a delay so long that they wait
 * on disk, sorted into runs by when they are due, and get their offset when they are. They go by
 * wall-clock time.
 */
final class Later {
    private static final Logger LOG = LoggerFactory.getLogger(Later.class);

    /** Numbers are reserved so many at a time, and long before they are used. */
    private static final long RESERVED_NUMBERS = 1 << 16;

    /** No purge is under way. */
    private static final long NONE = 0;

    private final Core core;
    private final Partition partition;
    private final LaterState state;
    private final LaterDuplicates duplicates;
    private final LaterSteps steps;
    private final LaterWidths widths;

    /** Empty runs whose streams are being deleted. */
    private final List<LaterRun> closing = new ArrayList<>();

    /** Batches that are being filled or on their way to the disk. */
    private final List<LaterBatch> coming = new ArrayList<>();

    private long nextNumber = 1;

    /** Numbers below are on disk, or were refused. */
    private long sentBelow = 1;

    private long sentSinceSnapshot;

    /** Numbers below are being purged, or {@link #NONE}. */
    private long purging;

    private boolean gone;

    Later(Core core, Partition partition) {
        this.core = core;
        this.partition = partition;
        this.state = new LaterState(partition.queueId());
        this.duplicates =
                new LaterDuplicates(partition.queue(), partition.dedup(), core.dedup.scheduled());
        this.widths = new LaterWidths(core.limits.laterMillis());
        this.steps = new LaterSteps(core, this);
    }

    QueueState queue() {
        return partition.queue();
    }

    Partition partition() {
        return partition;
    }

    int queueId() {
        return partition.queueId();
    }

    LaterState state() {
        return state;
    }

    LaterDuplicates duplicates() {
        return duplicates;
    }

    LaterWidths widths() {
        return widths;
    }

    LaterSteps steps() {
        return steps;
    }

    boolean isGone() {
        return gone;
    }

    /** How many wait, those on their way to their partition included. */
    long waiting() {
        return state.messages + steps.moving();
    }

    /** Bytes of those that wait. */
    long bytes() {
        return state.bytes;
    }

    long purged() {
        return state.purged;
    }

    // --- messages come

    /** Whether a message due then can wait here: what was reached is over. */
    boolean takes(long due) {
        return due > state.passed.due() && due < LaterPlace.END_OF_TIME;
    }

    long takeNumber() {
        if (nextNumber + RESERVED_NUMBERS / 2 > state.reserved) {
            record(new LaterCodec.Entry.Reserved(queueId(), nextNumber + RESERVED_NUMBERS));
        }
        return nextNumber++;
    }

    /** The batch for messages that are due then. */
    LaterBatch batch(long due, int limit, List<Outgoing> open) {
        LaterRun run = runFor(due);
        LaterBatch batch = run.outgoing;
        if (batch == null || batch.isFull(limit)) {
            batch = new LaterBatch(core, this, run);
            run.outgoing = batch;
            open.add(batch);
        }
        return batch;
    }

    /** The run that takes messages that are due then. */
    LaterRun runFor(long due) {
        LaterRun run = LaterState.covering(state.runs, due);
        if (run != null) {
            return run;
        }
        long width = widths.of(due - core.wall());
        return open(LaterState.gap(state.runs, due, width, takeNumber(), null));
    }

    /** The part of the run being divided that takes messages that are due then. */
    LaterRun partFor(LaterRun whole, long due) {
        LaterRun part = LaterState.covering(state.parts, due);
        if (part != null) {
            return part;
        }
        long width = widths.ofPart(whole.range, due - core.wall());
        return open(LaterState.gap(state.parts, due, width, takeNumber(), whole.range));
    }

    private LaterRun open(LaterRun.Range range) {
        LogStream stream = core.store.stream(Streams.later(queueId(), range));
        LaterRun run = new LaterRun(range, stream, core.limits.onDamage());
        run.end = run.start;
        state.add(run);
        return run;
    }

    void coming(LaterBatch batch) {
        coming.add(batch);
    }

    void came(LaterBatch batch) {
        coming.remove(batch);
    }

    /** Nothing that is on its way is due before; what is due later must wait for it. */
    long comingDue() {
        long first = Long.MAX_VALUE;
        for (int i = 0; i < coming.size(); i++) {
            first = Math.min(first, coming.get(i).firstDue());
        }
        return first;
    }

    /** A message is on disk. */
    void sent(LaterRun run, LaterPlace place, long offset, int size) {
        if (place.number() < state.purgedBelow) {
            state.purged++;
            return;
        }
        state.sent(run, size);
        sentBelow = Math.max(sentBelow, place.number() + 1);
        if (purging != NONE && place.number() >= purging) {
            run.fresh++;
            run.freshBytes += size;
        }
        sentSinceSnapshot++;
        steps.window().offer(run, place, offset, size);
    }

    SendResult answer(LaterPlace place, boolean duplicate) {
        return new SendResult.Sent(
                place.id(queueId()), partition.number(), SendResult.Sent.NO_OFFSET, duplicate);
    }

    /** Something came or went: a step may be due. */
    void changed() {
        if (gone) {
            return;
        }
        if (sentSinceSnapshot >= core.limits.snapshotRecords()) {
            sentSinceSnapshot = 0;
            core.laterLog.ride(state.snapshot());
        }
        steps.proceed();
    }

    // --- messages go

    void record(LaterCodec.Entry entry) {
        state.apply(entry);
        core.laterLog.ride(List.of(entry));
    }

    /** The run is empty, or all of it is in its parts. */
    void close(LaterRun run) {
        record(new LaterCodec.Entry.Closed(queueId(), run.range.number()));
        steps.window().forget(run);
        closing.add(run);
        core.journal.whenDurable(
                new Durable() {
                    @Override
                    public void durable() {
                        delete(run);
                    }

                    @Override
                    public void lost(Refusal refusal) {
                        // A restart deletes it.
                    }
                });
    }

    private void delete(LaterRun run) {
        core.store.delete(
                run.stream.name(),
                new AppendCompletion() {
                    @Override
                    public void completed(long[] baseOffsets) {
                        core.lane.execute(() -> closing.remove(run));
                    }

                    @Override
                    public void failed(LogFailure failure) {
                        LOG.warn(
                                "Stream {} of messages that were due is still there ({}); the next"
                                        + " start removes it",
                                run.stream.name(),
                                failure);
                    }
                });
    }

    /** Takes a message back; no step may be under way. */
    void cancel(LaterFind.Found found) {
        LaterPlace place = LaterPlace.of(queueId(), found.message().id()).orElseThrow();
        JournalWriter.withdraw(
                core.journal.entry(partition.work()),
                place,
                found.message().sentAt(),
                found.sender());
        record(
                new LaterCodec.Entry.Cancelled(
                        queueId(), found.run().range.number(), place.number(), found.size()));
        steps.window().remove(place);
        closeIfDone(found.run());
    }

    /** Deletes the run if it is empty and nothing is on its way to it. */
    void closeIfDone(LaterRun run) {
        if (run.isDone() && run != state.divided && state.run(run.range.number()) == run) {
            close(run);
        }
    }

    /**
     * Settles everything that was sent before now as purged.
     *
     * @param then runs once that is decided
     */
    void purge(Runnable then) {
        purging = sentBelow;
        for (LaterRun run : state.all()) {
            run.fresh = 0;
            run.freshBytes = 0;
        }
        @Nullable Caller caller = core.callers.current();
        steps.ask(() -> {
            if (purging != NONE && !gone) {
                core.callers.as(caller, this::purgeNow);
            }
            then.run();
            steps.done();
        });
    }

    private void purgeNow() {
        long below = purging;
        purging = NONE;
        steps.window().clear();
        List<LaterRun> all = List.copyOf(state.all());
        long fresh = all.stream().mapToLong(run -> run.fresh).sum();
        JournalWriter.purgeScheduled(core.journal.entry(partition.work()), below, state.passed);
        record(new LaterCodec.Entry.Purged(queueId(), below, state.messages - fresh));
        all.forEach(run -> {
            if (run.isDone() && state.run(run.range.number()) == run) {
                close(run);
            }
        });
        core.laterLog.ride(state.snapshot());
    }

    /** Whether the message, on its way to its partition, was purged meanwhile. */
    boolean isPurged(LaterPlace place) {
        return purging != NONE && place.number() < purging;
    }

    // --- the end of the queue

    /** The queue was deleted. */
    void drop() {
        gone = true;
        duplicates.drop();
        steps.drop();
        state.all().forEach(run -> delete(run));
        closing.forEach(this::delete);
    }

    // --- a start

    /** These runs are on the disk. */
    void found(List<LaterRun> runs) {
        state.found(runs);
        closing.addAll(runs);
    }

    void recover(LaterCodec.Entry entry) {
        state.apply(entry);
        if (entry instanceof LaterCodec.Entry.Duplicate duplicate) {
            duplicates.add(duplicate);
        }
    }

    /** Everything recorded was told. What was sent since is found when the queue is loaded. */
    void recovered() {
        closing.removeAll(state.all());
        closing.forEach(this::delete);
        nextNumber = Math.max(nextNumber, state.reserved);
        state.all().forEach(run -> nextNumber = Math.max(nextNumber, run.range.number() + 1));
        sentBelow = nextNumber;
    }

    /** Whether something was sent that no record tells of. */
    boolean hasMore() {
        return state.all().stream().anyMatch(run -> run.end < run.stream.endOffset());
    }

    /** Counts what was sent since the last records; calls one of the two. */
    void load(Runnable then, Consumer<LogFailure> failed) {
        count(new ArrayDeque<>(state.all()), then, failed);
    }

    private void count(ArrayDeque<LaterRun> left, Runnable then, Consumer<LogFailure> failed) {
        LaterRun run = left.poll();
        if (run == null) {
            sentBelow = nextNumber;
            then.run();
            return;
        }
        new LaterScan(core, run, run.end, run.stream.endOffset()) {
            @Override
            protected boolean record(StoredMessage stored, LaterPlace place) {
                nextNumber = Math.max(nextNumber, place.number() + 1);
                if (place.number() >= state.purgedBelow) {
                    state.sent(run, stored.size());
                }
                return true;
            }

            @Override
            protected void done() {
                run.end = Math.max(run.end, run.stream.endOffset());
                count(left, then, failed);
            }

            @Override
            protected void stopped(LogFailure why) {
                failed.accept(why);
            }
        }.start();
    }

    /** The partition's state is in memory. */
    void loaded() {
        List.copyOf(state.all()).forEach(this::closeIfDone);
        steps.proceed();
    }

    /** How things stand, to be recorded. */
    List<LaterCodec.Entry> snapshot() {
        List<LaterCodec.Entry> all = new ArrayList<>(state.snapshot());
        closing.forEach(run -> all.add(new LaterCodec.Entry.Closed(queueId(), run.range.number())));
        all.addAll(duplicates.all());
        return all;
    }

    /** Records how things stand, so that the next start has nothing to count. */
    void stop() {
        if (sentSinceSnapshot > 0) {
            sentSinceSnapshot = 0;
            core.laterLog.ride(state.snapshot());
        }
    }
}

package dev.forebay.engine.core;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.struct.ByteSink;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStream;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.record.RecordBatchWriter;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records every change of delivery state of a lane: one record for each run of entries of one
 * subscription within a turn, all records of a turn in one append. What must be atomic with the
 * entries (messages that move, snapshots) rides in the same append. Of volatile queues nothing is
 * recorded.
 */
final class DeliveryJournal {
    /** The number of the first record ever. */
    static final long FIRST = 1;

    private static final int INITIAL_BYTES = 512;

    /** Most turns of a quiet server have no more that waits for them. */
    private static final int FEW = 2;

    private final Core core;
    private final LogStream stream;
    private final RecordBatchWriter writer = new RecordBatchWriter(INITIAL_BYTES);
    private final ByteSink sink = new ByteSink(INITIAL_BYTES);

    /** Where entries of volatile subscriptions go: nobody reads them. */
    private final ByteSink nowhere = new ByteSink(INITIAL_BYTES);

    private @Nullable Subscription current;
    private long by;
    private boolean decided;
    private boolean announced;
    private List<Durable> waiting = new ArrayList<>(FEW);
    private List<StreamAppend> riders = new ArrayList<>(FEW);
    private List<Rider> riderEnds = new ArrayList<>(FEW);
    private @Nullable JournalCommit last;
    private long sequence = FIRST - 1;
    private long confirmedEnd;
    private long totalBytes;
    private int riderBytes;

    DeliveryJournal(Core core, LogStream stream) {
        this.core = core;
        this.stream = stream;
        this.confirmedEnd = stream.endOffset();
    }

    /** Something else in the same append, told where it came to stand. */
    interface Rider {
        void at(long baseOffset);
    }

    LogStream stream() {
        return stream;
    }

    /** Counts records and leases of the lane, for ever. */
    long sequence() {
        return sequence;
    }

    long nextSequence() {
        return ++sequence;
    }

    void sequenceAtLeast(long known) {
        sequence = Math.max(sequence, known);
    }

    /** Entries not yet on disk will stand at this offset or after it. */
    long confirmedEnd() {
        return confirmedEnd;
    }

    /** Bytes written since the start, to measure what a replay would have to read. */
    long totalBytes() {
        return totalBytes;
    }

    int riderBytes() {
        return riderBytes;
    }

    /** Where the next entry of this subscription is written. */
    ByteSink entry(Subscription subscription) {
        if (subscription.queue().isVolatile()) {
            nowhere.clear();
            subscription.changed();
            return nowhere;
        }
        decided = true;
        long caller = core.callers.known().number();
        if (subscription != current) {
            close();
            current = subscription;
            by = Callers.NOBODY;
            JournalWriter.begin(sink, nextSequence(), core.now(), core.wall());
        }
        if (caller != by) {
            by = caller;
            JournalWriter.by(sink, caller);
        }
        subscription.journalled(this);
        return sink;
    }

    /** Tells in a record of its own who the record's number means; returns that. */
    long announce(Caller caller) {
        close();
        long number = nextSequence();
        JournalWriter.begin(sink, number, core.now(), core.wall());
        JournalWriter.caller(sink, number, caller);
        put(null);
        announced = true;
        return number;
    }

    /**
     * What is appended from here on may name callers, and may go to where riders go: the disk must
     * know the ones no later and have the others before it.
     */
    void flushWhatGoesBefore() {
        if (announced || !riders.isEmpty()) {
            flush();
        }
        core.volatileRides.flush();
    }

    /** Finished batches are written with what is decided in this turn: all of it or none. */
    void ride(List<? extends Outgoing> batches) {
        for (int i = 0; i < batches.size(); i++) {
            Outgoing batch = batches.get(i);
            ride(new StreamAppend(batch.stream(), batch.bytes()), batch::confirmed);
            StreamAppend companion = batch.companion();
            if (companion != null) {
                ride(companion, base -> {});
            }
        }
    }

    void ride(StreamAppend append, Rider end) {
        decided = true;
        riders.add(append);
        riderEnds.add(end);
        riderBytes += append.batch().remaining();
    }

    /**
     * A message leaves a subscription for another queue, in the append of what is decided in this
     * turn; where both are volatile, no disk has a part in it.
     */
    void move(Subscription source, StreamAppend append, Rider end) {
        if (isUnsynced(source, append.targets().getFirst())) {
            core.volatileRides.ride(append, end);
        } else {
            ride(append, end);
        }
    }

    /**
     * Tells when a message that moves to the targets is there, and its move as lasting as can be.
     */
    void whenMoved(Subscription source, List<LogStream> targets, Durable end) {
        boolean unsynced = targets.stream().allMatch(LogStream::isVolatile);
        if (source.queue().isVolatile() && unsynced) {
            core.volatileRides.whenArrived(end);
        } else {
            whenDurable(end);
        }
    }

    private static boolean isUnsynced(Subscription source, LogStream target) {
        return source.queue().isVolatile() && target.isVolatile();
    }

    /** Tells when everything decided so far of a queue is as lasting as it will be. */
    void whenDurable(QueueState queue, Durable durable) {
        if (queue.isVolatile()) {
            durable.durable();
        } else {
            whenDurable(durable);
        }
    }

    /** Tells when everything decided so far is on disk; at once when it is. */
    void whenDurable(Durable durable) {
        JournalCommit inFlight = last;
        if (current != null || writer.count() > 0 || !riders.isEmpty()) {
            waiting.add(durable);
        } else if (inFlight != null) {
            inFlight.waiting.add(durable);
        } else {
            durable.durable();
        }
    }

    /** Completes the record under construction, so that its sequence is final. */
    void close() {
        Subscription subscription = current;
        if (subscription != null) {
            put(subscription.tag());
            current = null;
        }
    }

    private void put(@Nullable ByteBuffer tag) {
        // Engine time, which never goes back: a place in the journal is found by it.
        writer.append(core.now(), tag, sink.view(), List.of());
        totalBytes += sink.size();
        sink.clear();
    }

    /** Sends out what the turn gathered. */
    void flush() {
        close();
        announced = false;
        if (writer.count() == 0 && riders.isEmpty()) {
            return;
        }
        Refusal failed = core.gate.failure();
        if (failed != null) {
            discard(failed);
            return;
        }
        List<StreamAppend> entries = riders;
        int records = writer.count();
        if (records > 0) {
            entries.add(new StreamAppend(stream, writer.finish()));
        }
        JournalCommit commit = new JournalCommit(entries, waiting, riderEnds, records, decided);
        decided = false;
        waiting = new ArrayList<>(FEW);
        riders = new ArrayList<>(FEW);
        riderEnds = new ArrayList<>(FEW);
        riderBytes = 0;
        last = commit;
        core.commits.submit(commit);
    }

    /** After a failure the state is ahead of the disk: nothing that follows from it is written. */
    private void discard(Refusal failed) {
        List<Durable> lost = waiting;
        waiting = new ArrayList<>(FEW);
        riders.clear();
        riderEnds.clear();
        riderBytes = 0;
        if (writer.count() > 0) {
            writer.finish();
        }
        for (int i = 0; i < lost.size(); i++) {
            lost.get(i).lost(failed);
        }
    }

    static ByteBuffer tag(int queueId, int partition, int subscription) {
        return ByteBuffer.allocate(3 * Integer.BYTES)
                .putInt(0, queueId)
                .putInt(4, partition)
                .putInt(8, subscription);
    }

    private final class JournalCommit extends Commit {
        private final List<Durable> waiting;
        private final List<Rider> riders;
        private final int records;
        private final boolean decided;

        JournalCommit(
                List<StreamAppend> entries,
                List<Durable> waiting,
                List<Rider> riders,
                int records,
                boolean decided) {
            super(core.commits, entries);
            this.waiting = waiting;
            this.riders = riders;
            this.records = records;
            this.decided = decided;
        }

        @Override
        protected void confirmed(long[] baseOffsets) {
            finish();
            if (records > 0) {
                confirmedEnd = baseOffsets[riders.size()] + records;
            }
            for (int i = 0; i < riders.size(); i++) {
                riders.get(i).at(baseOffsets[i]);
            }
            for (int i = 0; i < waiting.size(); i++) {
                waiting.get(i).durable();
            }
        }

        @Override
        protected void refused(LogFailure why) {
            finish();
            if (!insists() && why.isForWantOfRoom()) {
                core.callers.forget();
                return;
            }
            // The state is ahead of the disk now: nothing may be built on it any more. After a stop
            // nothing will be.
            Refusal refusal = core.gate.refusal(why);
            if (!(why instanceof LogFailure.Closed)) {
                refusal = core.gate.fail(refusal.message());
            }
            for (int i = 0; i < waiting.size(); i++) {
                waiting.get(i).lost(refusal);
            }
            core.storageFailed(refusal);
        }

        @Override
        protected boolean insists() {
            // What only tells callers' numbers can be told again.
            return decided || !waiting.isEmpty();
        }

        private void finish() {
            if (last == this) {
                last = null;
            }
        }
    }
}

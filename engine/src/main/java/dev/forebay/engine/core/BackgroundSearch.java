package dev.forebay.engine.core;

import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Search;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStream;
import dev.forebay.log.record.RecordBatchReader;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** A search, which is a chain of scans and one reply at its end. */
abstract class BackgroundSearch implements Search {
    protected final Core core;
    private @Nullable PacedScan scan;
    private boolean over;

    BackgroundSearch(Core core) {
        this.core = core;
    }

    /** The reply, whatever it would have held. */
    protected abstract Reply<?> reply();

    void begin() {
        Refusal refusal = core.searches.refusal();
        if (refusal != null) {
            over = true;
            reply().refused(refusal);
        } else {
            core.searches.begun(this);
            first();
        }
    }

    protected abstract void first();

    /** Goes on with a queue's partition once that is in memory; refuses when it cannot be had. */
    protected void usable(String name, Consumer<Partition> then) {
        QueueState queue = core.catalog.get(name);
        if (queue == null) {
            refuse(new Refusal.NoSuchQueue(name));
            return;
        }
        Partition partition = queue.partition();
        partition.whenLoaded(() -> {
            Refusal broken = partition.broken();
            if (broken != null) {
                refuse(broken);
            } else if (!over) {
                then.accept(partition);
            }
        });
    }

    /** What was to be looked at from one offset to another is damaged and was stepped over. */
    protected abstract void damaged(long from, long to);

    /**
     * Goes through messages, then does what follows.
     *
     * @param after where to go on behind the messages that were read
     */
    protected void scanMessages(
            Partition partition,
            long from,
            long to,
            Consumer<RecordBatchReader> step,
            LongUnaryOperator after,
            Runnable then) {
        LogStream stream = partition.stream();
        begin(
                new PacedScan(
                        core,
                        partition,
                        Math.max(from, stream.startOffset()),
                        Math.min(to, stream.endOffset()),
                        visitor(step, after, then)));
    }

    /** Goes through the journal as it is now from an offset on, then does what follows. */
    protected void scanJournal(long from, Consumer<RecordBatchReader> step, Runnable then) {
        LogStream journal = core.journal.stream();
        begin(
                new PacedScan(
                        core,
                        journal,
                        new Quarantine(core.limits.onDamage()),
                        () -> false,
                        Math.max(from, journal.startOffset()),
                        journal.endOffset(),
                        visitor(step, LongUnaryOperator.identity(), then)));
    }

    /** Goes through scheduled messages, then does what follows; ends early when they are gone. */
    protected void scanRun(ScheduledCut.Run cut, Runnable then) {
        begin(
                new PacedScan(
                        core,
                        cut.run.stream,
                        cut.run.quarantine,
                        cut::isGone,
                        cut.from,
                        cut.to,
                        visitor(cut::record, LongUnaryOperator.identity(), then)));
    }

    private void begin(PacedScan next) {
        scan = next;
        next.start();
    }

    private StreamScan.Visitor visitor(
            Consumer<RecordBatchReader> step, LongUnaryOperator after, Runnable then) {
        return new StreamScan.Visitor() {
            @Override
            public void record(RecordBatchReader reader) {
                step.accept(reader);
            }

            @Override
            public long after(long position) {
                return after.applyAsLong(position);
            }

            @Override
            public void damaged(long from, long to) {
                BackgroundSearch.this.damaged(from, to);
            }

            @Override
            public void done() {
                then.run();
            }

            @Override
            public void failed(LogFailure why) {
                refuse(core.gate.refusal(why));
            }
        };
    }

    /** Leaves the rest of the scan under way, and does what follows. */
    protected void leave(Runnable then) {
        endScan();
        then.run();
    }

    /** Ends the search: the reply is given after this, and nothing else. */
    protected void finish() {
        over = true;
        endScan();
        core.searches.ended(this);
    }

    protected boolean isOver() {
        return over;
    }

    void refuse(Refusal refusal) {
        if (!over) {
            finish();
            reply().refused(refusal);
        }
    }

    @Override
    public void cancel() {
        if (!over) {
            finish();
        }
    }

    private void endScan() {
        PacedScan under = scan;
        if (under != null) {
            under.cancel();
            scan = null;
        }
    }
}

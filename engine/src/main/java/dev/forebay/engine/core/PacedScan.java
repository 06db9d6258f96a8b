package dev.forebay.engine.core;

import dev.forebay.engine.struct.Timer;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStream;
import dev.forebay.log.ReadCompletion;
import dev.forebay.log.record.RecordBatchReader;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Looks at records from one offset to another in the background, at the {@link Pace} of all. */
final class PacedScan extends Timer implements ReadCompletion, Arrival {
    private static final long REPEAT_MILLIS = 20;

    private final Core core;
    private final LogStream stream;
    private final Quarantine quarantine;
    private final BooleanSupplier gone;
    private final StreamScan.Visitor visitor;
    private final RecordBatchReader reader = new RecordBatchReader();
    private final long end;
    private long next;
    private boolean over;
    private @Nullable ByteBuffer read;
    private @Nullable LogFailure failure;

    /** Looks at messages; when their queue is deleted meanwhile, those were all. */
    PacedScan(Core core, Partition partition, long from, long to, StreamScan.Visitor visitor) {
        this(
                core,
                partition.stream(),
                partition.quarantine(),
                partition::isGone,
                from,
                to,
                visitor);
    }

    /** Looks at what the stream holds now; {@code gone} tells when that is all there is. */
    PacedScan(
            Core core,
            LogStream stream,
            Quarantine quarantine,
            BooleanSupplier gone,
            long from,
            long to,
            StreamScan.Visitor visitor) {
        this.core = core;
        this.stream = stream;
        this.quarantine = quarantine;
        this.gone = gone;
        this.visitor = visitor;
        this.next = from;
        this.end = to;
    }

    void start() {
        proceed();
    }

    /** The visitor hears nothing more. */
    void cancel() {
        over = true;
        core.timers.cancel(this);
    }

    @Override
    protected void fire(long now) {
        proceed();
    }

    private void proceed() {
        long wait = core.pace.waitMillis(core.now());
        if (over) {
            return;
        }
        if (next >= end || gone.getAsBoolean()) {
            over = true;
            visitor.done();
        } else if (wait > 0) {
            core.timers.at(this, core.now() + wait);
        } else {
            stream.read(next, Pace.READ_BYTES, this);
        }
    }

    @Override
    public void completed(ByteBuffer batches) {
        read = batches;
        core.commits.arrivals().add(this);
    }

    @Override
    public void failed(LogFailure why) {
        failure = why;
        core.commits.arrivals().add(this);
    }

    @Override
    public void arrived() {
        ByteBuffer batches = read;
        LogFailure why = failure;
        read = null;
        if (over) {
            return;
        }
        if (why != null) {
            stepOver(why);
        } else if (batches == null || !batches.hasRemaining()) {
            core.timers.at(this, core.now() + REPEAT_MILLIS);
        } else {
            look(batches);
            if (!over) {
                // In a turn of its own, so that what came in the meantime goes first.
                core.timers.at(this, core.now() + 1);
            }
        }
    }

    private void stepOver(LogFailure why) {
        failure = null;
        if (quarantine.takes(why, next)) {
            long sound = Math.min(end, quarantine.endOf(next));
            if (sound > next) {
                visitor.damaged(next, sound);
            }
            next = sound;
            core.timers.at(this, core.now() + 1);
        } else {
            over = true;
            visitor.failed(why);
        }
    }

    private void look(ByteBuffer batches) {
        long looked = 0;
        reader.reset(batches, next);
        while (!over && reader.next() && reader.offset() < end) {
            looked++;
            next = reader.offset() + 1;
            visitor.record(reader);
        }
        core.pace.took(core.now(), looked, batches.remaining());
        if (!over) {
            next = visitor.after(Math.max(next, Math.min(end, MessageCursor.endOf(batches))));
        }
    }
}

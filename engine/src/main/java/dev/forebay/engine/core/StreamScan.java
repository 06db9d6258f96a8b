package dev.forebay.engine.core;

import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStream;
import dev.forebay.log.ReadCompletion;
import dev.forebay.log.record.RecordBatchReader;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of a stream in order, from an offset to the end as it is at the beginning. What
 * is damaged is stepped over as far as its quarantine allows that.
 */
final class StreamScan implements ReadCompletion, Arrival {
    private static final int READ_BYTES = 1 << 20;

    private final Core core;
    private final LogStream stream;
    private final Quarantine quarantine;
    private final Visitor visitor;
    private final RecordBatchReader reader = new RecordBatchReader();
    private final long end;
    private long next;
    private @Nullable ByteBuffer read;
    private @Nullable LogFailure failure;

    StreamScan(Core core, LogStream stream, Quarantine quarantine, long from, Visitor visitor) {
        this.core = core;
        this.stream = stream;
        this.quarantine = quarantine;
        this.visitor = visitor;
        this.next = from;
        this.end = stream.endOffset();
    }

    /** Takes the records, then one of the two ends. */
    interface Visitor {
        void record(RecordBatchReader reader);

        /** Offsets from one to another are damaged and stepped over. */
        default void damaged(long from, long to) {
            // Most only look at what there is.
        }

        /**
         * Where a paced scan goes on after the records before {@code next}: there or further on.
         */
        default long after(long next) {
            return next;
        }

        void done();

        void failed(LogFailure why);
    }

    void start() {
        if (next >= end) {
            visitor.done();
        } else {
            stream.read(next, READ_BYTES, this);
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
        failure = null;
        if (why != null) {
            stepOver(why);
            return;
        }
        if (batches == null || !batches.hasRemaining()) {
            visitor.done();
            return;
        }
        reader.reset(batches, next);
        long last = next;
        while (reader.next() && reader.offset() < end) {
            last = reader.offset() + 1;
            visitor.record(reader);
        }
        long progress = Math.max(last, MessageCursor.endOf(batches));
        next = progress > next ? progress : end;
        start();
    }

    private void stepOver(LogFailure why) {
        if (!quarantine.takes(why, next)) {
            visitor.failed(why);
            return;
        }
        if (quarantine.holds(next)) {
            long sound = Math.min(end, quarantine.endOf(next));
            visitor.damaged(next, sound);
            next = sound;
        }
        start();
    }
}

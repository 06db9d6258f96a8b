package dev.forebay.engine.core;

import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStream;
import dev.forebay.log.ReadCompletion;
import dev.forebay.log.record.RecordBatchReader;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Reads the records of a stream in order, from an offset to the end as it is at the beginning. */
final class StreamScan implements ReadCompletion, Arrival {
    private static final int READ_BYTES = 1 << 20;

    private final Core core;
    private final LogStream stream;
    private final Visitor visitor;
    private final RecordBatchReader reader = new RecordBatchReader();
    private final long end;
    private long next;
    private @Nullable ByteBuffer read;
    private @Nullable LogFailure failure;

    StreamScan(Core core, LogStream stream, long from, Visitor visitor) {
        this.core = core;
        this.stream = stream;
        this.visitor = visitor;
        this.next = from;
        this.end = stream.endOffset();
    }

    /** Takes the records, then one of the two ends. */
    interface Visitor {
        void record(RecordBatchReader reader);

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
        if (failure != null) {
            visitor.failed(failure);
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
}

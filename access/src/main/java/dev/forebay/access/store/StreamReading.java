package dev.forebay.access.store;

import dev.forebay.engine.Lane;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStream;
import dev.forebay.log.ReadCompletion;
import dev.forebay.log.record.RecordBatchReader;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Reads records of a stream in order, on the lane, until its end or until one says enough. */
final class StreamReading implements ReadCompletion {
    private static final int READ_BYTES = 128 << 10;

    private final Lane lane;
    private final LogStream stream;
    private final Predicate<RecordBatchReader> wanting;
    private final Runnable done;
    private final Consumer<LogFailure> failed;
    private long next;

    /**
     * @param wanting takes a record; false ends the reading
     * @param done called at the end
     * @param failed called instead when the store cannot read
     */
    StreamReading(
            Lane lane,
            LogStream stream,
            long from,
            Predicate<RecordBatchReader> wanting,
            Runnable done,
            Consumer<LogFailure> failed) {
        this.lane = lane;
        this.stream = stream;
        this.next = Math.max(from, stream.startOffset());
        this.wanting = wanting;
        this.done = done;
        this.failed = failed;
    }

    void start() {
        if (next >= stream.endOffset()) {
            done.run();
        } else {
            stream.read(next, READ_BYTES, this);
        }
    }

    @Override
    public void completed(ByteBuffer batches) {
        lane.execute(() -> take(batches));
    }

    @Override
    public void failed(LogFailure failure) {
        lane.execute(() -> failed.accept(failure));
    }

    private void take(ByteBuffer batches) {
        RecordBatchReader reader = new RecordBatchReader();
        reader.reset(batches, next);
        long before = next;
        while (reader.next()) {
            next = reader.offset() + 1;
            if (!wanting.test(reader)) {
                done.run();
                return;
            }
        }
        if (next == before) {
            done.run();
        } else {
            start();
        }
    }
}

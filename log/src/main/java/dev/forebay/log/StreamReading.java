package dev.forebay.log;

import dev.forebay.log.record.RecordBatchReader;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Reads records of a stream in order until its end or until one says enough. What takes them runs
 * on one executor, and never two at once.
 */
public final class StreamReading implements ReadCompletion {
    private static final int READ_BYTES = 128 << 10;

    private final Executor executor;
    private final LogStream stream;
    private final Predicate<RecordBatchReader> wanting;
    private final Runnable done;
    private final Consumer<LogFailure> failed;
    private long next;

    /**
     * Reads nothing yet.
     *
     * @param executor on which all that is given here is called
     * @param from offset of the first record, or of one that is gone
     * @param wanting takes a record; false ends the reading
     * @param done called at the end
     * @param failed called instead when the store cannot read
     */
    public StreamReading(
            Executor executor,
            LogStream stream,
            long from,
            Predicate<RecordBatchReader> wanting,
            Runnable done,
            Consumer<LogFailure> failed) {
        this.executor = executor;
        this.stream = stream;
        this.next = Math.max(from, stream.startOffset());
        this.wanting = wanting;
        this.done = done;
        this.failed = failed;
    }

    /** Begins, once; to be called on the executor. */
    public void start() {
        if (next >= stream.endOffset()) {
            done.run();
        } else {
            stream.read(next, READ_BYTES, this);
        }
    }

    @Override
    public void completed(ByteBuffer batches) {
        executor.execute(() -> take(batches));
    }

    @Override
    public void failed(LogFailure failure) {
        executor.execute(() -> failed.accept(failure));
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

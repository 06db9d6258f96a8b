package dev.forebay.testkit.log;

import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStore;
import dev.forebay.log.LogStream;
import dev.forebay.log.record.RecordBatch;
import dev.forebay.testkit.log.Answers.Outcome;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that a store serves, read through its seam.
 *
 * @param streams by name
 */
record LogView(Map<String, Stream> streams) {
    private static final int READ_BYTES = 6000;

    /**
     * One stream.
     *
     * @param start its start offset
     * @param batches what is served, in order
     * @param refused why reading ended early, if it did
     */
    record Stream(long start, List<Batch> batches, List<LogFailure> refused) {}

    /** A batch with its base offset, beginning at position 0. */
    record Batch(long offset, ByteBuffer bytes) {
        long lastOffset() {
            return RecordBatch.lastOffset(bytes, 0);
        }
    }

    /** What a stream serves; nothing when there is none of this name. */
    List<Batch> batches(String stream) {
        Stream served = streams.get(stream);
        return served == null ? List.of() : served.batches();
    }

    /** Whether some read was refused. */
    boolean isRefused() {
        return streams.values().stream().anyMatch(stream -> !stream.refused().isEmpty());
    }

    static LogView of(LogStore store, LogMachine machine) {
        Map<String, Stream> streams = new TreeMap<>();
        for (LogStream stream : store.streams()) {
            streams.put(stream.name().value(), read(stream, machine));
        }
        return new LogView(streams);
    }

    private static Stream read(LogStream stream, LogMachine machine) {
        List<Batch> batches = new ArrayList<>();
        long start = stream.startOffset();
        long end = stream.endOffset();
        long next = start;
        while (next < end) {
            Answers.Read answer = new Answers.Read();
            stream.read(next, READ_BYTES, answer);
            machine.driveUntil(answer.future::isDone);
            switch (answer.future.join()) {
                case Outcome.Refused<ByteBuffer> refused -> {
                    return new Stream(start, batches, List.of(refused.failure()));
                }
                case Outcome.Done<ByteBuffer> done -> {
                    if (!done.value().hasRemaining()) {
                        throw new AssertionError(
                                stream.name() + " ends at " + end + " but has nothing at " + next);
                    }
                    next = split(stream, done.value(), next, batches);
                }
            }
        }
        if (next != end) {
            throw new AssertionError(stream.name() + " ends at " + next + ", not at " + end);
        }
        return new Stream(start, batches, List.of());
    }

    private static long split(LogStream stream, ByteBuffer read, long from, List<Batch> into) {
        long next = from;
        for (int at = read.position(); at < read.limit(); ) {
            int position = at;
            RecordBatch.check(read, at)
                    .ifPresent(fault -> {
                        throw new AssertionError(stream.name() + " served a bad batch: " + fault);
                    });
            int size = RecordBatch.sizeBytes(read, position);
            Batch batch = new Batch(RecordBatch.baseOffset(read, at), read.slice(position, size));
            if (batch.lastOffset() < next) {
                throw new AssertionError(
                        stream.name() + " went back from " + next + " to " + batch);
            }
            into.add(batch);
            next = batch.lastOffset() + 1;
            at += size;
        }
        return next;
    }
}

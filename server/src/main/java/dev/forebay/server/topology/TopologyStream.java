package dev.forebay.server.topology;

import dev.forebay.amqp.TopologyJournal;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Lane;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.log.AppendCompletion;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStore;
import dev.forebay.log.LogStream;
import dev.forebay.log.ReadCompletion;
import dev.forebay.log.RetentionRule;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.StreamName;
import dev.forebay.log.record.RecordBatchReader;
import dev.forebay.log.record.RecordBatchWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/** Exchanges and bindings in a stream of their own. On the lane. */
public final class TopologyStream implements TopologyJournal {
    private static final StreamName NAME = new StreamName("amqp/topology");
    private static final int READ_BYTES = 128 << 10;
    private static final int BATCH_BYTES = 512;

    private final LogStore store;
    private final Lane lane;
    private final EngineClock clock;

    public TopologyStream(LogStore store, Lane lane, EngineClock clock) {
        this.store = store;
        this.lane = lane;
        this.clock = clock;
    }

    @Override
    public void load(Consumer<ByteBuffer> record, Reply<Long> reply) {
        store.find(NAME)
                .ifPresentOrElse(
                        stream -> read(stream, stream.startOffset(), 0, record, reply),
                        () -> reply.ok(0L));
    }

    private void read(
            LogStream from, long next, long count, Consumer<ByteBuffer> record, Reply<Long> reply) {
        if (next >= from.endOffset()) {
            reply.ok(count);
            return;
        }
        from.read(
                next,
                READ_BYTES,
                new ReadCompletion() {
                    @Override
                    public void completed(ByteBuffer batches) {
                        lane.execute(() -> take(from, batches, next, count, record, reply));
                    }

                    @Override
                    public void failed(LogFailure failure) {
                        lane.execute(() -> reply.refused(refusal(failure)));
                    }
                });
    }

    private void take(
            LogStream from,
            ByteBuffer batches,
            long next,
            long count,
            Consumer<ByteBuffer> record,
            Reply<Long> reply) {
        RecordBatchReader reader = new RecordBatchReader();
        reader.reset(batches, next);
        long after = next;
        long read = count;
        while (reader.next()) {
            record.accept(reader.value());
            after = reader.offset() + 1;
            read++;
        }
        if (after == next) {
            reply.ok(read);
        } else {
            read(from, after, read, record, reply);
        }
    }

    @Override
    public void append(List<ByteBuffer> records, Reply<Long> reply) {
        RecordBatchWriter writer = new RecordBatchWriter(BATCH_BYTES);
        for (ByteBuffer record : records) {
            writer.append(clock.wall(), null, record, List.of());
        }
        store.append(
                List.of(new StreamAppend(store.stream(NAME), writer.finish())),
                new AppendCompletion() {
                    @Override
                    public void completed(long[] baseOffsets) {
                        lane.execute(() -> reply.ok(baseOffsets[0]));
                    }

                    @Override
                    public void failed(LogFailure failure) {
                        lane.execute(() -> reply.refused(refusal(failure)));
                    }
                });
    }

    @Override
    public void rewrite(List<ByteBuffer> records, Reply<Long> reply) {
        append(
                records,
                new Reply<>() {
                    @Override
                    public void ok(Long offset) {
                        store.stream(NAME).retain(offset, new RetentionRule(0, 0, clock.wall()));
                        reply.ok(offset);
                    }

                    @Override
                    public void refused(Refusal refusal) {
                        reply.refused(refusal);
                    }
                });
    }

    private static Refusal refusal(LogFailure failure) {
        return switch (failure) {
            case LogFailure.DiskFull _ -> new Refusal.DiskFull();
            case LogFailure.OutOfMemory memory -> new Refusal.OutOfMemory(memory.bytes());
            case LogFailure.Failed failed -> new Refusal.StorageFailed(failed.reason());
            case LogFailure.Closed _ -> new Refusal.ShuttingDown();
            case LogFailure.TooLarge large ->
                    new Refusal.MessageTooLarge(large.bytes(), large.limit());
            case LogFailure.Damaged damaged -> new Refusal.Damaged(damaged.damage().toString());
        };
    }
}

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
import dev.forebay.log.RetentionRule;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.StreamName;
import dev.forebay.log.StreamReading;
import dev.forebay.log.record.RecordBatchWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Consumer;

/** Exchanges and bindings in a stream of their own. On the lane. */
public final class TopologyStream implements TopologyJournal {
    private static final StreamName NAME = new StreamName("amqp/topology");
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
        store.find(NAME).ifPresentOrElse(stream -> read(stream, record, reply), () -> reply.ok(0L));
    }

    private void read(LogStream from, Consumer<ByteBuffer> record, Reply<Long> reply) {
        long[] count = {0};
        new StreamReading(
                        lane::execute,
                        from,
                        from.startOffset(),
                        reader -> {
                            record.accept(reader.value());
                            count[0]++;
                            return true;
                        },
                        () -> reply.ok(count[0]),
                        failure -> reply.refused(Refusal.of(failure)))
                .start();
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
                        lane.execute(() -> reply.refused(Refusal.of(failure)));
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
}

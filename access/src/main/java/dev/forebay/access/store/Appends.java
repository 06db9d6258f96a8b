package dev.forebay.access.store;

import dev.forebay.engine.Lane;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.log.AppendCompletion;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStore;
import dev.forebay.log.LogStream;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.record.RecordBatchWriter;
import java.nio.ByteBuffer;
import java.util.List;

/** Appends to streams, with the end told on the lane in the engine's words. */
final class Appends {
    private static final int BATCH_BYTES = 512;

    private final LogStore store;
    private final Lane lane;

    Appends(LogStore store, Lane lane) {
        this.store = store;
        this.lane = lane;
    }

    static StreamAppend batch(LogStream stream, long wall, List<ByteBuffer> records) {
        RecordBatchWriter writer = new RecordBatchWriter(BATCH_BYTES);
        for (ByteBuffer record : records) {
            writer.append(wall, null, record, List.of());
        }
        return new StreamAppend(stream, writer.finish());
    }

    /**
     * All or none.
     *
     * @param reply told the offset of the first record of the first entry
     */
    void append(List<StreamAppend> entries, Reply<Long> reply) {
        store.append(
                entries,
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
}

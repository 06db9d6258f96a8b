package dev.forebay.engine.core;

import dev.forebay.log.record.RecordBatch;
import dev.forebay.log.record.RecordBatchReader;
import java.nio.ByteBuffer;

/** Engine time of batches of messages: what their first record says. One for all of a lane. */
final class BatchTime {
    private final RecordBatchReader reader = new RecordBatchReader();
    private final StoredMessage first = new StoredMessage();

    /** Of the batch at this position; 0 when it does not say. */
    long of(ByteBuffer batches, int position) {
        ByteBuffer one = batches.duplicate();
        one.position(position);
        one.limit(position + RecordBatch.sizeBytes(one, position));
        reader.reset(one);
        if (!reader.next()) {
            return 0;
        }
        first.readHeaders(reader);
        return first.time();
    }
}

package dev.forebay.log.embedded;

import dev.forebay.log.record.RecordBatch;
import dev.forebay.log.record.RecordBatchWriter;
import java.nio.ByteBuffer;

/**
 * Stands in a compacted segment for the batches left out between two others, so that offsets go on
 * without a gap and damage is told from compaction: a batch of no records that takes their offsets,
 * such as compaction leaves in a topic of Kafka. Readers of streams never see one.
 */
final class GapBatch {
    private GapBatch() {}

    /** Whether the batch at this position holds no records. */
    static boolean isAt(ByteBuffer buffer, int position) {
        return RecordBatch.count(buffer, position) == 0;
    }

    /** One for so many offsets, from 1 on, or for as many of them as one can stand for. */
    static ByteBuffer of(long firstOffset, long offsets) {
        int lastDelta = (int) Math.min(offsets - 1, Integer.MAX_VALUE);
        return RecordBatchWriter.empty(firstOffset, lastDelta);
    }

    /**
     * Takes them out of whole batches, moving the others together.
     *
     * @return bytes of the others
     */
    static int strip(ByteBuffer batches, int end) {
        int kept = 0;
        int at = 0;
        while (at < end) {
            int size = RecordBatch.sizeBytes(batches, at);
            if (!isAt(batches, at)) {
                if (kept < at) {
                    batches.put(kept, batches, at, size);
                }
                kept += size;
            }
            at += size;
        }
        return kept;
    }
}

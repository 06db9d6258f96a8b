package dev.forebay.testkit.log;

import dev.forebay.log.LiveOffsets;
import dev.forebay.log.record.RecordBatch;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Batches of a memory stream that retention drops together. */
final class MemorySegment {
    final List<ByteBuffer> batches = new ArrayList<>();
    final long baseOffset;
    long bytes;
    long maxTimestamp = Long.MIN_VALUE;

    MemorySegment(long baseOffset) {
        this.baseOffset = baseOffset;
    }

    void add(ByteBuffer batch) {
        batches.add(batch);
        bytes += batch.limit();
        maxTimestamp = Math.max(maxTimestamp, RecordBatch.maxTimestamp(batch, 0));
    }

    /** What is needed of it; without batches when nothing is. */
    MemorySegment onlyLive(LiveOffsets live) {
        MemorySegment left = null;
        for (ByteBuffer batch : batches) {
            if (live.anyIn(RecordBatch.baseOffset(batch, 0), RecordBatch.lastOffset(batch, 0))) {
                left = left == null ? new MemorySegment(RecordBatch.baseOffset(batch, 0)) : left;
                left.add(batch);
            }
        }
        return left == null ? new MemorySegment(baseOffset) : left;
    }

    long lastOffset() {
        return RecordBatch.lastOffset(batches.getLast(), 0);
    }

    /** Index of the first batch that ends at or after this offset. */
    int indexOf(long offset) {
        int low = 0;
        int high = batches.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (RecordBatch.lastOffset(batches.get(middle), 0) < offset) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}

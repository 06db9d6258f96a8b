package dev.forebay.log.embedded;

import dev.forebay.log.record.RecordBatch;
import java.nio.ByteBuffer;

/** Where a volatile stream has what a read asks for. */
sealed interface VolatileSource {
    record OnDisk(SpilledStretch stretch) implements VolatileSource {}

    /** Whole batches, copied. */
    record InMemory(ByteBuffer batches) implements VolatileSource {
        /** Those from the one that holds the offset on: one at least if there is any. */
        static InMemory of(Tail tail, long fromOffset, int maxBytes) {
            int first = tail.firstEndingAfter(fromOffset);
            int end = first;
            long bytes = 0;
            while (end < tail.size()
                    && (end == first || bytes + tail.get(end).bytes() <= maxBytes)) {
                bytes += tail.get(end).bytes();
                end++;
            }
            ByteBuffer copy = ReadBuffers.of(Math.toIntExact(bytes));
            for (int i = first; i < end; i++) {
                Tail.Batch batch = tail.get(i);
                int at = copy.position();
                copy.put(at, batch.slab().bytes, batch.position(), batch.bytes());
                RecordBatch.setBaseOffset(copy, at, batch.baseOffset());
                copy.position(at + batch.bytes());
            }
            return new InMemory(copy.flip());
        }
    }
}

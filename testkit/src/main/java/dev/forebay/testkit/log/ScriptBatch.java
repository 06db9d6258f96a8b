package dev.forebay.testkit.log;

import dev.forebay.log.record.RecordBatch;
import dev.forebay.log.record.RecordBatchReader;
import dev.forebay.log.record.RecordBatchWriter;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalLong;

/**
 * Batches that name themselves: the first value begins with the number of the operation and of the
 * entry in it, and every byte follows from these.
 */
final class ScriptBatch {
    private static final long TIME = 1_700_000_000_000L;
    private static final int ID_BYTES = 8;

    private ScriptBatch() {}

    static long timestamp(int operation) {
        return TIME + operation * 10L;
    }

    static ByteBuffer make(int operation, int entry, int records, int bytes) {
        RecordBatchWriter writer = new RecordBatchWriter(bytes + 128);
        int each = Math.max(ID_BYTES, bytes / records);
        long state = id(operation, entry);
        for (int record = 0; record < records; record++) {
            byte[] value = new byte[each];
            for (int i = ID_BYTES; i < each; i++) {
                state = state * 6364136223846793005L + 1442695040888963407L + record;
                value[i] = (byte) (state >>> 56);
            }
            ByteBuffer whole = ByteBuffer.wrap(value).putLong(0, id(operation, entry));
            writer.append(timestamp(operation), null, whole, List.of());
        }
        return writer.finish();
    }

    static long id(int operation, int entry) {
        return (long) operation << 32 | entry;
    }

    /** Which operation and entry a batch says it is; empty when it says nothing sensible. */
    static OptionalLong idOf(ByteBuffer batch) {
        RecordBatchReader reader = new RecordBatchReader();
        reader.reset(batch);
        if (!reader.next() || reader.value().remaining() < ID_BYTES) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(reader.value().getLong(0));
    }

    /** Whether both are the same but for the fields that a store sets. */
    static boolean same(ByteBuffer stored, ByteBuffer made) {
        if (stored.remaining() != made.remaining()) {
            return false;
        }
        ByteBuffer copy = ByteBuffer.allocate(stored.remaining());
        copy.put(stored.duplicate()).flip();
        RecordBatch.setBaseOffset(copy, 0, 0);
        RecordBatch.setPartitionLeaderEpoch(copy, 0, RecordBatch.partitionLeaderEpoch(made, 0));
        return copy.equals(made);
    }
}

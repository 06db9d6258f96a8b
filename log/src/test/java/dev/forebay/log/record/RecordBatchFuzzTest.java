package dev.forebay.log.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Any bytes: no crash, no hang, no memory beyond what the bytes themselves justify. Searches with
 * {@code JAZZER_FUZZ=1}, replays its corpus otherwise.
 */
class RecordBatchFuzzTest {
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final long FIXED_BYTES = 64 * 1024;
    private static final long FACTOR = 16;

    /**
     * Objects for a name and a value that take two bytes on disk; the list is asked for by name.
     */
    private static final long HEADER_FACTOR = 48;

    @FuzzTest
    void any_bytes_are_read_or_refused(byte[] input) {
        ByteBuffer bytes = ByteBuffer.wrap(input);
        RecordBatch.check(bytes, 0);
        readWithinBudget(bytes);
    }

    @FuzzTest
    void a_right_header_over_any_records_is_read_or_refused(byte[] input) {
        ByteBuffer bytes = ByteBuffer.allocate(RecordBatch.HEADER_BYTES + input.length);
        bytes.putInt(RecordBatch.LENGTH_AT, bytes.limit() - RecordBatch.LENGTH_OVERHEAD);
        bytes.put(RecordBatch.MAGIC_AT, RecordBatch.MAGIC);
        int count = input.length / RecordBatch.MIN_RECORD_BYTES;
        bytes.putInt(RecordBatch.LAST_OFFSET_DELTA_AT, Math.max(0, count - 1));
        bytes.putInt(RecordBatch.COUNT_AT, count);
        bytes.put(RecordBatch.HEADER_BYTES, input);
        CRC32C crc = new CRC32C();
        int from = RecordBatch.ATTRIBUTES_AT;
        crc.update(bytes.array(), from, bytes.limit() - from);
        bytes.putInt(RecordBatch.CRC_AT, (int) crc.getValue());
        assertThat(RecordBatch.check(bytes, 0)).isEmpty();
        readWithinBudget(bytes);
    }

    private static void readWithinBudget(ByteBuffer bytes) {
        // Once unmeasured: loading a class costs memory that no input is to blame for.
        Walk.through(bytes);
        Walk.throughHeaders(bytes);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        long seen = Walk.through(bytes);
        long used = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(used).as("walk %d", seen).isLessThan(FACTOR * bytes.limit() + FIXED_BYTES);
        before = THREADS.getCurrentThreadAllocatedBytes();
        seen = Walk.throughHeaders(bytes);
        used = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(used)
                .as("headers %d", seen)
                .isLessThan(HEADER_FACTOR * bytes.limit() + FIXED_BYTES);
    }
}

package dev.forebay.log.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forebay.log.record.RandomRecords.Entry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

class RecordBatchDamageTest {
    @Test
    void every_flipped_bit_under_the_checksum_is_found() {
        ByteBuffer batch = batch();
        for (int bit = RecordBatch.CRC_AT * 8; bit < batch.limit() * 8; bit++) {
            flip(batch, bit);
            assertThat(RecordBatch.check(batch, 0))
                    .as("bit %d", bit)
                    .hasValue(BatchFault.CRC_MISMATCH);
            flip(batch, bit);
        }
        assertThat(RecordBatch.isValid(batch, 0)).isTrue();
    }

    @Test
    void every_shorter_prefix_is_cut() {
        ByteBuffer batch = batch();
        for (int length = 0; length < batch.limit(); length++) {
            assertThat(RecordBatch.check(batch.slice(0, length), 0))
                    .hasValue(
                            length < RecordBatch.HEADER_BYTES
                                    ? BatchFault.HEADER_CUT
                                    : BatchFault.CUT);
        }
    }

    @Test
    void impossible_numbers_in_the_header_are_named() {
        assertFault(RecordBatch.LENGTH_AT, 48, BatchFault.LENGTH_TOO_SMALL);
        assertFault(RecordBatch.LENGTH_AT, -1, BatchFault.LENGTH_TOO_SMALL);
        assertFault(RecordBatch.LENGTH_AT, Integer.MAX_VALUE, BatchFault.CUT);
        assertFault(RecordBatch.BASE_OFFSET_AT, -1, BatchFault.OFFSETS_OUT_OF_RANGE);
        assertFault(RecordBatch.LAST_OFFSET_DELTA_AT, -1, BatchFault.OFFSETS_OUT_OF_RANGE);
        assertFault(RecordBatch.COUNT_AT, -1, BatchFault.COUNT_OUT_OF_RANGE);
        assertFault(RecordBatch.COUNT_AT, 3, BatchFault.COUNT_OUT_OF_RANGE);
        assertFault(RecordBatch.MAGIC_AT, 0x01000000, BatchFault.MAGIC_UNKNOWN);
        ByteBuffer largest = batch();
        RecordBatch.setBaseOffset(largest, 0, Long.MAX_VALUE);
        assertThat(RecordBatch.check(largest, 0)).hasValue(BatchFault.OFFSETS_OUT_OF_RANGE);
    }

    @Test
    void a_record_that_lies_is_refused_with_its_reason() {
        int first = RecordBatch.HEADER_BYTES;
        // Zig-zag: 0x01 is -1, 0x7e is 63, 0x03 is -2.
        assertReading(first, (byte) 0x01, BatchFault.RECORD_FIELD_OUT_OF_RANGE);
        assertReading(first, (byte) 0x7e, BatchFault.RECORD_CUT);
        assertReading(first + 3, (byte) 0x01, BatchFault.RECORD_OFFSETS_NOT_RISING);
        assertReading(first + 3, (byte) 0x7e, BatchFault.RECORD_FIELD_OUT_OF_RANGE);
        assertReading(first + 4, (byte) 0x03, BatchFault.RECORD_FIELD_OUT_OF_RANGE);
        assertReading(first + 4, (byte) 0x7e, BatchFault.RECORD_CUT);
    }

    @Test
    void the_reason_can_be_read_by_people() {
        RecordBatchReader reader = new RecordBatchReader();
        reader.reset(ByteBuffer.allocate(7));
        assertThatThrownBy(reader::next)
                .isInstanceOf(MalformedBatchException.class)
                .hasMessage("fewer bytes are left than a batch header has (at byte 0)");
    }

    @Test
    void an_empty_batch_cannot_be_finished() {
        RecordBatchWriter writer = new RecordBatchWriter(0);
        assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void random_damage_under_a_right_checksum_never_harms_the_reader() {
        for (int seed = 0; seed < 3000; seed++) {
            ByteBuffer batch = write(new RandomRecords(seed).draw());
            java.util.Random random = new java.util.Random(seed);
            for (int i = 0; i <= random.nextInt(4); i++) {
                int at = RecordBatch.ATTRIBUTES_AT;
                batch.put(at + random.nextInt(batch.limit() - at), (byte) random.nextInt());
            }
            seal(batch);
            Walk.through(batch);
        }
    }

    private static void assertFault(int at, long value, BatchFault fault) {
        ByteBuffer batch = batch();
        if (at == RecordBatch.BASE_OFFSET_AT) {
            batch.putLong(at, value);
        } else {
            batch.putInt(at, (int) value);
        }
        if (at > RecordBatch.CRC_AT) {
            seal(batch);
        }
        assertThat(RecordBatch.check(batch, 0)).hasValue(fault);
    }

    private static void assertReading(int at, byte value, BatchFault fault) {
        ByteBuffer batch = batch();
        batch.put(at, value);
        RecordBatchReader reader = new RecordBatchReader();
        reader.reset(batch);
        assertThatThrownBy(reader::next)
                .isInstanceOfSatisfying(
                        MalformedBatchException.class, e -> assertThat(e.fault()).isEqualTo(fault));
    }

    private static void seal(ByteBuffer batch) {
        CRC32C crc = new CRC32C();
        crc.update(
                batch.slice(RecordBatch.ATTRIBUTES_AT, batch.limit() - RecordBatch.ATTRIBUTES_AT));
        batch.putInt(RecordBatch.CRC_AT, (int) crc.getValue());
    }

    private static void flip(ByteBuffer batch, int bit) {
        batch.put(bit / 8, (byte) (batch.get(bit / 8) ^ 1 << bit % 8));
    }

    private static ByteBuffer batch() {
        ByteBuffer key = ByteBuffer.wrap("k".getBytes(StandardCharsets.UTF_8));
        ByteBuffer value = ByteBuffer.wrap("value".getBytes(StandardCharsets.UTF_8));
        Entry entry = new Entry(1000, key, value, List.of(new Header("h", value)));
        return write(List.of(entry, entry));
    }

    private static ByteBuffer write(List<Entry> entries) {
        RecordBatchWriter writer = new RecordBatchWriter(64);
        entries.forEach(e -> writer.append(e.timestamp(), e.key(), e.value(), e.headers()));
        return writer.finish();
    }
}

package dev.forebay.log.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forebay.log.record.RandomRecords.Entry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.ControlRecordType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Kafka's own classes judge every byte that the writer makes and every field that we read. */
class RecordBatchOracleTest {
    private static final int SEEDS = 1500;

    @Test
    void a_batch_has_the_very_bytes_that_kafka_writes() {
        RecordBatchWriter writer = new RecordBatchWriter(64);
        for (int seed = 0; seed < SEEDS; seed++) {
            List<Entry> entries = new RandomRecords(seed).draw();
            ByteBuffer ours = write(writer, entries);
            ByteBuffer kafkas = writeAsKafka(entries, 0, TimestampType.CREATE_TIME).buffer();
            assertThat(ours).as("seed %d", seed).isEqualTo(kafkas);
            assertThat(RecordBatch.check(ours, 0)).isEmpty();
        }
    }

    @Test
    void kafka_finds_our_batches_valid_after_the_base_offset_was_set() {
        RecordBatchWriter writer = new RecordBatchWriter(1024);
        for (int seed = 0; seed < 200; seed++) {
            List<Entry> entries = new RandomRecords(seed).draw();
            ByteBuffer ours = write(writer, entries);
            RecordBatch.setBaseOffset(ours, 0, 1_000_000_007L + seed);
            RecordBatch.setPartitionLeaderEpoch(ours, 0, seed);
            MutableRecordBatch batch =
                    MemoryRecords.readableRecords(ours).batches().iterator().next();
            assertThat(batch.isValid()).isTrue();
            assertThat(batch.baseOffset()).isEqualTo(RecordBatch.baseOffset(ours, 0));
            assertThat(batch.lastOffset()).isEqualTo(RecordBatch.lastOffset(ours, 0));
            assertThat(batch.partitionLeaderEpoch()).isEqualTo(seed);
            assertThat(batch.maxTimestamp()).isEqualTo(RecordBatch.maxTimestamp(ours, 0));
            assertThat(batch.countOrNull()).isEqualTo(RecordBatch.count(ours, 0));
            assertThat(batch.checksum())
                    .isEqualTo(Integer.toUnsignedLong(RecordBatch.crc(ours, 0)));
        }
    }

    @Test
    void every_field_of_kafkas_batches_is_read_as_kafka_reads_it() {
        RecordBatchReader reader = new RecordBatchReader();
        for (int seed = 0; seed < SEEDS; seed++) {
            TimestampType type =
                    seed % 3 == 0 ? TimestampType.LOG_APPEND_TIME : TimestampType.CREATE_TIME;
            MemoryRecords first = writeAsKafka(new RandomRecords(seed).draw(), 5, type);
            MemoryRecords second = writeAsKafka(new RandomRecords(-seed).draw(), 100_000, type);
            ByteBuffer both = joined(first.buffer(), second.buffer());
            reader.reset(both);
            for (Record expected : MemoryRecords.readableRecords(both).records()) {
                assertThat(reader.next()).as("seed %d", seed).isTrue();
                assertSame(reader, expected);
            }
            assertThat(reader.next()).isFalse();
            assertThat(reader.next()).isFalse();
        }
    }

    @Test
    void a_reader_begins_at_any_offset_asked_for() {
        RecordBatchReader reader = new RecordBatchReader();
        for (int seed = 0; seed < 100; seed++) {
            MemoryRecords first =
                    writeAsKafka(new RandomRecords(seed).draw(), 5, TimestampType.CREATE_TIME);
            MemoryRecords second =
                    writeAsKafka(new RandomRecords(-seed).draw(), 700, TimestampType.CREATE_TIME);
            ByteBuffer both = joined(first.buffer(), second.buffer());
            List<Long> offsets = new ArrayList<>();
            first.records().forEach(record -> offsets.add(record.offset()));
            second.records().forEach(record -> offsets.add(record.offset()));
            for (int i = 0; i < offsets.size(); i++) {
                reader.reset(both, i == 0 ? 0 : offsets.get(i - 1) + 1);
                assertThat(reader.next()).isTrue();
                assertThat(reader.offset()).isEqualTo(offsets.get(i));
            }
            reader.reset(both, offsets.getLast() + 1);
            assertThat(reader.next()).isFalse();
        }
    }

    @Test
    void control_batches_are_skipped_and_offsets_that_compaction_took_out_are_missed_by_none() {
        ByteBuffer marker = ByteBuffer.allocate(512);
        MemoryRecordsBuilder control =
                MemoryRecords.builder(
                        marker,
                        (byte) 2,
                        Compression.NONE,
                        TimestampType.CREATE_TIME,
                        3,
                        1,
                        9,
                        (short) 1,
                        -1,
                        true,
                        true,
                        0);
        control.appendEndTxnMarker(1, new EndTransactionMarker(ControlRecordType.COMMIT, 1));
        MemoryRecordsBuilder gaps =
                MemoryRecords.builder(
                        ByteBuffer.allocate(512), Compression.NONE, TimestampType.CREATE_TIME, 10);
        gaps.appendWithOffset(12, new SimpleRecord(1, bytes("a")));
        gaps.appendWithOffset(19, new SimpleRecord(1, bytes("b")));
        ByteBuffer both = joined(control.build().buffer(), gaps.build().buffer());
        RecordBatchReader reader = new RecordBatchReader();
        reader.reset(both);
        assertThat(RecordBatch.isControl(both, 0)).isTrue();
        assertThat(reader.next()).isTrue();
        assertThat(reader.offset()).isEqualTo(12);
        assertThat(reader.next()).isTrue();
        assertThat(reader.offset()).isEqualTo(19);
        assertThat(reader.next()).isFalse();
    }

    @Test
    void a_compressed_batch_is_stepped_over_whole_but_not_read() {
        ByteBuffer batch =
                MemoryRecords.withRecords(
                                Compression.gzip().build(), new SimpleRecord(1, bytes("squeezed")))
                        .buffer();
        assertThat(RecordBatch.check(batch, 0)).isEmpty();
        assertThat(RecordBatch.isCompressed(batch, 0)).isTrue();
        assertThat(RecordBatch.sizeBytes(batch, 0)).isEqualTo(batch.limit());
        RecordBatchReader reader = new RecordBatchReader();
        reader.reset(batch);
        assertThatThrownBy(reader::next)
                .isInstanceOf(MalformedBatchException.class)
                .hasMessageContaining("compressed");
    }

    private static void assertSame(RecordBatchReader reader, Record expected) {
        assertThat(reader.offset()).isEqualTo(expected.offset());
        assertThat(reader.timestamp()).isEqualTo(expected.timestamp());
        assertThat(reader.key()).isEqualTo(expected.key());
        assertThat(reader.hasValue()).isEqualTo(expected.hasValue());
        assertThat(reader.sizeBytes()).isEqualTo(expected.sizeInBytes());
        if (expected.hasValue()) {
            assertThat(reader.value()).isEqualTo(expected.value());
            assertThat(reader.valueBytes()).isEqualTo(expected.valueSize());
        }
        List<Header> headers = reader.headers();
        assertThat(headers).hasSize(expected.headers().length).hasSize(reader.headerCount());
        for (int i = 0; i < headers.size(); i++) {
            assertThat(headers.get(i).name()).isEqualTo(expected.headers()[i].key());
            assertThat(headers.get(i).value())
                    .isEqualTo(ByteBuffer.wrap(expected.headers()[i].value()));
            String name = headers.get(i).name();
            Header firstOfName =
                    headers.stream().filter(h -> h.name().equals(name)).findFirst().orElseThrow();
            assertThat(reader.header(bytes(name))).isEqualTo(firstOfName.value());
        }
        assertThat(reader.header(bytes("nobody has it"))).isNull();
    }

    private static ByteBuffer write(RecordBatchWriter writer, List<Entry> entries) {
        for (Entry entry : entries) {
            int delta =
                    writer.append(entry.timestamp(), entry.key(), entry.value(), entry.headers());
            assertThat(delta).isEqualTo(writer.count() - 1);
        }
        int size = writer.sizeBytes();
        ByteBuffer batch = writer.finish();
        assertThat(batch.remaining()).isEqualTo(size).isEqualTo(RecordBatch.sizeBytes(batch, 0));
        assertThat(writer.sizeBytes()).isZero();
        return batch;
    }

    private static MemoryRecords writeAsKafka(
            List<Entry> entries, long baseOffset, TimestampType type) {
        MemoryRecordsBuilder builder =
                MemoryRecords.builder(
                        ByteBuffer.allocate(1024),
                        (byte) 2,
                        Compression.NONE,
                        type,
                        baseOffset,
                        1_234_567L);
        for (Entry entry : entries) {
            builder.append(
                    entry.timestamp(),
                    copy(entry.key()),
                    copy(entry.value()),
                    entry.headers().stream()
                            .map(h -> new RecordHeader(h.name(), copy(h.value())))
                            .toArray(RecordHeader[]::new));
        }
        return builder.build();
    }

    private static byte @Nullable [] copy(@Nullable ByteBuffer field) {
        if (field == null) {
            return null;
        }
        byte[] bytes = new byte[field.remaining()];
        field.get(field.position(), bytes);
        return bytes;
    }

    private static ByteBuffer joined(ByteBuffer first, ByteBuffer second) {
        return ByteBuffer.allocate(first.remaining() + second.remaining())
                .put(first.duplicate())
                .put(second.duplicate())
                .flip();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}

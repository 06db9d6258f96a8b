package dev.forebay.testkit.log;

import dev.forebay.log.record.RecordBatchReader;
import dev.forebay.log.record.RecordBatchWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Small record batches with text values, and their texts back. */
public final class TestBatches {
    private TestBatches() {}

    /** A batch with one record for each value, all of this timestamp (ms since the epoch). */
    public static ByteBuffer batch(long timestamp, String... values) {
        RecordBatchWriter writer = new RecordBatchWriter(128);
        for (String value : values) {
            writer.append(timestamp, null, bytes(value), List.of());
        }
        return writer.finish();
    }

    /** A batch of one record with a value of this many bytes, a function of the seed. */
    public static ByteBuffer batchOfBytes(long timestamp, int valueBytes, long seed) {
        byte[] value = new byte[valueBytes];
        long state = seed * 0x9E3779B97F4A7C15L + 1;
        for (int i = 0; i < valueBytes; i++) {
            state = state * 6364136223846793005L + 1442695040888963407L;
            value[i] = (byte) (state >>> 56);
        }
        RecordBatchWriter writer = new RecordBatchWriter(valueBytes + 100);
        writer.append(timestamp, null, ByteBuffer.wrap(value), List.of());
        return writer.finish();
    }

    /** Each record as {@code offset=text}. */
    public static List<String> texts(ByteBuffer batches) {
        List<String> texts = new ArrayList<>();
        RecordBatchReader reader = new RecordBatchReader();
        reader.reset(batches);
        while (reader.next()) {
            texts.add(reader.offset() + "=" + StandardCharsets.UTF_8.decode(reader.value()));
        }
        return texts;
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}

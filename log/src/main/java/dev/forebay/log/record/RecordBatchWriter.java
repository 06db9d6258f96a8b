package dev.forebay.log.record;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Builds one record batch in a growing heap buffer. Reusable: {@link #finish()} hands the bytes out
 * and the next {@link #append} begins a new batch. Not thread-safe.
 */
public final class RecordBatchWriter {
    private static final byte[] NO_BYTES = {};

    /** Arrays of nearly two gigabytes are as large as they get. */
    private static final int MAX_BYTES = Integer.MAX_VALUE - 64;

    /** One large batch says nothing of the next. */
    private static final int MOST_AT_FIRST = 256 << 10;

    private int initialBytes;
    private final CRC32C crc = new CRC32C();
    private byte[] bytes = NO_BYTES;
    private int position;
    private int count;
    private long baseTimestamp;
    private long maxTimestamp;

    /**
     * The first batch starts with room for {@code initialBytes}, each further one with as much as
     * the one before took, within bounds; all grow as needed.
     */
    public RecordBatchWriter(int initialBytes) {
        this.initialBytes = Math.clamp(initialBytes, RecordBatch.HEADER_BYTES, MOST_AT_FIRST);
    }

    /**
     * Adds one record with the next offset delta. {@code key}, {@code value} and header values are
     * read from position to limit, and their positions are not moved.
     *
     * @param timestamp ms since the epoch
     * @param value null writes a deletion mark as in compacted topics
     * @return the record's offset delta in this batch, from 0
     */
    public int append(
            long timestamp,
            @Nullable ByteBuffer key,
            @Nullable ByteBuffer value,
            List<Header> headers) {
        if (count == 0) {
            begin(timestamp);
        }
        long timestampDelta = timestamp - baseTimestamp;
        int body = bodyBytes(timestampDelta, key, value, headers);
        reserve((long) position + Varint.sizeOf(body) + body);
        position = Varint.put(bytes, position, body);
        bytes[position++] = 0;
        position = Varint.put(bytes, position, timestampDelta);
        position = Varint.put(bytes, position, count);
        putBytes(key);
        putBytes(value);
        position = Varint.put(bytes, position, headers.size());
        for (int i = 0; i < headers.size(); i++) {
            Header header = headers.get(i);
            putText(header.name());
            putBytes(header.value());
        }
        maxTimestamp = Math.max(maxTimestamp, timestamp);
        return count++;
    }

    /** Records in the batch under construction. */
    public int count() {
        return count;
    }

    /** Bytes the batch would have if finished now; 0 when it is empty. */
    public int sizeBytes() {
        return count == 0 ? 0 : position;
    }

    /**
     * Completes header and CRC; the buffer is the caller's from now on.
     *
     * @throws IllegalStateException when the batch is empty
     */
    public ByteBuffer finish() {
        if (count == 0) {
            throw new IllegalStateException("an empty batch cannot be finished");
        }
        ByteBuffer batch = ByteBuffer.wrap(bytes, 0, position);
        putNumbers(batch, position, count - 1, count);
        batch.putInt(RecordBatch.LEADER_EPOCH_AT, -1);
        batch.putLong(RecordBatch.BASE_TIMESTAMP_AT, baseTimestamp);
        batch.putLong(RecordBatch.MAX_TIMESTAMP_AT, maxTimestamp);
        crc.reset();
        crc.update(bytes, RecordBatch.ATTRIBUTES_AT, crcBytes(position));
        batch.putInt(RecordBatch.CRC_AT, (int) crc.getValue());
        // The next one will be about as large.
        initialBytes = Math.min(position, MOST_AT_FIRST);
        bytes = NO_BYTES;
        position = 0;
        count = 0;
        return batch;
    }

    /**
     * A batch without records that takes offsets all the same, as compaction leaves them.
     *
     * @param lastOffsetDelta one less than the offsets it takes, 0 or more
     */
    public static ByteBuffer empty(long baseOffset, int lastOffsetDelta) {
        ByteBuffer batch = ByteBuffer.allocate(RecordBatch.HEADER_BYTES);
        batch.putLong(RecordBatch.BASE_OFFSET_AT, baseOffset);
        putNumbers(batch, RecordBatch.HEADER_BYTES, lastOffsetDelta, 0);
        batch.putLong(RecordBatch.BASE_TIMESTAMP_AT, -1);
        batch.putLong(RecordBatch.MAX_TIMESTAMP_AT, -1);
        CRC32C crc = new CRC32C();
        crc.update(batch.array(), RecordBatch.ATTRIBUTES_AT, crcBytes(RecordBatch.HEADER_BYTES));
        return batch.putInt(RecordBatch.CRC_AT, (int) crc.getValue());
    }

    private static int crcBytes(int batchBytes) {
        return batchBytes - RecordBatch.ATTRIBUTES_AT;
    }

    /** What is the same in all batches of records, and what follows from these numbers. */
    private static void putNumbers(
            ByteBuffer batch, int batchBytes, int lastOffsetDelta, int records) {
        batch.putInt(RecordBatch.LENGTH_AT, batchBytes - RecordBatch.LENGTH_OVERHEAD);
        batch.put(RecordBatch.MAGIC_AT, RecordBatch.MAGIC);
        batch.putInt(RecordBatch.LAST_OFFSET_DELTA_AT, lastOffsetDelta);
        batch.putLong(RecordBatch.PRODUCER_ID_AT, -1);
        batch.putShort(RecordBatch.PRODUCER_EPOCH_AT, (short) -1);
        batch.putInt(RecordBatch.BASE_SEQUENCE_AT, -1);
        batch.putInt(RecordBatch.COUNT_AT, records);
    }

    private void begin(long timestamp) {
        // A fresh array is zero, and so are the fields that finish() does not set.
        bytes = new byte[initialBytes];
        position = RecordBatch.HEADER_BYTES;
        baseTimestamp = timestamp;
        maxTimestamp = timestamp;
    }

    private int bodyBytes(
            long timestampDelta,
            @Nullable ByteBuffer key,
            @Nullable ByteBuffer value,
            List<Header> headers) {
        long size = 1L + Varint.sizeOf(timestampDelta) + Varint.sizeOf(count);
        size += sizeOf(key) + sizeOf(value) + Varint.sizeOf(headers.size());
        for (int i = 0; i < headers.size(); i++) {
            Header header = headers.get(i);
            int name = utf8Bytes(header.name());
            size += Varint.sizeOf(name) + name + sizeOf(header.value());
        }
        if (size > MAX_BYTES) {
            throw new IllegalArgumentException("a record of " + size + " bytes");
        }
        return (int) size;
    }

    private static long sizeOf(@Nullable ByteBuffer field) {
        return field == null
                ? 1
                : (long) Varint.sizeOf(field.remaining()) + (long) field.remaining();
    }

    private void reserve(long needed) {
        if (needed > MAX_BYTES) {
            throw new IllegalArgumentException("a batch of " + needed + " bytes");
        }
        if (needed > bytes.length) {
            bytes =
                    Arrays.copyOf(
                            bytes, (int) Math.min(MAX_BYTES, Math.max(needed, 2L * position)));
        }
    }

    private void putBytes(@Nullable ByteBuffer field) {
        if (field == null) {
            position = Varint.put(bytes, position, -1);
            return;
        }
        int length = field.remaining();
        position = Varint.put(bytes, position, length);
        field.get(field.position(), bytes, position, length);
        position += length;
    }

    private void putText(String text) {
        int length = utf8Bytes(text);
        position = Varint.put(bytes, position, length);
        if (isAscii(text)) {
            for (int i = 0; i < length; i++) {
                bytes[position + i] = (byte) text.charAt(i);
            }
        } else {
            System.arraycopy(text.getBytes(StandardCharsets.UTF_8), 0, bytes, position, length);
        }
        position += length;
    }

    private static int utf8Bytes(String text) {
        return isAscii(text) ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}

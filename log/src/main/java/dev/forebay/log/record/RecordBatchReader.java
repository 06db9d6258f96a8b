package dev.forebay.log.record;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over the records of one or more whole batches in a buffer. Allocates only for what is
 * asked of it: keys, values and headers are slices of the buffer and stay good as long as it does.
 * Every length is checked against the bytes there are before it is used; what does not fit ends in
 * a {@link MalformedBatchException}, after which the reader must be reset. Not thread-safe.
 */
public final class RecordBatchReader {
    private final RecordCursor cursor = new RecordCursor();
    private final HeaderReader headerReader = new HeaderReader();

    private int nextBatch;
    private int limit;
    private long firstWanted;

    // The open batch.
    private int batch;
    private int batchEnd;
    private int recordsLeft;
    private int lastDelta;
    private long baseOffset;
    private long baseTimestamp;
    private boolean oneTimestamp;

    // The current record.
    private int recordStart;
    private int recordEnd;
    private long offset;
    private long timestamp;
    private int keyAt;
    private int keyLength;
    private int valueAt;
    private int valueLength;
    private int headersAt;
    private int headerCount;

    /**
     * Positions before the first record of the first batch. CRCs are taken as checked already; the
     * buffer's own position is not moved, and its bytes must not change while they are read.
     */
    public void reset(ByteBuffer batches) {
        reset(batches, 0);
    }

    /** Positions before the first record at or after {@code fromOffset}. */
    public void reset(ByteBuffer batches, long fromOffset) {
        ByteBuffer source = batches.duplicate();
        cursor.reset(source);
        nextBatch = source.position();
        limit = source.limit();
        batchEnd = nextBatch;
        recordsLeft = 0;
        recordEnd = nextBatch;
        firstWanted = fromOffset;
    }

    /**
     * Moves to the next record; false at the end. Skips control batches.
     *
     * @throws MalformedBatchException when the bytes are no batch, or a compressed one
     */
    public boolean next() {
        do {
            while (recordsLeft == 0) {
                requireBatchUsedUp();
                if (nextBatch >= limit) {
                    return false;
                }
                openBatch();
            }
            readRecord();
        } while (offset < firstWanted);
        return true;
    }

    public long offset() {
        return offset;
    }

    /** ms since the epoch. */
    public long timestamp() {
        return timestamp;
    }

    /** A slice; null when the record has no key. */
    public @Nullable ByteBuffer key() {
        return keyLength < 0 ? null : cursor.slice(keyAt, keyLength);
    }

    /** Whether the record has a value; one without is a deletion mark of a compacted topic. */
    public boolean hasValue() {
        return valueLength >= 0;
    }

    /** A slice; empty when the record has no value. */
    public ByteBuffer value() {
        return cursor.slice(valueAt, valueLength);
    }

    /** Bytes of the value, 0 when there is none. */
    public int valueBytes() {
        return Math.max(valueLength, 0);
    }

    /** Where the value begins in the buffer given to {@link #reset}. */
    public int valuePosition() {
        return valueAt;
    }

    public int headerCount() {
        return headerCount;
    }

    /**
     * All headers in order, an unmodifiable list; a header without a value has an empty one.
     *
     * @throws MalformedBatchException when the headers do not fill the rest of the record
     */
    public List<Header> headers() {
        cursor.moveTo(headersAt, recordEnd);
        return headerReader.readAll(cursor, headerCount);
    }

    /**
     * The value of the first header of this name as a slice, null when there is none. Allocates
     * nothing else.
     *
     * @param name the name's UTF-8 bytes
     */
    public @Nullable ByteBuffer header(byte[] name) {
        cursor.moveTo(headersAt, recordEnd);
        return headerReader.find(cursor, headerCount, name);
    }

    /** Bytes this record takes in its batch. */
    public int sizeBytes() {
        return recordEnd - recordStart;
    }

    /** Where the batch of the current record begins in the buffer, for {@link RecordBatch}. */
    public int batchPosition() {
        return batch;
    }

    /** Offset of the first record of the current record's batch. */
    public long batchOffset() {
        return baseOffset;
    }

    /** Records in the current record's batch. */
    public int batchRecords() {
        return RecordBatch.count(cursor.buffer(), batch);
    }

    /** The CRC-32C stored with the current record's batch. */
    public int batchChecksum() {
        return RecordBatch.crc(cursor.buffer(), batch);
    }

    private void requireBatchUsedUp() {
        if (recordEnd != batchEnd) {
            throw new MalformedBatchException(BatchFault.BYTES_LEFT_OVER, recordEnd);
        }
    }

    private void openBatch() {
        ByteBuffer buffer = cursor.buffer();
        BatchFault fault = RecordBatch.headerFault(buffer, nextBatch);
        if (fault != null) {
            throw new MalformedBatchException(fault, nextBatch);
        }
        batch = nextBatch;
        batchEnd = batch + RecordBatch.sizeBytes(buffer, batch);
        nextBatch = batchEnd;
        recordEnd = batchEnd;
        if (RecordBatch.isControl(buffer, batch)
                || RecordBatch.lastOffset(buffer, batch) < firstWanted) {
            return;
        }
        if (RecordBatch.isCompressed(buffer, batch)) {
            throw new MalformedBatchException(BatchFault.COMPRESSED, batch);
        }
        recordsLeft = RecordBatch.count(buffer, batch);
        recordEnd = batch + RecordBatch.HEADER_BYTES;
        lastDelta = -1;
        baseOffset = RecordBatch.baseOffset(buffer, batch);
        oneTimestamp = RecordBatch.isLogAppendTime(buffer, batch);
        baseTimestamp =
                oneTimestamp
                        ? RecordBatch.maxTimestamp(buffer, batch)
                        : RecordBatch.baseTimestamp(buffer, batch);
    }

    private void readRecord() {
        recordStart = recordEnd;
        cursor.moveTo(recordStart, batchEnd);
        int length = cursor.readVarint();
        if (length < 0) {
            throw cursor.outOfRange();
        }
        if (length > cursor.left()) {
            throw cursor.cut();
        }
        recordEnd = cursor.position() + length;
        cursor.bound(recordEnd);
        cursor.readByte();
        long timestampDelta = cursor.readVarlong();
        timestamp = oneTimestamp ? baseTimestamp : baseTimestamp + timestampDelta;
        offset = baseOffset + readOffsetDelta();
        readKeyAndValue();
        headerCount = cursor.readVarint();
        if (headerCount < 0 || headerCount > cursor.left() / 2) {
            throw cursor.outOfRange();
        }
        headersAt = cursor.position();
        recordsLeft--;
    }

    private int readOffsetDelta() {
        int delta = cursor.readVarint();
        if (delta <= lastDelta) {
            throw new MalformedBatchException(
                    BatchFault.RECORD_OFFSETS_NOT_RISING, cursor.position());
        }
        if (delta > RecordBatch.lastOffsetDelta(cursor.buffer(), batch)) {
            throw cursor.outOfRange();
        }
        lastDelta = delta;
        return delta;
    }

    private void readKeyAndValue() {
        keyLength = cursor.readVarint();
        keyAt = cursor.position();
        cursor.skipBytes(keyLength);
        valueLength = cursor.readVarint();
        valueAt = cursor.position();
        cursor.skipBytes(valueLength);
    }
}

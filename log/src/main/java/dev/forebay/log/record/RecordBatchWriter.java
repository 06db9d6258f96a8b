package dev.forebay.log.record;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds one record batch in a growing heap buffer. Reusable: {@link #finish()} hands the bytes out
 * and the next {@link #append} begins a new batch. Not thread-safe.
 */
public final class RecordBatchWriter {
    /** Starts with room for {@code initialBytes}; grows as needed. */
    public RecordBatchWriter(int initialBytes) {}

    /**
     * Adds one record with the next offset delta. {@code key}, {@code value} and header values are
     * read from position to limit, and their positions are not moved.
     *
     * @param timestamp ms since the epoch
     * @return the record's offset delta in this batch, from 0
     */
    public int append(
            long timestamp, @Nullable ByteBuffer key, ByteBuffer value, List<Header> headers) {
        throw new IllegalStateException("being written");
    }

    /** Records in the batch under construction. */
    public int count() {
        throw new IllegalStateException("being written");
    }

    /** Bytes the batch would have if finished now; 0 when it is empty. */
    public int sizeBytes() {
        throw new IllegalStateException("being written");
    }

    /** Completes header and CRC; the buffer is the caller's from now on. */
    public ByteBuffer finish() {
        throw new IllegalStateException("being written");
    }
}

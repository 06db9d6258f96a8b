package dev.forebay.log.record;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over the records of one or more whole batches in a buffer. Allocates only for what is
 * asked of it: keys, values and headers are slices of the buffer. Not thread-safe.
 */
public final class RecordBatchReader {
    /** Positions before the first record of the first batch. CRCs are taken as checked already. */
    public void reset(ByteBuffer batches) {
        throw new IllegalStateException("being written");
    }

    /** Moves to the next record; false at the end. Skips control batches. */
    public boolean next() {
        throw new IllegalStateException("being written");
    }

    public long offset() {
        throw new IllegalStateException("being written");
    }

    /** ms since the epoch. */
    public long timestamp() {
        throw new IllegalStateException("being written");
    }

    public @Nullable ByteBuffer key() {
        throw new IllegalStateException("being written");
    }

    public ByteBuffer value() {
        throw new IllegalStateException("being written");
    }

    public List<Header> headers() {
        throw new IllegalStateException("being written");
    }

    /** Bytes this record takes in its batch. */
    public int sizeBytes() {
        throw new IllegalStateException("being written");
    }
}

package dev.forebay.log.record;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The header of a record batch v2 (KIP-98), read in place: each method takes a big-endian buffer
 * and the absolute position of the batch in it, and moves nothing. {@link #check} first: the
 * accessors trust what they read. Stateless; as safe for threads as the buffer is.
 *
 * <p>Base offset, length, leader epoch and magic lie outside the checksum, so a store may set the
 * first and the third in place, and must guard all four by other means.
 */
public final class RecordBatch {
    /** Bytes of a batch without records, and of the header of any batch. */
    public static final int HEADER_BYTES = 61;

    /** The format version in every batch. */
    public static final byte MAGIC = 2;

    /** Bytes of base offset and length, which the length field does not count. */
    static final int LENGTH_OVERHEAD = 12;

    /** Fewest bytes of a record: seven fields of one byte each. */
    static final int MIN_RECORD_BYTES = 7;

    static final int BASE_OFFSET_AT = 0;
    static final int LENGTH_AT = 8;
    static final int LEADER_EPOCH_AT = 12;
    static final int MAGIC_AT = 16;
    static final int CRC_AT = 17;
    static final int ATTRIBUTES_AT = 21;
    static final int LAST_OFFSET_DELTA_AT = 23;
    static final int BASE_TIMESTAMP_AT = 27;
    static final int MAX_TIMESTAMP_AT = 35;
    static final int PRODUCER_ID_AT = 43;
    static final int PRODUCER_EPOCH_AT = 51;
    static final int BASE_SEQUENCE_AT = 53;
    static final int COUNT_AT = 57;

    private static final int COMPRESSION_MASK = 0x07;
    private static final int LOG_APPEND_TIME_BIT = 0x08;
    private static final int TRANSACTIONAL_BIT = 0x10;
    private static final int CONTROL_BIT = 0x20;

    private RecordBatch() {}

    /** The batch's bytes, header included. */
    public static int sizeBytes(ByteBuffer buffer, int position) {
        return LENGTH_OVERHEAD + buffer.getInt(position + LENGTH_AT);
    }

    public static long baseOffset(ByteBuffer buffer, int position) {
        return buffer.getLong(position + BASE_OFFSET_AT);
    }

    /** Sets the base offset in place; the checksum does not cover it. */
    public static void setBaseOffset(ByteBuffer buffer, int position, long baseOffset) {
        buffer.putLong(position + BASE_OFFSET_AT, baseOffset);
    }

    public static int partitionLeaderEpoch(ByteBuffer buffer, int position) {
        return buffer.getInt(position + LEADER_EPOCH_AT);
    }

    /** Sets the partition leader epoch in place; the checksum does not cover it. */
    public static void setPartitionLeaderEpoch(ByteBuffer buffer, int position, int epoch) {
        buffer.putInt(position + LEADER_EPOCH_AT, epoch);
    }

    public static byte magic(ByteBuffer buffer, int position) {
        return buffer.get(position + MAGIC_AT);
    }

    /** The stored CRC32C of everything from the attributes on. */
    public static int crc(ByteBuffer buffer, int position) {
        return buffer.getInt(position + CRC_AT);
    }

    public static short attributes(ByteBuffer buffer, int position) {
        return buffer.getShort(position + ATTRIBUTES_AT);
    }

    /** Last offset of the batch minus the first; survives when compaction takes records out. */
    public static int lastOffsetDelta(ByteBuffer buffer, int position) {
        return buffer.getInt(position + LAST_OFFSET_DELTA_AT);
    }

    public static long lastOffset(ByteBuffer buffer, int position) {
        return baseOffset(buffer, position) + lastOffsetDelta(buffer, position);
    }

    /** ms since the epoch, to which the records' deltas are added. */
    public static long baseTimestamp(ByteBuffer buffer, int position) {
        return buffer.getLong(position + BASE_TIMESTAMP_AT);
    }

    /** Greatest timestamp of the batch in ms since the epoch; -1 when it has none. */
    public static long maxTimestamp(ByteBuffer buffer, int position) {
        return buffer.getLong(position + MAX_TIMESTAMP_AT);
    }

    /** Records in the batch, 0 or more. */
    public static int count(ByteBuffer buffer, int position) {
        return buffer.getInt(position + COUNT_AT);
    }

    /** -1 when the batch has no idempotent producer. */
    public static long producerId(ByteBuffer buffer, int position) {
        return buffer.getLong(position + PRODUCER_ID_AT);
    }

    public static short producerEpoch(ByteBuffer buffer, int position) {
        return buffer.getShort(position + PRODUCER_EPOCH_AT);
    }

    public static int baseSequence(ByteBuffer buffer, int position) {
        return buffer.getInt(position + BASE_SEQUENCE_AT);
    }

    public static boolean isCompressed(ByteBuffer buffer, int position) {
        return (attributes(buffer, position) & COMPRESSION_MASK) != 0;
    }

    /** True when every record's timestamp is the batch's greatest, set by a broker. */
    public static boolean isLogAppendTime(ByteBuffer buffer, int position) {
        return (attributes(buffer, position) & LOG_APPEND_TIME_BIT) != 0;
    }

    public static boolean isTransactional(ByteBuffer buffer, int position) {
        return (attributes(buffer, position) & TRANSACTIONAL_BIT) != 0;
    }

    /** True for a batch of transaction markers, which hold nothing for readers. */
    public static boolean isControl(ByteBuffer buffer, int position) {
        return (attributes(buffer, position) & CONTROL_BIT) != 0;
    }

    /** Whether a whole batch with a right checksum lies between position and limit. */
    public static boolean isValid(ByteBuffer buffer, int position) {
        return fault(buffer, position) == null;
    }

    /**
     * Checks lengths, version, offsets, count and checksum of the batch at this position against
     * the buffer's limit. Costs one pass over the bytes; allocates nothing that grows with them.
     *
     * @return the first thing found wrong, empty when the batch is whole
     */
    public static Optional<BatchFault> check(ByteBuffer buffer, int position) {
        return Optional.ofNullable(fault(buffer, position));
    }

    /** As {@link #check} without the checksum: enough to step over the batch. */
    public static Optional<BatchFault> checkHeader(ByteBuffer buffer, int position) {
        return Optional.ofNullable(headerFault(buffer, position));
    }

    static @Nullable BatchFault fault(ByteBuffer buffer, int position) {
        BatchFault inHeader = headerFault(buffer, position);
        if (inHeader == BatchFault.OFFSETS_OUT_OF_RANGE
                || inHeader == BatchFault.COUNT_OUT_OF_RANGE) {
            // Flipped bits look like impossible numbers; only a right checksum makes them a lie.
            return crcMatches(buffer, position) ? inHeader : BatchFault.CRC_MISMATCH;
        }
        if (inHeader != null) {
            return inHeader;
        }
        return crcMatches(buffer, position) ? null : BatchFault.CRC_MISMATCH;
    }

    static @Nullable BatchFault headerFault(ByteBuffer buffer, int position) {
        int available = buffer.limit() - position;
        if (position < 0 || available < HEADER_BYTES) {
            return BatchFault.HEADER_CUT;
        }
        int length = buffer.getInt(position + LENGTH_AT);
        if (length < HEADER_BYTES - LENGTH_OVERHEAD) {
            return BatchFault.LENGTH_TOO_SMALL;
        }
        if (length > available - LENGTH_OVERHEAD) {
            return BatchFault.CUT;
        }
        if (magic(buffer, position) != MAGIC) {
            return BatchFault.MAGIC_UNKNOWN;
        }
        return numbersFault(buffer, position, length + LENGTH_OVERHEAD - HEADER_BYTES);
    }

    private static @Nullable BatchFault numbersFault(
            ByteBuffer buffer, int position, int recordBytes) {
        long baseOffset = baseOffset(buffer, position);
        int lastOffsetDelta = lastOffsetDelta(buffer, position);
        if (baseOffset < 0 || lastOffsetDelta < 0 || baseOffset + lastOffsetDelta < 0) {
            return BatchFault.OFFSETS_OUT_OF_RANGE;
        }
        int count = count(buffer, position);
        boolean fits = isCompressed(buffer, position) || count <= recordBytes / MIN_RECORD_BYTES;
        return count < 0 || count > lastOffsetDelta + 1L || !fits
                ? BatchFault.COUNT_OUT_OF_RANGE
                : null;
    }

    private static boolean crcMatches(ByteBuffer buffer, int position) {
        int from = position + ATTRIBUTES_AT;
        int length = sizeBytes(buffer, position) - ATTRIBUTES_AT;
        return computeCrc(buffer, from, length) == crc(buffer, position);
    }

    private static int computeCrc(ByteBuffer buffer, int from, int length) {
        CRC32C crc = new CRC32C();
        if (buffer.hasArray()) {
            crc.update(buffer.array(), buffer.arrayOffset() + from, length);
        } else {
            crc.update(buffer.slice(from, length));
        }
        return (int) crc.getValue();
    }
}

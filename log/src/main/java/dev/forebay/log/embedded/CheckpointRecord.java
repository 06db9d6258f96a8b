package dev.forebay.log.embedded;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A record of a checkpoint file: {@code int magic, int CRC32C of the rest, int payload bytes, int
 * index in the file, long file number, long log id}, then the payload, padded with zeros to 8.
 */
final class CheckpointRecord {
    static final int HEADER_BYTES = 32;
    private static final int MAGIC = 0x46426370;
    private static final int GUARDED_FROM = 8;

    private CheckpointRecord() {}

    /** What a whole record holds, and how many bytes it takes. */
    record Read(long logId, ByteBuffer payload, int bytes) {}

    static ByteBuffer encode(byte[] payload, int index, long number, long logId) {
        int bytes = HEADER_BYTES + Frame.alignTo(payload.length, 8);
        ByteBuffer record = ByteBuffer.allocate(bytes);
        record.putInt(0, MAGIC)
                .putInt(8, payload.length)
                .putInt(12, index)
                .putLong(16, number)
                .putLong(24, logId)
                .put(HEADER_BYTES, payload);
        int crc = Frame.crc(new CRC32C(), record.duplicate(), GUARDED_FROM, bytes);
        return record.putInt(4, crc);
    }

    /** The record at a position, null when there is no whole one of this file and index. */
    static @Nullable Read decode(ByteBuffer file, int at, int index, long number) {
        int left = file.limit() - at;
        if (left < HEADER_BYTES || file.getInt(at) != MAGIC) {
            return null;
        }
        int length = file.getInt(at + 8);
        if (length < 0 || length > left - HEADER_BYTES) {
            return null;
        }
        int bytes = HEADER_BYTES + Frame.alignTo(length, 8);
        if (bytes > left) {
            return null;
        }
        int crc = Frame.crc(new CRC32C(), file.duplicate(), at + GUARDED_FROM, at + bytes);
        if (crc != file.getInt(at + 4)
                || file.getInt(at + 12) != index
                || file.getLong(at + 16) != number) {
            return null;
        }
        return new Read(file.getLong(at + 24), file.slice(at + HEADER_BYTES, length), bytes);
    }
}

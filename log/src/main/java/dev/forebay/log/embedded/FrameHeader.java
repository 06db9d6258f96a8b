package dev.forebay.log.embedded;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The header of a frame; see {@link Frame} for its form and {@link #frameBytes} for its extent. */
record FrameHeader(
        long logId,
        long generation,
        long sequence,
        long engineTime,
        long syncMark,
        int payloadBytes,
        int entries,
        int frameBytes,
        int kind,
        int position) {

    /** Writes the header at a position; {@code view} is a duplicate of {@code target}. */
    void write(ByteBuffer target, int at, ByteBuffer view, CRC32C crc) {
        target.putInt(at, Frame.MAGIC)
                .putLong(at + 8, logId)
                .putLong(at + 16, generation)
                .putLong(at + 24, sequence)
                .putLong(at + 32, engineTime)
                .putLong(at + 40, syncMark)
                .putInt(at + 48, payloadBytes)
                .putInt(at + 52, entries)
                .putInt(at + 56, frameBytes)
                .putInt(at + 60, kind)
                .putInt(at + 64, position)
                .putInt(at + 68, 0);
        int sum = Frame.crc(crc, view, at + Frame.GUARDED_FROM, at + Frame.HEADER_BYTES);
        target.putInt(at + Frame.CRC_AT, sum);
    }

    /** The header at this position, if it is one of this log, whole, and written for here. */
    static @Nullable FrameHeader read(ByteBuffer source, int at, long logId, CRC32C crc) {
        if (source.limit() - at < Frame.HEADER_BYTES || source.getInt(at) != Frame.MAGIC) {
            return null;
        }
        int sum = Frame.crc(crc, source.duplicate(), at + 8, at + Frame.HEADER_BYTES);
        if (sum != source.getInt(at + Frame.CRC_AT) || source.getLong(at + 8) != logId) {
            return null;
        }
        FrameHeader header = fields(source, at);
        return header.position == at && header.fits(source.limit() - at) ? header : null;
    }

    /** Whether a header that is not whole still shows that it was one of this log, for here. */
    static boolean looksLikeOne(ByteBuffer source, int at, long logId) {
        int signs = source.getInt(at) == Frame.MAGIC ? 1 : 0;
        signs += source.getLong(at + 8) == logId ? 1 : 0;
        signs += source.getInt(at + 64) == at && at > 0 ? 1 : 0;
        return signs >= 2;
    }

    private static FrameHeader fields(ByteBuffer source, int at) {
        return new FrameHeader(
                source.getLong(at + 8),
                source.getLong(at + 16),
                source.getLong(at + 24),
                source.getLong(at + 32),
                source.getLong(at + 40),
                source.getInt(at + 48),
                source.getInt(at + 52),
                source.getInt(at + 56),
                source.getInt(at + 60),
                source.getInt(at + 64));
    }

    private boolean fits(int room) {
        return payloadBytes >= 0
                && frameBytes <= room
                && Frame.HEADER_BYTES + (long) payloadBytes <= frameBytes
                && frameBytes % Frame.SECTOR == 0;
    }
}

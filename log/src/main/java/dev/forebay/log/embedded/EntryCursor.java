package dev.forebay.log.embedded;

import dev.forebay.log.record.RecordBatch;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Walks the entries of a frame in a buffer without copying. {@link #next} trusts the lengths, as is
 * right for a frame just written; {@link #isSound} tells whether an entry from disk may be trusted.
 * Not thread-safe.
 */
final class EntryCursor {
    private final CRC32C crc = new CRC32C();
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private int at;
    private int next;
    private int end;

    /** Before the first entry of the payload that lies between the two positions. */
    void reset(ByteBuffer frames, int payloadFrom, int payloadTo) {
        buffer = frames;
        next = payloadFrom;
        end = payloadTo;
    }

    boolean next() {
        if (next >= end) {
            return false;
        }
        at = next;
        next = at + Frame.entryBytes(targets(), bodyBytes());
        return true;
    }

    /** Puts the cursor on what may be an entry; the lengths are not to be trusted yet. */
    void moveTo(int position) {
        at = position;
    }

    /** Whether the entry header here is whole, of this frame, and the entry ends by {@code end}. */
    boolean isSound(long sequence, int limit) {
        if (limit - at < Frame.ENTRY_BYTES
                || buffer.getInt(at) != Frame.ENTRY_MAGIC
                || buffer.getLong(at + 8) != sequence) {
            return false;
        }
        long targets = targets();
        long body = bodyBytes();
        long guarded = bodyOffset(targets) + Frame.guardedBody(kind(), (int) Math.max(body, 0));
        long bytes = bodyOffset(targets) + ((body + 7) & -8L);
        if (targets < 0 || body < 0 || guarded > limit - at || bytes > limit - at) {
            return false;
        }
        int sum = Frame.crc(crc, buffer.duplicate(), at + 8, at + (int) guarded);
        return sum == buffer.getInt(at + Frame.CRC_AT);
    }

    /** Whether the body is whole, given a sound header: only a batch has more to check. */
    boolean isBodySound() {
        if (kind() != Frame.BATCH) {
            return isPaddingZero();
        }
        int limit = buffer.limit();
        buffer.limit(bodyAt() + bodyBytes());
        boolean valid =
                RecordBatch.isValid(buffer, bodyAt())
                        && RecordBatch.sizeBytes(buffer, bodyAt()) == bodyBytes();
        buffer.limit(limit);
        return valid && isPaddingZero();
    }

    private boolean isPaddingZero() {
        for (int i = bodyAt() + bodyBytes(); i < endAt(); i++) {
            if (buffer.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    int at() {
        return at;
    }

    int index() {
        return buffer.getInt(at + 16);
    }

    int bodyBytes() {
        return buffer.getInt(at + 20);
    }

    int kind() {
        return buffer.getInt(at + 24);
    }

    int targets() {
        return buffer.getInt(at + 28);
    }

    long streamId(int target) {
        return buffer.getLong(at + Frame.ENTRY_BYTES + target * Frame.TARGET_BYTES);
    }

    long baseOffset(int target) {
        return buffer.getLong(at + Frame.ENTRY_BYTES + target * Frame.TARGET_BYTES + 8);
    }

    int bodyAt() {
        return at + (int) bodyOffset(targets());
    }

    int endAt() {
        return at + Frame.entryBytes(targets(), bodyBytes());
    }

    /** Offsets that the batch takes in each of its streams. */
    int span() {
        return RecordBatch.lastOffsetDelta(buffer, bodyAt()) + 1;
    }

    long maxTimestamp() {
        return RecordBatch.maxTimestamp(buffer, bodyAt());
    }

    private static long bodyOffset(long targets) {
        return Frame.ENTRY_BYTES + targets * Frame.TARGET_BYTES;
    }
}

package dev.forebay.engine.struct;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads what {@link ByteSink} wrote; every length is checked against what is there. */
public final class ByteSource {
    private final ByteBuffer bytes;

    /** Reads from position to limit; the buffer's own position does not move. */
    public ByteSource(ByteBuffer bytes) {
        this.bytes = bytes.duplicate();
    }

    public boolean hasMore() {
        return bytes.hasRemaining();
    }

    /** How many bytes are left. */
    public int remaining() {
        return bytes.remaining();
    }

    public int getByte() {
        return bytes.get();
    }

    public long getVarint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = bytes.get();
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalStateException("a number of more than ten bytes");
    }

    public int getInt() {
        return Math.toIntExact(getVarint());
    }

    public long getSigned() {
        long value = getVarint();
        return (value >>> 1) ^ -(value & 1);
    }

    public byte[] getBytes() {
        byte[] value = new byte[length()];
        bytes.get(value);
        return value;
    }

    public String getText() {
        return new String(getBytes(), StandardCharsets.UTF_8);
    }

    private int length() {
        long length = getVarint();
        if (length < 0 || length > bytes.remaining()) {
            throw new IllegalStateException(
                    "a length of " + length + " where " + bytes.remaining() + " bytes are left");
        }
        return (int) length;
    }
}

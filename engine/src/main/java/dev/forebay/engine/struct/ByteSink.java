package dev.forebay.engine.struct;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing buffer that numbers and texts are written to, read back by {@link ByteSource}. */
public final class ByteSink {
    private byte[] bytes;
    private int size;

    public ByteSink(int initialBytes) {
        bytes = new byte[initialBytes];
    }

    public int size() {
        return size;
    }

    public void putByte(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    /** Seven bits a byte, low ones first; small values are short, negative ones take ten bytes. */
    public void putVarint(long value) {
        reserve(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[size++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[size++] = (byte) rest;
    }

    /** For values near zero on either side. */
    public void putSigned(long value) {
        putVarint((value << 1) ^ (value >> 63));
    }

    public void putBytes(ByteBuffer source) {
        int length = source.remaining();
        putVarint(length);
        reserve(length);
        source.get(source.position(), bytes, size, length);
        size += length;
    }

    /** The bytes alone, without their number. */
    public void putRaw(ByteBuffer source) {
        int length = source.remaining();
        reserve(length);
        source.get(source.position(), bytes, size, length);
        size += length;
    }

    public void putBytes(byte[] source) {
        putBytes(ByteBuffer.wrap(source));
    }

    public void putText(String text) {
        putBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** What was written, as a view that the next write may change. */
    public ByteBuffer view() {
        return ByteBuffer.wrap(bytes, 0, size);
    }

    public ByteBuffer copy() {
        return ByteBuffer.wrap(Arrays.copyOf(bytes, size));
    }

    public void clear() {
        size = 0;
    }

    private void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
        }
    }
}

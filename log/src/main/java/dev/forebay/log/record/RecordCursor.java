package dev.forebay.log.record;

import java.nio.ByteBuffer;

/**
 * A place in a buffer that reads the primitive fields of records, never beyond a bound. Not
 * thread-safe.
 */
final class RecordCursor {
    static final ByteBuffer EMPTY = ByteBuffer.allocate(0).asReadOnlyBuffer();

    private ByteBuffer buffer = EMPTY;
    private int position;
    private int bound;

    void reset(ByteBuffer source) {
        buffer = source;
        position = source.position();
        bound = position;
    }

    ByteBuffer buffer() {
        return buffer;
    }

    int position() {
        return position;
    }

    void moveTo(int newPosition, int newBound) {
        position = newPosition;
        bound = newBound;
    }

    void bound(int newBound) {
        bound = newBound;
    }

    int left() {
        return bound - position;
    }

    byte readByte() {
        if (position >= bound) {
            throw cut();
        }
        return buffer.get(position++);
    }

    int readVarint() {
        int value = readByte();
        if (value >= 0) {
            return (value >>> 1) ^ -(value & 1);
        }
        value &= 0x7f;
        for (int shift = 7; shift < 35; shift += 7) {
            int next = readByte();
            // The fifth byte has room for four bits.
            if (shift == 28 && (next & 0xf0) != 0) {
                throw outOfRange();
            }
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                break;
            }
        }
        return (value >>> 1) ^ -(value & 1);
    }

    long readVarlong() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            long next = readByte();
            // The tenth byte has room for one bit.
            if (shift == 63 && (next & 0xfe) != 0) {
                throw outOfRange();
            }
            value |= (next & 0x7f) << shift;
            if (next >= 0) {
                break;
            }
        }
        return (value >>> 1) ^ -(value & 1);
    }

    /** Steps over bytes whose declared length was just read; -1 stands for null. */
    void skipBytes(int length) {
        if (length < -1) {
            throw outOfRange();
        }
        if (length > left()) {
            throw cut();
        }
        position += Math.max(length, 0);
    }

    /** The bytes before the current position, not copied. */
    ByteBuffer sliceBefore(int length) {
        return slice(position - length, length);
    }

    ByteBuffer slice(int from, int length) {
        return length <= 0 ? EMPTY : buffer.slice(from, length);
    }

    MalformedBatchException cut() {
        return new MalformedBatchException(BatchFault.RECORD_CUT, position);
    }

    MalformedBatchException outOfRange() {
        return new MalformedBatchException(BatchFault.RECORD_FIELD_OUT_OF_RANGE, position);
    }

    MalformedBatchException leftOver() {
        return new MalformedBatchException(BatchFault.BYTES_LEFT_OVER, position);
    }
}

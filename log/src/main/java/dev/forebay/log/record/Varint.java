package dev.forebay.log.record;

/** Sizes and writing of zig-zag base-128 integers; {@link RecordCursor} reads them. */
final class Varint {
    private Varint() {}

    static int sizeOf(int value) {
        int zigzag = (value << 1) ^ (value >> 31);
        // 7 bits a byte: ceil(bits / 7), at least one.
        return (38 - Integer.numberOfLeadingZeros(zigzag | 1)) / 7;
    }

    static int sizeOf(long value) {
        long zigzag = (value << 1) ^ (value >> 63);
        return (70 - Long.numberOfLeadingZeros(zigzag | 1)) / 7;
    }

    /** Returns the position after the last byte written. */
    static int put(byte[] target, int position, int value) {
        int rest = (value << 1) ^ (value >> 31);
        int at = position;
        while ((rest & ~0x7f) != 0) {
            target[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[at++] = (byte) rest;
        return at;
    }

    /** Returns the position after the last byte written. */
    static int put(byte[] target, int position, long value) {
        long rest = (value << 1) ^ (value >> 63);
        int at = position;
        while ((rest & ~0x7fL) != 0) {
            target[at++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        target[at++] = (byte) rest;
        return at;
    }
}

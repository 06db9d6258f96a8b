package dev.forebay.log.embedded;

import java.nio.ByteBuffer;

/**
 * Room for what is read. What is large is outside of the heap, which need not have room for several
 * such pieces beside each other, and is written to sockets as it is.
 */
final class ReadBuffers {
    private static final int LARGE_BYTES = 1 << 20;

    private ReadBuffers() {}

    static ByteBuffer of(int bytes) {
        return bytes > LARGE_BYTES ? large(bytes) : ByteBuffer.allocate(bytes);
    }

    private static ByteBuffer large(int bytes) {
        try {
            return ByteBuffer.allocateDirect(bytes);
        } catch (OutOfMemoryError limit) {
            // The JVM's limit of memory outside of the heap: the heap may have room all the same.
            return ByteBuffer.allocate(bytes);
        }
    }
}

package dev.forebay.log.embedded;

import java.nio.ByteBuffer;
import java.util.function.IntFunction;

/**
 * Where the store's large pieces of memory come from. Both give so many bytes, or throw {@link
 * OutOfMemoryError}.
 *
 * @param outside of the heap: disks read and write these as they are
 * @param inHeap where there may be room when there is none outside
 */
public record LogMemory(IntFunction<ByteBuffer> outside, IntFunction<ByteBuffer> inHeap) {
    /** That of the JVM. */
    public static LogMemory ofJvm() {
        return new LogMemory(ByteBuffer::allocateDirect, ByteBuffer::allocate);
    }
}

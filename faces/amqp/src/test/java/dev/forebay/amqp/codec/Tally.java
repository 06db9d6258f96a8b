package dev.forebay.amqp.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;

/** Buffers whose bytes are counted until they are released, so that a leak is a number. */
final class Tally {
    final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(false, true);

    long bytesHeld() {
        return buffers.metric().usedHeapMemory() + buffers.metric().usedDirectMemory();
    }

    ByteBuf of(byte[] bytes) {
        return buffers.heapBuffer(Math.max(1, bytes.length)).writeBytes(bytes);
    }
}

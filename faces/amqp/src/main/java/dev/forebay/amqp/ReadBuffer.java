package dev.forebay.amqp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.ByteToMessageDecoder.Cumulator;

/**
 * Puts what a socket brings behind what is not decoded yet. What is decoded makes room for it:
 * Netty's own way drops that at the end of a turn, unless bodies that are cut out of it are still
 * in use then, and where they always are for just that long it would grow with all that ever came.
 */
final class ReadBuffer implements Cumulator {
    @Override
    public ByteBuf cumulate(ByteBufAllocator alloc, ByteBuf before, ByteBuf in) {
        if (before.isReadable() && before.refCnt() == 1 && !before.isReadOnly()) {
            before.discardReadBytes();
        }
        return ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(alloc, before, in);
    }
}

package dev.forebay.amqp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;

/**
 * A body that is kept for a while. It must not hold on to the buffer in which it came from the
 * socket, which is much larger than most bodies.
 */
final class KeptBody {
    /** In bytes: copies of larger ones are outside of the heap. */
    private static final int IN_HEAP = 64 * 1024;

    private KeptBody() {}

    /** Whether it has its memory for itself, as those that came in several pieces do. */
    static boolean isAlone(ByteBuf body) {
        return body.unwrap() == null;
    }

    /** The body itself when it is alone, else a copy. Nobody has to release a copy. */
    static ByteBuf of(ByteBuf body) {
        return isAlone(body) ? body : copy(body);
    }

    /** A copy, which nobody has to release. */
    static ByteBuf copy(ByteBuf body) {
        int size = body.readableBytes();
        if (size <= IN_HEAP) {
            return Unpooled.copiedBuffer(body);
        }
        ByteBuffer copy = ByteBuffer.allocateDirect(size);
        body.getBytes(body.readerIndex(), copy);
        return Unpooled.wrappedBuffer(copy.flip());
    }
}

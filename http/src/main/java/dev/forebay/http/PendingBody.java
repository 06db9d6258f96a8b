package dev.forebay.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * The body of the request that is arriving. A body that comes in one piece is kept as it is; more
 * pieces are copied together into a buffer that grows with what arrived, never with what was
 * declared.
 */
final class PendingBody {
    private final ByteBufAllocator allocator;
    private @Nullable ByteBuf bytes;
    private boolean gathered;

    PendingBody(ByteBufAllocator allocator) {
        this.allocator = allocator;
    }

    int size() {
        return bytes == null ? 0 : bytes.readableBytes();
    }

    /** Takes over the piece. */
    void add(ByteBuf piece) {
        ByteBuf before = bytes;
        if (!piece.isReadable()) {
            piece.release();
        } else if (before == null) {
            bytes = piece;
        } else if (gathered) {
            before.writeBytes(piece);
            piece.release();
        } else {
            int size = before.readableBytes() + piece.readableBytes();
            bytes = allocator.directBuffer(2 * size).writeBytes(before).writeBytes(piece);
            gathered = true;
            before.release();
            piece.release();
        }
    }

    /** Gives the whole body away and is empty again. */
    ByteBuf take() {
        ByteBuf whole = bytes == null ? Unpooled.EMPTY_BUFFER : bytes;
        bytes = null;
        gathered = false;
        return whole;
    }

    void release() {
        take().release();
    }
}

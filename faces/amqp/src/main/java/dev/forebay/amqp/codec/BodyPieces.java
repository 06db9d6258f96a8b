package dev.forebay.amqp.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * A body as far as it has arrived: what it holds follows from that and not from the length that was
 * declared. Of several pieces one is made as they come, outside of the heap: each that were kept
 * would hold on to the buffer that it was read into, which is often twice as large.
 */
final class BodyPieces {
    /** In bytes: the first room for a body of several pieces. */
    private static final int FIRST_ROOM = 4 * 1024;

    private @Nullable ByteBuf gathered;

    /**
     * Adds the next piece, of which the caller keeps its own reference.
     *
     * @param missing how much of the body comes behind it
     */
    void add(ByteBuf piece, long missing) {
        if (!piece.isReadable()) {
            return;
        }
        room(piece, missing).writeBytes(piece, piece.readerIndex(), piece.readableBytes());
    }

    /**
     * The whole body when its last piece is this one; afterwards there is nothing here any more.
     */
    ByteBuf finish(ByteBuf last) {
        if (gathered == null) {
            return last.isReadable() ? last.retain() : Unpooled.EMPTY_BUFFER;
        }
        add(last, 0);
        ByteBuf body = gathered;
        gathered = null;
        return body;
    }

    void release() {
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }

    /** Room grows to twice what has arrived at most. */
    private ByteBuf room(ByteBuf piece, long missing) {
        ByteBuf there = gathered;
        int arrived = (there == null ? 0 : there.readableBytes()) + piece.readableBytes();
        if (there != null && there.capacity() >= arrived) {
            return there;
        }
        long whole = arrived + missing;
        int room = (int) Math.min(whole, Math.max(FIRST_ROOM, 2L * arrived));
        ByteBuf roomy =
                there == null
                        ? piece.alloc().directBuffer(room, (int) whole)
                        : there.capacity(room);
        gathered = roomy;
        return roomy;
    }
}

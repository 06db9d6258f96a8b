package dev.forebay.amqp.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A body as far as it has arrived: what it holds follows from that and not from the length that was
 * declared. A body that comes in one piece is given out as it is. The pieces of others are copied
 * into one place, from which they are written: each that were kept would hold on to the buffer that
 * it was read into, and that buffer to the chunk of memory which it shares with others, a hundred
 * times as large as the piece.
 */
final class BodyPieces {
    /** In bytes: what a small body needs, which then costs no more than that. */
    private static final int FIRST = 256;

    /** In bytes: larger bodies are outside of the heap, which has no room for several such. */
    private static final int IN_HEAP = 64 * 1024;

    private @Nullable ByteBuf gathered;

    /**
     * Adds the next piece, of which the caller keeps its own reference.
     *
     * @param missing how much of the body comes behind it
     * @throws AmqpFailure 506 when there is no memory for it
     */
    void add(ByteBuf piece, long missing) {
        if (piece.isReadable()) {
            room(piece.readableBytes(), missing)
                    .writeBytes(piece, piece.readerIndex(), piece.readableBytes());
        }
    }

    /** Room grows to twice what has arrived at most; it shares its memory with none. */
    private ByteBuf room(int more, long missing) {
        ByteBuf there = gathered;
        int arrived = (there == null ? 0 : there.readableBytes()) + more;
        if (there != null && there.capacity() >= arrived) {
            return there;
        }
        int whole = Math.toIntExact(arrived + missing);
        int room = Math.min(whole, Math.max(FIRST, 2 * arrived));
        ByteBuf roomy = orRefuse(() -> there == null ? fresh(room, whole) : there.capacity(room));
        gathered = roomy;
        return roomy;
    }

    private static ByteBuf fresh(int room, int whole) {
        return whole > IN_HEAP ? Unpooled.directBuffer(room, whole) : Unpooled.buffer(room, whole);
    }

    /** Memory outside of the heap is counted before it is had: nothing is broken where it ends. */
    private static ByteBuf orRefuse(Supplier<ByteBuf> roomy) {
        try {
            return roomy.get();
        } catch (OutOfMemoryError none) {
            throw new AmqpFailure(
                    ReplyCode.RESOURCE_ERROR, "the server has no memory left for a body so large");
        }
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
}

package dev.forebay.amqp.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * A body as far as it has arrived: what it holds follows from that and not from the length that was
 * declared. Frames of some size are kept as they are; small ones of a larger body are gathered,
 * since each that were kept would cost more than it has bytes and hold on to a whole read buffer.
 */
final class BodyPieces {
    /** In bytes: pieces below this are gathered. */
    static final int SMALL = 1024;

    /** In bytes: how much is gathered in one place. */
    private static final int GATHERED = 64 * 1024;

    private @Nullable CompositeByteBuf whole;
    private @Nullable ByteBuf only;
    private @Nullable ByteBuf small;

    /** Adds the next piece, of which the caller keeps its own reference. */
    void add(ByteBuf piece) {
        if (!piece.isReadable()) {
            return;
        }
        if (piece.readableBytes() < SMALL) {
            gather(piece);
        } else {
            append(piece.retain());
        }
    }

    /**
     * The whole body when its last piece is this one; afterwards there is nothing here any more.
     */
    ByteBuf finish(ByteBuf last) {
        if (whole == null && only == null && small == null) {
            return last.isReadable() ? last.retain() : Unpooled.EMPTY_BUFFER;
        }
        add(last);
        endGathering();
        ByteBuf body = whole != null ? whole : only;
        whole = null;
        only = null;
        return body != null ? body : Unpooled.EMPTY_BUFFER;
    }

    void release() {
        release(whole);
        release(only);
        release(small);
        whole = null;
        only = null;
        small = null;
    }

    private void gather(ByteBuf piece) {
        ByteBuf into = small;
        if (into != null && into.readableBytes() + piece.readableBytes() > GATHERED) {
            endGathering();
            into = null;
        }
        if (into == null) {
            into = piece.alloc().heapBuffer(SMALL, GATHERED);
            small = into;
        }
        into.writeBytes(piece, piece.readerIndex(), piece.readableBytes());
    }

    private void endGathering() {
        ByteBuf gathered = small;
        if (gathered != null) {
            small = null;
            attach(gathered);
        }
    }

    private void append(ByteBuf owned) {
        endGathering();
        attach(owned);
    }

    private void attach(ByteBuf owned) {
        if (whole != null) {
            whole.addComponent(true, owned);
        } else if (only != null) {
            CompositeByteBuf both = owned.alloc().compositeBuffer(Integer.MAX_VALUE);
            both.addComponent(true, only);
            both.addComponent(true, owned);
            only = null;
            whole = both;
        } else {
            only = owned;
        }
    }

    private static void release(@Nullable ByteBuf buffer) {
        if (buffer != null) {
            buffer.release();
        }
    }
}

package dev.forebay.amqp.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A body as far as it has arrived: what it holds follows from that and not from the length that was
 * declared. A body that comes in one piece is given out as it is. The pieces of others are copied:
 * each that were kept would hold on to the buffer that it was read into, and that buffer to the
 * chunk of memory which it shares with others, a hundred times as large as the piece.
 */
final class BodyPieces {
    /** In bytes: how much is gathered in one place, from so much on. */
    private static final int GATHERED = 64 * 1024;

    /** In bytes: what a small body needs, which then costs no more than that. */
    private static final int FIRST = 256;

    private @Nullable CompositeByteBuf whole;
    private @Nullable ByteBuf last;

    /** Adds the next piece, of which the caller keeps its own reference. */
    void add(ByteBuf piece) {
        int at = piece.readerIndex();
        while (at < piece.writerIndex()) {
            ByteBuf into = room();
            int size = Math.min(into.maxWritableBytes(), piece.writerIndex() - at);
            into.writeBytes(piece, at, size);
            at += size;
        }
    }

    /** With room for one more byte at least; of its own, so that it shares its memory with none. */
    private ByteBuf room() {
        ByteBuf there = last;
        if (there != null && there.maxWritableBytes() > 0) {
            return there;
        }
        attach();
        ByteBuf fresh =
                there == null
                        ? Unpooled.buffer(FIRST, GATHERED)
                        : Unpooled.directBuffer(GATHERED, GATHERED);
        last = fresh;
        return fresh;
    }

    private void attach() {
        ByteBuf full = last;
        if (full == null) {
            return;
        }
        if (whole == null) {
            whole = Unpooled.compositeBuffer(Integer.MAX_VALUE);
        }
        whole.addComponent(true, full);
        last = null;
    }

    /**
     * The whole body when its last piece is this one; afterwards there is nothing here any more.
     */
    ByteBuf finish(ByteBuf piece) {
        if (last == null) {
            return piece.isReadable() ? piece.retain() : Unpooled.EMPTY_BUFFER;
        }
        add(piece);
        if (whole != null) {
            attach();
        }
        ByteBuf body = Objects.requireNonNull(whole != null ? whole : last);
        whole = null;
        last = null;
        return body;
    }

    void release() {
        release(whole);
        release(last);
        whole = null;
        last = null;
    }

    private static void release(@Nullable ByteBuf buffer) {
        if (buffer != null) {
            buffer.release();
        }
    }
}

package dev.forebay.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is written piece by piece, made by {@link HttpExchange#stream}. Used on the
 * connection's event loop only.
 *
 * <p>Writers ask {@link #writable} before each piece: what is written while it is false is kept,
 * and counts against the client that does not read. When it stays false for {@link Limits#unread}
 * the connection is closed, which {@link HttpExchange#onAbort} tells.
 */
public final class ResponseStream {
    /** Room before a piece for its length in hexadecimal and a line break. */
    private static final int CHUNK_HEAD = 10;

    private static final byte[] LINE_BREAK = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int HEX_SHIFT = 4;
    private static final int HEX_MASK = 15;

    private final HttpConnection connection;
    private final HttpExchange exchange;
    private final Queue<ByteBuf> early = new ArrayDeque<>(2);
    private Runnable writableAgain = () -> {};
    private Runnable drain = () -> {};
    private boolean first;
    private boolean ended;
    private boolean told;

    ResponseStream(HttpConnection connection, HttpExchange exchange, ByteBuf head) {
        this.connection = connection;
        this.exchange = exchange;
        early.add(head);
    }

    /** A buffer for one piece, to be given to {@link #write} or released. */
    public ByteBuf allocate(int bytes) {
        ByteBufAllocator allocator = connection.allocator();
        ByteBuf buffer = allocator.directBuffer(CHUNK_HEAD + bytes + LINE_BREAK.length);
        return buffer.setIndex(CHUNK_HEAD, CHUNK_HEAD);
    }

    /** Takes over and sends a piece from {@link #allocate}; dropped when the client is gone. */
    public void write(ByteBuf piece) {
        if (ended || !connection.open() || !piece.isReadable()) {
            piece.release();
            return;
        }
        put(exchange.oldVersion() ? piece : chunk(piece));
    }

    /** True when a piece would leave without waiting for more than a few others. */
    public boolean writable() {
        return first && !ended && connection.writable();
    }

    /** To be run each time {@link #writable} has become true again. */
    public void onWritable(Runnable action) {
        writableAgain = action;
    }

    /**
     * To be run when the server is about to stop: the stream should say its last word and end. At
     * once when that is so already.
     */
    public void onDrain(Runnable action) {
        if (told) {
            action.run();
        } else {
            drain = action;
        }
    }

    /** Nothing follows. The connection goes on to its next request, where it may. */
    public void end() {
        if (ended) {
            return;
        }
        if (connection.open()) {
            put(connection.allocator().directBuffer(LAST_CHUNK.length).writeBytes(lastPiece()));
        }
        ended = true;
        if (first) {
            connection.ended(exchange);
        }
    }

    /** The answers before this one have left. */
    void becomeFirst() {
        if (first) {
            return;
        }
        first = true;
        for (ByteBuf piece = early.poll(); piece != null; piece = early.poll()) {
            connection.writePiece(piece);
        }
        if (ended) {
            connection.ended(exchange);
        } else {
            writableAgain.run();
        }
    }

    void writabilityChanged() {
        if (writable()) {
            writableAgain.run();
        }
    }

    void drain() {
        if (!told) {
            told = true;
            drain.run();
        }
    }

    /** The connection is gone. */
    void drop() {
        ended = true;
        for (@Nullable ByteBuf piece = early.poll(); piece != null; piece = early.poll()) {
            piece.release();
        }
    }

    private byte[] lastPiece() {
        return exchange.oldVersion() ? HttpExchange.NO_LINES : LAST_CHUNK;
    }

    private void put(ByteBuf piece) {
        if (first) {
            connection.writePiece(piece);
        } else {
            early.add(piece);
        }
    }

    private static ByteBuf chunk(ByteBuf piece) {
        int length = piece.readableBytes();
        int at = piece.readerIndex();
        piece.setByte(--at, '\n').setByte(--at, '\r');
        for (int rest = length; rest > 0; rest >>>= HEX_SHIFT) {
            piece.setByte(--at, HEX[rest & HEX_MASK]);
        }
        return piece.readerIndex(at).writeBytes(LINE_BREAK);
    }
}

package dev.forebay.amqp;

import io.netty.channel.Channel;
import io.netty.channel.WriteBufferWaterMark;

/** What was written to a socket and that it has not taken yet. On the socket's event loop. */
final class WrittenBytes {
    /** Above the higher mark a connection gets no more deliveries until it is below the lower. */
    static final WriteBufferWaterMark MARKS = new WriteBufferWaterMark(512 << 10, 1 << 20);

    private WrittenBytes() {}

    /** In bytes; Netty tells how far they are from the mark that is next. */
    static long of(Channel socket) {
        long pending =
                socket.isWritable()
                        ? MARKS.high() + 1 - socket.bytesBeforeUnwritable()
                        : MARKS.low() - 1 + socket.bytesBeforeWritable();
        return Math.max(0, pending);
    }
}

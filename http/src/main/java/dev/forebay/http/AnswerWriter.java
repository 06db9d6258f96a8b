package dev.forebay.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Writes answers with as few system calls as the order of events allows: while a read is being
 * worked on all answers leave with its end, else at once, or with the end of the loop's turn when
 * more of the same connection may follow. On the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends the channel
final class AnswerWriter {
    private static final ByteBuf CONTINUE =
            Unpooled.unreleasableBuffer(
                    Unpooled.directBuffer()
                            .writeBytes(
                                    "HTTP/1.1 100 Continue\r\n\r\n"
                                            .getBytes(StandardCharsets.US_ASCII)));

    /** What a client may still send after a refusal until the connection is cut. */
    private static final int MAX_DISCARDED_MESSAGES = 4 * 1024;

    private final Channel channel;
    private final ByteBudget budget;
    private boolean reading;
    private boolean unflushed;
    private boolean flushScheduled;
    private int discardedMessages;

    AnswerWriter(Channel channel, ByteBudget budget) {
        this.channel = channel;
        this.budget = budget;
    }

    void reading() {
        reading = true;
    }

    void readComplete() {
        reading = false;
        if (unflushed) {
            flush();
        }
    }

    void write(HttpExchange exchange, int largeBytes) {
        ByteBuf response = Objects.requireNonNull(exchange.response);
        Runnable undelivered = exchange.undelivered;
        int size = response.readableBytes();
        unflushed = true;
        if (undelivered == null && size < largeBytes) {
            channel.write(response, channel.voidPromise());
            return;
        }
        budget.takeAnyway(size);
        channel.write(response)
                .addListener(done -> {
                    budget.giveBack(size);
                    if (!done.isSuccess() && undelivered != null) {
                        undelivered.run();
                    }
                });
    }

    /** A piece of an answer that is written as it comes. */
    void writePiece(ByteBuf piece) {
        unflushed = true;
        channel.write(piece, channel.voidPromise());
        flushSoon(true);
    }

    void writeContinue() {
        channel.writeAndFlush(CONTINUE.duplicate(), channel.voidPromise());
    }

    /** Flushes what was written; {@code nothingFollows} when no further answer is under way. */
    void flushSoon(boolean nothingFollows) {
        if (reading || !unflushed) {
            return;
        }
        if (nothingFollows) {
            flush();
        } else if (!flushScheduled) {
            flushScheduled = true;
            channel.eventLoop()
                    .execute(() -> {
                        flushScheduled = false;
                        flush();
                    });
        }
    }

    private void flush() {
        unflushed = false;
        channel.flush();
    }

    void finishThenClose() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /**
     * Ends the sending side and lets the client finish sending: closing at once would reset the
     * connection and could take the answer from the client before it has read it.
     */
    void finishThenLinger() {
        channel.config().setAutoRead(true);
        ChannelFuture written = channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
        written.addListener(done -> {
            if (done.isSuccess() && channel instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
            } else {
                channel.close();
            }
        });
    }

    /** Drops something that arrived after a refusal. */
    void discarded(Object message) {
        ReferenceCountUtil.release(message);
        if (++discardedMessages > MAX_DISCARDED_MESSAGES) {
            channel.close();
        }
    }
}

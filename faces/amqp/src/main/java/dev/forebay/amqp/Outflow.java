package dev.forebay.amqp;

import com.rabbitmq.client.impl.Method;
import dev.forebay.amqp.codec.ContentHeader;
import dev.forebay.amqp.codec.FrameEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What leaves a connection: all of one turn in one write. On the lane. */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends the connection
final class Outflow {
    private final Channel socket;
    private final ClientFlow flow;
    private final FrameEncoder encoder;
    private final Set<AmqpChannel> dirty = new LinkedHashSet<>();
    private boolean turnEnds;
    private boolean ended;

    Outflow(Channel socket, ClientFlow flow) {
        this.socket = socket;
        this.flow = flow;
        this.encoder = new FrameEncoder(socket.alloc(), this::give);
    }

    private void give(ByteBuf bytes) {
        int size = bytes.readableBytes();
        socket.write(bytes);
        flow.wrote(size);
    }

    void agreeOn(int frameMax) {
        encoder.agreeOn(frameMax);
    }

    void write(int channel, Method method) {
        encoder.method(channel, method);
        endTurnSoon();
    }

    void write(int channel, Method method, ContentHeader header, ByteBuf body) {
        encoder.content(channel, method, header, body);
        endTurnSoon();
    }

    void heartbeat() {
        encoder.heartbeat();
        endTurnSoon();
    }

    /** Something of the channel leaves at the end of the turn. */
    void dirty(AmqpChannel channel) {
        dirty.add(channel);
        endTurnSoon();
    }

    private void endTurnSoon() {
        if (!turnEnds) {
            turnEnds = true;
            socket.eventLoop().execute(this::endTurn);
        }
    }

    void endTurn() {
        turnEnds = false;
        while (!dirty.isEmpty()) {
            List<AmqpChannel> now = List.copyOf(dirty);
            dirty.clear();
            now.forEach(AmqpChannel::endTurn);
        }
        if (!ended) {
            encoder.flush();
            socket.flush();
            flow.turnEnded();
        }
    }

    /** Writes what there is and closes the socket. */
    void end() {
        ended = true;
        encoder.flush();
        socket.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /** Instead of anything else: writes these bytes and closes the socket. */
    void endWith(byte[] bytes) {
        ended = true;
        socket.writeAndFlush(Unpooled.wrappedBuffer(bytes))
                .addListener(ChannelFutureListener.CLOSE);
    }

    /** The socket is closed. */
    void drop() {
        ended = true;
        encoder.close();
    }
}

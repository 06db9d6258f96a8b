package dev.forebay.server.amqp.sim;

import dev.forebay.amqp.codec.Command;
import dev.forebay.amqp.codec.ContentAssembler;
import dev.forebay.amqp.codec.Frame;
import dev.forebay.amqp.codec.FrameDecoder;
import dev.forebay.amqp.codec.FrameType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.util.HashMap;
import java.util.Map;

/**
 * Stands at the server's end of a connection and reads what it writes at the moment it is written,
 * so that what clients hear is in one order over all connections.
 */
final class Frames extends ChannelOutboundHandlerAdapter {
    private static final long MOST_BODY_BYTES = 1 << 20;

    private final World world;
    private final Listener listener;
    private final FrameDecoder decoder = new FrameDecoder();
    private final Map<Integer, ContentAssembler> channels = new HashMap<>();
    private ByteBuf rest = Unpooled.EMPTY_BUFFER;

    /** Whoever hears what the server says. */
    interface Listener {
        void came(int channel, Command command);
    }

    Frames(World world, Listener listener) {
        this.world = world;
        this.listener = listener;
    }

    /** The body of a message. */
    static byte[] body(Command command) {
        return command instanceof Command.WithContent content
                ? ByteBufUtil.getBytes(content.body())
                : new byte[0];
    }

    void agreeOn(int frameMax) {
        decoder.agreeOn(frameMax);
    }

    @Override
    public void write(ChannelHandlerContext socket, Object bytes, ChannelPromise promise) {
        try {
            if (socket.channel().isActive()) {
                read((ByteBuf) bytes);
            }
        } catch (RuntimeException broken) {
            // Netty would keep it to itself.
            world.broken(broken);
        }
        var _ = socket.write(bytes, promise);
    }

    private void read(ByteBuf bytes) {
        ByteBuf all = Unpooled.copiedBuffer(rest, bytes.duplicate());
        Frame frame;
        while ((frame = decoder.next(all)) != null) {
            if (frame.type() == FrameType.HEARTBEAT) {
                continue;
            }
            Command command =
                    channels.computeIfAbsent(
                                    frame.channel(), _ -> new ContentAssembler(MOST_BODY_BYTES))
                            .accept(frame);
            if (command != null) {
                listener.came(frame.channel(), command);
                release(command);
            }
        }
        rest = Unpooled.copiedBuffer(all);
    }

    private static void release(Command heard) {
        if (heard instanceof Command.WithContent content) {
            content.body().release();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext socket) {
        channels.values().forEach(ContentAssembler::close);
    }
}

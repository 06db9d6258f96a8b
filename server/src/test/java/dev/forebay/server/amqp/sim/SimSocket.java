package dev.forebay.server.amqp.sim;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The server's end of a connection in memory. What the client sends comes in pieces of any size and
 * waits here while the server does not read; what the server sends waits here while the client does
 * not read. On the event loop, once registered.
 */
@SuppressWarnings("FutureReturnValueIgnored") // who closes it hears of it as a client
final class SimSocket extends AbstractChannel {
    private static final ChannelMetadata METADATA = new ChannelMetadata(false);

    /** In bytes; so few that some deliveries reach them. */
    private static final WriteBufferWaterMark UNREAD = new WriteBufferWaterMark(1_024, 4_096);

    private final ChannelConfig config = new DefaultChannelConfig(this);
    private final ByteBuf sent = Unpooled.buffer();
    private final Runnable ended;
    private boolean open = true;
    private boolean serverReads;
    private boolean clientReads = true;

    /**
     * Not connected to anything yet.
     *
     * @param ended run when the connection is over, whoever ended it
     */
    SimSocket(ByteBufAllocator buffers, Runnable ended) {
        super(null);
        this.ended = ended;
        config.setAllocator(buffers);
        config.setWriteBufferWaterMark(UNREAD);
    }

    /** Bytes of the client arrive. */
    void arrive(byte[] bytes) {
        if (open) {
            sent.writeBytes(bytes);
            giveOut();
        }
    }

    private void giveOut() {
        if (open && serverReads && sent.isReadable()) {
            serverReads = false;
            ByteBuf piece = alloc().buffer(sent.readableBytes()).writeBytes(sent);
            sent.clear();
            pipeline().fireChannelRead(piece);
            pipeline().fireChannelReadComplete();
        }
    }

    /** The client stops reading, or goes on. */
    void clientReads(boolean reads) {
        clientReads = reads;
        if (open && reads) {
            unsafe().flush();
        }
    }

    /** The line is cut. */
    void cut() {
        close();
    }

    @Override
    protected void doBeginRead() {
        serverReads = true;
        if (sent.isReadable()) {
            eventLoop().execute(this::giveOut);
        }
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer out) {
        while (clientReads && out.current() != null) {
            out.remove();
        }
    }

    @Override
    protected void doClose() {
        open = false;
        ended.run();
    }

    @Override
    protected void doBind(SocketAddress address) {
        throw new UnsupportedOperationException("not a server");
    }

    @Override
    protected void doDisconnect() {
        doClose();
    }

    @Override
    protected AbstractUnsafe newUnsafe() {
        return new AbstractUnsafe() {
            @Override
            public void connect(SocketAddress remote, SocketAddress local, ChannelPromise promise) {
                throw new UnsupportedOperationException("not a client");
            }
        };
    }

    @Override
    protected boolean isCompatible(EventLoop loop) {
        return loop instanceof SimEventLoop;
    }

    @Override
    protected @Nullable SocketAddress localAddress0() {
        return null;
    }

    @Override
    protected @Nullable SocketAddress remoteAddress0() {
        return null;
    }

    @Override
    public ChannelConfig config() {
        return config;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public boolean isActive() {
        return open;
    }

    @Override
    public ChannelMetadata metadata() {
        return METADATA;
    }
}

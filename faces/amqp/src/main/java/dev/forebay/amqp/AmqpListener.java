package dev.forebay.amqp;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Listens on one address and speaks AMQP 0-9-1 there until closed. Thread-safe. */
public final class AmqpListener implements AutoCloseable {
    private static final int BACKLOG = 1024;

    /**
     * A connection's reads, of at most 64 KiB each, before others have their turn: who publishes at
     * full speed does not keep the acks of those who consume waiting, and so does not outrun them.
     */
    private static final int READS_A_TURN = 2;

    /**
     * In bytes: what the kernel takes beyond what the client's side does. With more of it,
     * megabytes by itself, it shows late that a client reads, and holds what should count as
     * unread.
     */
    private static final long UNSENT_BYTES = 256L << 10;

    private final Channel server;
    private final AmqpFace face;

    private AmqpListener(Channel server, AmqpFace face) {
        this.server = server;
        this.face = face;
    }

    /**
     * Binds and begins to serve.
     *
     * @param address port 0 takes a free one
     * @param lane the one event loop that is the engine's lane
     * @param transport the server channel class that fits the loop
     * @param tls present: the listener speaks TLS only
     * @throws IOException when the address cannot be bound
     */
    public static AmqpListener open(
            InetSocketAddress address,
            EventLoopGroup lane,
            Class<? extends ServerChannel> transport,
            AmqpFace face,
            Optional<SslContext> tls)
            throws IOException {
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(lane)
                        .channel(transport)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WrittenBytes.MARKS)
                        .childOption(
                                ChannelOption.RECVBUF_ALLOCATOR,
                                new AdaptiveRecvByteBufAllocator().maxMessagesPerRead(READS_A_TURN))
                        .childHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel socket) {
                                        // Other transports have no such option, and say so.
                                        var _ =
                                                socket.config()
                                                        .setOption(
                                                                EpollChannelOption
                                                                        .TCP_NOTSENT_LOWAT,
                                                                UNSENT_BYTES);
                                        face.serve(socket, tls);
                                    }
                                });
        var bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on " + address + ": " + bound.cause().getMessage(),
                    bound.cause());
        }
        return new AmqpListener(bound.channel(), face);
    }

    /** The address bound, with the real port. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.localAddress();
    }

    /** Connections open now. */
    public int connections() {
        return face.connections();
    }

    /** Accepts no more connections and tells the others that the server stops. Returns at once. */
    public void drain() {
        server.close().awaitUninterruptibly();
        face.endAll();
    }

    @Override
    public void close() {
        drain();
    }
}

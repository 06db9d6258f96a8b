package dev.forebay.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Listens on one address and serves HTTP/1.1 there until closed. Thread-safe.
 *
 * <p>The event loops are the caller's: those given for connections run handlers and answers.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a write or close that fails ends the channel
public final class HttpListener implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final int MIN_READ = 512;
    private static final int FIRST_READ = 2 * 1024;
    private static final int MAX_READ = 32 * 1024;

    /** Above the higher mark a connection's further requests wait until it is below the lower. */
    private static final WriteBufferWaterMark UNREAD_BYTES =
            new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    private final Channel server;
    private final ListenerState state;

    private HttpListener(Channel server, ListenerState state) {
        this.server = server;
        this.state = state;
    }

    /**
     * Binds and begins to serve.
     *
     * @param settings where, limits, TLS
     * @param acceptor event loops that accept; may be the same as {@code loops}
     * @param loops event loops that serve connections
     * @param transport the server channel class that fits the loops
     * @param handler gets every whole request, usually a {@link Router}
     * @param events counts what happens
     * @param wallClock for the Date header
     * @throws IOException when the address cannot be bound
     */
    public static HttpListener open(
            ListenerSettings settings,
            EventLoopGroup acceptor,
            EventLoopGroup loops,
            Class<? extends ServerChannel> transport,
            HttpHandler handler,
            HttpEvents events,
            InstantSource wallClock)
            throws IOException {
        Limits limits = settings.limits();
        ListenerState state = new ListenerState(handler, events, limits, wallClock);
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(acceptor, loops)
                        .channel(transport)
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNREAD_BYTES)
                        .childOption(
                                ChannelOption.RECVBUF_ALLOCATOR,
                                new AdaptiveRecvByteBufAllocator(MIN_READ, FIRST_READ, MAX_READ))
                        .childHandler(new Opening(state, settings.tls()));
        var bound = bootstrap.bind(settings.address()).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException(
                    "cannot listen on " + settings.address() + ": " + bound.cause().getMessage(),
                    bound.cause());
        }
        return new HttpListener(bound.channel(), state);
    }

    /** The address bound, with the real port. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.localAddress();
    }

    /** Connections open now. */
    public int connections() {
        return state.connections();
    }

    /** Bytes held now for requests that are not answered and large answers that are not written. */
    public long bytesInFlight() {
        return state.budget.used();
    }

    /**
     * Accepts no more connections and closes each once its requests are answered. Returns at once;
     * {@link #connections} tells when all have ended.
     */
    public void drain() {
        state.drain();
        server.close().awaitUninterruptibly();
    }

    /** Stops listening; connections stay until their event loops end or clients leave. */
    @Override
    public void close() {
        drain();
    }

    private static final class Opening extends ChannelInitializer<Channel> {
        private final ListenerState state;
        private final Optional<SslContext> tls;

        Opening(ListenerState state, Optional<SslContext> tls) {
            this.state = state;
            this.tls = tls;
        }

        @Override
        protected void initChannel(Channel channel) {
            if (!state.enter()) {
                refuse(channel);
                return;
            }
            tls.ifPresent(context -> channel.pipeline().addLast(handshake(context, channel)));
            HttpConnection connection = new HttpConnection(state, channel);
            channel.pipeline().addLast(new RequestDecoder(connection, state.limits), connection);
        }

        private SslHandler handshake(SslContext context, Channel channel) {
            SslHandler handler = context.newHandler(channel.alloc());
            handler.setHandshakeTimeoutMillis(state.limits.head().toMillis());
            return handler;
        }

        private void refuse(Channel channel) {
            state.events.rejected(Rejection.TOO_MANY_CONNECTIONS);
            if (tls.isPresent()) {
                channel.close();
                return;
            }
            ByteBuf answer =
                    Unpooled.wrappedBuffer(
                            Rejection.TOO_MANY_CONNECTIONS.head().bytes,
                            "Connection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII),
                            Rejection.TOO_MANY_CONNECTIONS.body());
            channel.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
        }
    }
}

package dev.forebay.server.webhook;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request over a connection of its own to an address that was looked up before. Of the answer
 * only its head is read, a few kB at most, and no redirect is followed. On one event loop.
 */
final class Attempt extends SimpleChannelInboundHandler<HttpObject> {
    private static final int LINE_BYTES = 1_024;
    private static final int HEAD_BYTES = 8_192;
    private static final int PIECE_BYTES = 1_024;
    private static final int FIRST_GOOD = 200;
    private static final int FIRST_BAD = 300;

    private final FullHttpRequest request;
    private final Consumer<Outcome> then;
    private boolean over;

    /** How it went. */
    sealed interface Outcome {
        /** It was accepted. */
        record Accepted() implements Outcome {}

        /** It was not. */
        record Failed(String why) implements Outcome {}
    }

    /**
     * Whom it goes to.
     *
     * @param address looked up and allowed
     * @param name by which the other side must prove who it is, where it speaks TLS
     * @param tls null for none
     */
    record Peer(InetSocketAddress address, String name, @Nullable SslContext tls) {}

    private Attempt(FullHttpRequest request, Consumer<Outcome> then) {
        this.request = request;
        this.then = then;
    }

    /**
     * Begins one.
     *
     * @param patience in all
     * @param then told once, on the event loop
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the attempt itself tells how it ends
    static void begin(
            EventLoop loop,
            Peer peer,
            FullHttpRequest request,
            Duration patience,
            Consumer<Outcome> then) {
        Attempt attempt = new Attempt(request, then);
        ChannelFuture connected =
                new Bootstrap()
                        .group(loop)
                        .channel(NioSocketChannel.class)
                        .option(
                                ChannelOption.CONNECT_TIMEOUT_MILLIS,
                                Math.toIntExact(patience.toMillis()))
                        .handler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        attempt.prepare(channel, peer);
                                    }
                                })
                        .connect(peer.address());
        Channel channel = connected.channel();
        connected.addListener(_ -> {
            if (!connected.isSuccess()) {
                attempt.end(channel, failed("cannot connect: " + connected.cause().getMessage()));
            }
        });
        loop.schedule(
                () ->
                        attempt.end(
                                channel, failed("no answer within " + patience.toSeconds() + " s")),
                patience.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void prepare(Channel channel, Peer peer) {
        if (peer.tls() != null) {
            channel.pipeline()
                    .addLast(
                            peer.tls()
                                    .newHandler(
                                            channel.alloc(),
                                            peer.name(),
                                            peer.address().getPort()));
        }
        channel.pipeline()
                .addLast(new HttpClientCodec(LINE_BYTES, HEAD_BYTES, PIECE_BYTES))
                .addLast(this);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        // Behind TLS it waits there until both sides have proven who they are.
        var _ = context.writeAndFlush(request.retain(), context.voidPromise());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
        if (!(part instanceof HttpResponse answer)) {
            return;
        }
        if (answer.decoderResult().isFailure()) {
            end(context.channel(), failed("the answer is not HTTP"));
            return;
        }
        int status = answer.status().code();
        if (answer.status().codeClass() != HttpStatusClass.INFORMATIONAL) {
            boolean good = status >= FIRST_GOOD && status < FIRST_BAD;
            end(context.channel(), good ? new Outcome.Accepted() : failed("it answered " + status));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        end(context.channel(), failed("the connection was closed without an answer"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        end(context.channel(), failed(String.valueOf(cause.getMessage())));
    }

    private static Outcome failed(String why) {
        return new Outcome.Failed(why);
    }

    private void end(Channel channel, Outcome outcome) {
        if (!over) {
            over = true;
            request.release();
            var _ = channel.close();
            then.accept(outcome);
        }
    }
}

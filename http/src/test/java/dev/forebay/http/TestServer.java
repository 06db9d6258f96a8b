package dev.forebay.http;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A listener on a real socket; counts what the listener reports. */
final class TestServer implements AutoCloseable, HttpEvents {
    static final ResponseHead TEXT = ResponseHead.of(200, "text/plain", Map.of());

    final AtomicInteger requests = new AtomicInteger();
    final AtomicInteger faults = new AtomicInteger();
    final AtomicInteger rejections = new AtomicInteger();
    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final HttpListener listener;

    TestServer(Limits limits, HttpHandler handler) throws IOException {
        listener =
                HttpListener.open(
                        new ListenerSettings(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                limits,
                                Optional.empty()),
                        loops,
                        loops,
                        NioServerSocketChannel.class,
                        handler,
                        this,
                        InstantSource.system());
    }

    /** Answers each request with method, path, query and body. */
    static void echo(HttpExchange exchange) {
        String text =
                exchange.method()
                        + " "
                        + exchange.path()
                        + " "
                        + exchange.query()
                        + " "
                        + exchange.body().toString(StandardCharsets.UTF_8);
        answer(exchange, text);
    }

    static void answer(HttpExchange exchange, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.answer(TEXT, exchange.allocate(bytes.length).writeBytes(bytes));
    }

    RawClient connect() throws IOException {
        return new RawClient(listener.address());
    }

    HttpListener listener() {
        return listener;
    }

    @Override
    public void opened() {}

    @Override
    public void closed() {}

    @Override
    public void connectionRefused() {}

    @Override
    public void request() {
        requests.incrementAndGet();
    }

    @Override
    public void rejected(Rejection rejection) {
        rejections.incrementAndGet();
    }

    @Override
    public void fault() {
        faults.incrementAndGet();
    }

    @Override
    public void close() {
        listener.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}

package dev.forebay.server;

import dev.forebay.http.HttpEvents;
import dev.forebay.http.HttpHandler;
import dev.forebay.http.HttpListener;
import dev.forebay.http.Limits;
import dev.forebay.http.ListenerSettings;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A real listener on a free port around one handler, and a client for it. */
public final class LocalListener implements AutoCloseable {
    public final MultiThreadIoEventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final HttpClient client = HttpClient.newHttpClient();
    private Optional<HttpListener> listener = Optional.empty();

    /** Begins to serve. */
    public LocalListener serve(HttpHandler handler) throws IOException {
        listener =
                Optional.of(
                        HttpListener.open(
                                new ListenerSettings(
                                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                        Limits.defaults(),
                                        Optional.empty()),
                                loops,
                                loops,
                                NioServerSocketChannel.class,
                                handler,
                                HttpEvents.NONE,
                                InstantSource.system()));
        return this;
    }

    /** GET, with pairs of header name and value. */
    public HttpResponse<String> get(String path, String... headers) {
        int port = listener.orElseThrow().address().getPort();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException broken) {
            throw new AssertionError(broken);
        }
    }

    @Override
    public void close() {
        listener.ifPresent(HttpListener::close);
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        client.close();
    }
}

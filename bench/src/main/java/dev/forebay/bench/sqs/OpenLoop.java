package dev.forebay.bench.sqs;

import dev.forebay.bench.process.ServerProcess;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * Sends at a fixed rate whatever the server does. A request's latency counts from the moment it was
 * due, so that a server that stalls is charged for all who had to wait.
 */
final class OpenLoop implements AutoCloseable {
    private static final int ANSWER_BYTES = 1 << 20;
    private static final Duration LEEWAY = Duration.ofSeconds(10);
    private static final long POLL_NANOS = 100_000;

    private final MultiThreadIoEventLoopGroup loop =
            new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final OpenLoopRequests requests;

    OpenLoop(ServerProcess server, int connections) {
        requests = new OpenLoopRequests(server.url());
        Bootstrap client =
                new Bootstrap()
                        .group(loop)
                        .channel(EpollSocketChannel.class)
                        .handler(new Pipeline());
        Stream.generate(() -> client.connect(server.address()))
                .limit(connections)
                .toList()
                .forEach(connected -> requests.idle(connected.syncUninterruptibly().channel()));
    }

    private final class Pipeline extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {
            channel.pipeline()
                    .addLast(
                            new HttpClientCodec(),
                            new HttpObjectAggregator(ANSWER_BYTES),
                            requests.answers());
        }
    }

    /** Sends {@code rate} requests a second for so long and waits for the answers. */
    Load send(int rate, Duration time) {
        long count = rate * time.toSeconds();
        long between = Duration.ofSeconds(1).toNanos() / rate;
        long start = System.nanoTime();
        loop.submit(requests::begin).syncUninterruptibly();
        for (long i = 0; i < count; i++) {
            long due = start + i * between;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            loop.execute(() -> requests.send(due));
        }
        long end = System.nanoTime() + LEEWAY.toNanos();
        while (requests.answered() < count && System.nanoTime() < end) {
            LockSupport.parkNanos(POLL_NANOS);
        }
        return result(count, Duration.ofNanos(System.nanoTime() - start));
    }

    private Load result(long count, Duration lasted) {
        Histogram nanos = requests.latencies();
        return new Load(
                nanos.getTotalCount(),
                requests.errors() + count - nanos.getTotalCount(),
                lasted,
                Duration.ofNanos(nanos.getValueAtPercentile(50)),
                Duration.ofNanos(nanos.getValueAtPercentile(99)),
                Duration.ofNanos(nanos.getMaxValue()));
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}

package dev.forebay.sqs;

import dev.forebay.access.Access;
import dev.forebay.access.login.Seal;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Lane;
import dev.forebay.http.HttpEvents;
import dev.forebay.http.HttpListener;
import dev.forebay.http.Limits;
import dev.forebay.http.ListenerSettings;
import dev.forebay.http.Router;
import dev.forebay.testkit.log.MemoryLogOptions;
import dev.forebay.testkit.log.MemoryLogStore;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The face on a real socket over a fake engine, whose lane is the first of two event loops. */
final class FaceServer implements AutoCloseable {
    private static final byte[] KEY = new byte[32];

    private final EventLoopGroup loops =
            new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
    private final EventLoop laneLoop = loops.next();
    private final FakeQueues queues = new FakeQueues(new LoopLane(laneLoop));
    private final HttpListener listener;
    private final TestUsers users;

    FaceServer(SqsSettings settings, Limits limits) throws IOException {
        TestClock clock = new TestClock();
        Access access =
                new Access(
                        new MemoryLogStore(laneLoop, clock::now, MemoryLogOptions.defaults()),
                        queues.lane(),
                        clock,
                        queues::find,
                        FaceServer::secret,
                        new Seal(KEY, FaceServer::secret),
                        laneLoop);
        users = new TestUsers(access, queues.lane());
        SqsFace face = new SqsFace(queues, access, clock, settings, KEY, new SplittableRandom(1));
        listener =
                HttpListener.open(
                        new ListenerSettings(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                                limits,
                                Optional.empty()),
                        loops,
                        loops,
                        NioServerSocketChannel.class,
                        Router.of(Map.of(), Router::notFound, face),
                        HttpEvents.NONE,
                        InstantSource.system());
    }

    static FaceServer plain() throws IOException {
        return new FaceServer(SqsSettings.defaults(), Limits.defaults());
    }

    /** Users and their keys; with the first of them signatures are checked. */
    TestUsers users() {
        return users;
    }

    private static byte[] secret(int length) {
        byte[] bytes = new byte[length];
        ThreadLocalRandom.current().nextBytes(bytes);
        return bytes;
    }

    private static final class TestClock implements EngineClock {
        @Override
        public long now() {
            return System.nanoTime() / 1_000_000;
        }

        @Override
        public long wall() {
            return System.currentTimeMillis();
        }
    }

    int port() {
        return listener.address().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port();
    }

    HttpListener listener() {
        return listener;
    }

    /** Asks the engine something, on its lane. */
    <T> T onLane(Question<T> question) throws Exception {
        Callable<T> asked = () -> question.ask(queues);
        return laneLoop.submit(asked).get();
    }

    @Override
    public void close() {
        listener.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    interface Question<T> {
        T ask(FakeQueues queues);
    }

    private record LoopLane(EventLoop loop) implements Lane {
        @Override
        public boolean inLane() {
            return loop.inEventLoop();
        }

        @Override
        public void execute(Runnable task) {
            loop.execute(task);
        }

        @Override
        public void schedule(Runnable task, long delayMillis) {
            var _ = loop.schedule(task, delayMillis, TimeUnit.MILLISECONDS);
        }
    }
}

package dev.forebay.bench.backlog;

import dev.forebay.engine.Queues;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.core.Engine;
import dev.forebay.engine.core.EngineLimits;
import dev.forebay.log.disk.FileDisk;
import dev.forebay.log.embedded.EmbeddedLogStore;
import dev.forebay.log.embedded.LogEnvironment;
import dev.forebay.log.embedded.LogListener;
import dev.forebay.log.embedded.LogSettings;
import dev.forebay.log.embedded.ThreadTaskRunner;
import dev.forebay.server.machine.EventLoopLane;
import dev.forebay.server.machine.SteadyClock;
import io.netty.channel.DefaultEventLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The engine as the server runs it, with its own lane, over a folder that goes when it is closed.
 */
final class EngineInFolder implements AutoCloseable {
    private static final long SEED = 1;

    private final Path folder;
    private final DefaultEventLoop loop = new DefaultEventLoop();
    private final EmbeddedLogStore log;
    private final Engine engine;

    private EngineInFolder(Path folder) throws IOException {
        this.folder = folder;
        var clock = SteadyClock.system();
        var random = new SplittableRandom(SEED);
        log =
                EmbeddedLogStore.open(
                        new FileDisk(folder),
                        LogSettings.defaults(),
                        new LogEnvironment(
                                clock::now,
                                clock::nanos,
                                random::nextLong,
                                new ThreadTaskRunner(),
                                LogListener.NONE));
        engine =
                new Engine(
                        log,
                        new EventLoopLane(loop),
                        clock,
                        random.split(),
                        EngineLimits.defaults());
    }

    /** Opens an empty one in a new folder under the parent. */
    static EngineInFolder open(Path parent) throws IOException {
        Path folder = Files.createTempDirectory(parent, "backlog-");
        var opened = new EngineInFolder(folder);
        Integer queues = opened.await(opened.engine::start);
        if (queues != 0) {
            throw new IllegalStateException("not empty: " + folder);
        }
        return opened;
    }

    /**
     * Stops it and starts it again on the same folder.
     *
     * @param end whether the engine is told before
     */
    EngineInFolder again(End end) throws IOException {
        if (end == End.STOP) {
            Integer _ = await(engine::stop);
        }
        log.close();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        var opened = new EngineInFolder(folder);
        Integer _ = opened.await(opened.engine::start);
        return opened;
    }

    /** How an engine ends. */
    enum End {
        /** It writes down how things stand. */
        STOP,
        /** The log is closed under it. */
        CUT_OFF
    }

    Queues queues() {
        return engine;
    }

    /** Runs a command on the lane and waits for its end. */
    <T> T await(Consumer<Reply<T>> command) {
        var end = new CompletableFuture<T>();
        loop.execute(() -> command.accept(completing(end)));
        return end.join();
    }

    static <T> Reply<T> completing(CompletableFuture<T> end) {
        return new Reply<>() {
            @Override
            public void ok(T value) {
                end.complete(value);
            }

            @Override
            public void refused(Refusal refusal) {
                end.completeExceptionally(new IllegalStateException(refusal.toString()));
            }
        };
    }

    @Override
    public void close() throws IOException {
        Integer _ = await(engine::stop);
        log.close();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}

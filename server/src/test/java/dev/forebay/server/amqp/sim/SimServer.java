package dev.forebay.server.amqp.sim;

import dev.forebay.access.Access;
import dev.forebay.access.Directory;
import dev.forebay.access.login.Seal;
import dev.forebay.amqp.AmqpFace;
import dev.forebay.amqp.Doorway;
import dev.forebay.engine.Lane;
import dev.forebay.engine.Queues;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.core.Engine;
import dev.forebay.log.embedded.EmbeddedLogStore;
import dev.forebay.log.embedded.LogEnvironment;
import dev.forebay.log.embedded.LogListener;
import dev.forebay.server.machine.EventLoopLane;
import dev.forebay.server.topology.TopologyStream;
import dev.forebay.testkit.disk.SimDisk;
import dev.forebay.testkit.log.SchedulerTaskRunner;
import dev.forebay.testkit.sim.SimScheduler;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** A server process in the simulation: log, engine and AMQP face on the scheduler's lanes. */
final class SimServer {
    private static final int MOST_STEPS = 500_000;
    private static final int NAME_BYTES = 32;

    private final SimScheduler scheduler;
    private final SimEventLoop loop;
    private final EmbeddedLogStore store;
    private final Engine engine;
    private final AmqpFace face;
    private final ServerSetup setup;

    /** Not pooled, so that what is in use is what somebody forgot to release. */
    private final UnpooledByteBufAllocator buffers = new UnpooledByteBufAllocator(false);

    private SimServer(SimScheduler scheduler, ServerSetup setup, SimDisk disk) {
        this.scheduler = scheduler;
        this.setup = setup;
        this.loop = new SimEventLoop(scheduler);
        SimTime time = new SimTime(scheduler);
        store = open(scheduler, setup, disk, time);
        time.continueFrom(store.lastEngineTime());
        Lane lane = new EventLoopLane(loop);
        engine = new Engine(store, lane, time, new Random(setup.seed()), setup.engine());
        Queues queues = setup.flaw().queues(engine);
        Random dice = new Random(setup.seed() + 1);
        Access access =
                new Access(
                        store,
                        lane,
                        time,
                        engine::find,
                        length -> secret(dice, length),
                        new Seal(new byte[Seal.KEY_BYTES], length -> secret(dice, length)),
                        Runnable::run);
        face =
                new AmqpFace(
                        queues,
                        access,
                        time,
                        setup.amqp(),
                        new TopologyStream(store, lane, time),
                        (_, _) -> true,
                        new SplittableRandom(setup.seed() ^ scheduler.stepsRun()));
        await("start", (Reply<Integer> reply) -> engine.start(reply));
        await("users", (Reply<Directory> reply) -> access.load(reply));
        await("exchanges", (Reply<Long> reply) -> face.load(reply));
    }

    private static EmbeddedLogStore open(
            SimScheduler scheduler, ServerSetup setup, SimDisk disk, SimTime time) {
        SchedulerTaskRunner runner = new SchedulerTaskRunner(scheduler);
        Random names = new Random(setup.seed());
        try {
            return EmbeddedLogStore.open(
                    setup.flaw().disk(disk),
                    setup.log(),
                    new LogEnvironment(
                            time::now,
                            runner::nanoTime,
                            names::nextLong,
                            runner,
                            LogListener.NONE));
        } catch (IOException e) {
            throw new SimulationFailure("the store does not open: " + e, e);
        }
    }

    private static byte[] secret(Random dice, int length) {
        byte[] bytes = new byte[Math.max(length, NAME_BYTES)];
        dice.nextBytes(bytes);
        return Arrays.copyOf(bytes, length);
    }

    /** Starts on the disk and returns once clients may come. */
    static SimServer start(SimScheduler scheduler, ServerSetup setup, SimDisk disk) {
        return new SimServer(scheduler, setup, disk);
    }

    /** The engine, to be looked at on the lane. */
    Engine engine() {
        return engine;
    }

    /** Does something on the event loop, when its turn comes. */
    void later(Runnable deed) {
        loop.execute(deed);
    }

    /**
     * Opens a connection, when its turn comes.
     *
     * @param watcher sees all that the server writes
     */
    SimSocket connect(ChannelHandler watcher, Runnable ended) {
        SimSocket socket = new SimSocket(buffers, ended);
        later(() -> {
            var _ = loop.register(socket);
            socket.pipeline().addLast(watcher);
            setup.flaw().onSocket(socket);
            Doorway.serve(face, socket);
            socket.pipeline().fireChannelActive();
        });
        return socket;
    }

    /** Bytes in buffers that are not released; 0 when all connections are over. */
    long bytesHeld() {
        return buffers.metric().usedHeapMemory() + buffers.metric().usedDirectMemory();
    }

    /** Ends in the orderly way. */
    void stop() {
        Doorway.endAll(face);
        scheduler.runReady();
        await("stop", (Reply<Integer> reply) -> engine.stop(reply));
        store.close();
    }

    /** Gives a command on the lane and takes steps until it is answered. */
    <T> T await(String what, Consumer<Reply<T>> command) {
        List<T> answer = new ArrayList<>();
        List<Refusal> refusals = new ArrayList<>();
        later(() ->
                command.accept(
                        new Reply<>() {
                            @Override
                            public void ok(T value) {
                                answer.add(value);
                            }

                            @Override
                            public void refused(Refusal refusal) {
                                refusals.add(refusal);
                            }
                        }));
        for (int steps = 0; answer.isEmpty(); steps++) {
            if (!refusals.isEmpty() || steps > MOST_STEPS || !scheduler.step()) {
                throw new SimulationFailure(what + " does not come to an end: " + refusals);
            }
        }
        return answer.getFirst();
    }
}

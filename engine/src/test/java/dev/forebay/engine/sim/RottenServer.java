package dev.forebay.engine.sim;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.Message;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.engine.core.EngineLimits;
import dev.forebay.log.Damage;
import dev.forebay.log.DamagePolicy;
import dev.forebay.log.embedded.EmbeddedLogStore;
import dev.forebay.log.embedded.LogEnvironment;
import dev.forebay.log.embedded.LogListener;
import dev.forebay.log.embedded.LogSettings;
import dev.forebay.testkit.disk.SimDisk;
import dev.forebay.testkit.log.SchedulerTaskRunner;
import dev.forebay.testkit.sim.SimScheduler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A server on a disk whose bytes may have rotted, told to serve the rest. */
final class RottenServer {
    private static final int MOST_IN_A_BATCH = 2;
    private static final long LEASE = 600_000;
    private static final long BRIEFLY = 60;

    private final SimDisk disk;
    private final Map<String, QueueSettings> settings;
    private final Map<String, List<String>> sent = new LinkedHashMap<>();
    private final Map<String, List<String>> open = new LinkedHashMap<>();
    private final SimScheduler scheduler = new SimScheduler(3);
    private final SimClock clock = new SimClock(scheduler);
    private @Nullable EmbeddedLogStore store;
    private @Nullable EngineProcess process;

    RottenServer(SimDisk disk, Map<String, QueueSettings> settings) {
        this.disk = disk;
        this.settings = settings;
    }

    SimDisk disk() {
        return disk;
    }

    /** Bodies of all messages that were sent to the queue. */
    List<String> sent(String queue) {
        return sent.getOrDefault(queue, List.of());
    }

    /** Bodies of those that were not settled. */
    List<String> open(String queue) {
        return open.getOrDefault(queue, List.of());
    }

    void boot() throws IOException {
        SchedulerTaskRunner runner = new SchedulerTaskRunner(scheduler);
        Random names = new Random(1);
        clock.standStill();
        EmbeddedLogStore opened =
                EmbeddedLogStore.open(
                        disk,
                        LogSettings.tiny().withDamagePolicy(DamagePolicy.SERVE_REST),
                        new LogEnvironment(
                                clock::now,
                                runner::nanoTime,
                                names::nextLong,
                                runner,
                                LogListener.NONE));
        store = opened;
        clock.continueFrom(opened.lastEngineTime());
        EngineLimits limits =
                EngineLimits.defaults()
                        .withSnapshots(20, 2_000)
                        .withOnDamage(DamagePolicy.SERVE_REST);
        EngineSetup setup = new EngineSetup(1, limits, 4 << 10, false, EngineFlaw.NONE);
        process = EngineProcess.start(setup, opened, scheduler, clock);
    }

    /** Sends so many to each queue, one or two at a time, and settles every third. */
    void fill(int messages) throws IOException {
        boot();
        settings.forEach(this::create);
        for (int i = 0; i < messages; i++) {
            for (String queue : settings.keySet()) {
                send(queue, i);
                if (i % 3 == 2) {
                    List<Delivery> some = receive(queue, 1);
                    ack(queue, some);
                    some.forEach(delivery -> open(queue).remove(body(delivery)));
                }
            }
        }
        World.pass(scheduler, 100);
    }

    private void create(String queue, QueueSettings wanted) {
        sent.put(queue, new ArrayList<>());
        open.put(queue, new ArrayList<>());
        Answered<QueueInfo> answer = new Answered<>();
        on(() -> process().queues().create(Caller.IN_PROCESS, queue, wanted, Map.of(), answer));
    }

    private void send(String queue, int number) {
        List<Send> batch = new ArrayList<>();
        for (int i = 0; i <= number % MOST_IN_A_BATCH; i++) {
            String body = queue + " " + number + "." + i + " " + "x".repeat(40 + number * 3);
            sent(queue).add(body);
            open(queue).add(body);
            ByteBuffer key = ByteBuffer.wrap(new byte[] {(byte) (number % 4)});
            Message message = new Message(key, List.of(), bytes(body));
            batch.add(new Send(message, 0, null));
        }
        Answered<List<SendResult>> answer = new Answered<>();
        on(() -> process().queues().send(Caller.IN_PROCESS, queue, batch, answer));
    }

    /** Names what was sent together with a message of this body. */
    static String batchOf(String body) {
        return body.substring(0, body.indexOf('.'));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<Delivery> receive(String queue, int most) {
        Answered<List<Delivery>> answer = new Answered<>();
        Receive wish = new Receive(most, LEASE, 0, null);
        on(() -> process().queues().receive(Caller.IN_PROCESS, queue, wish, answer));
        return answer.value();
    }

    private void ack(String queue, List<Delivery> deliveries) {
        List<Settlement> acks = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            acks.add(new Settlement.Ack(delivery.lease()));
        }
        Answered<List<SettleResult>> answer = new Answered<>();
        on(() -> process().queues().settle(Caller.IN_PROCESS, queue, acks, answer));
    }

    private static String body(Delivery delivery) {
        return StandardCharsets.UTF_8.decode(delivery.message().body().duplicate()).toString();
    }

    /** Receives and acks all there is, what was leased before included. */
    List<String> drain(String queue) {
        List<String> drained = new ArrayList<>();
        World.pass(scheduler, LEASE + BRIEFLY);
        List<Delivery> some = receive(queue, 10);
        while (!some.isEmpty()) {
            some.forEach(delivery -> drained.add(body(delivery)));
            ack(queue, some);
            some = receive(queue, 10);
        }
        return drained;
    }

    List<Damage> damages() {
        EmbeddedLogStore opened = store;
        return opened == null ? List.of() : opened.damages();
    }

    void stop() {
        process().stop();
        EmbeddedLogStore opened = store;
        if (opened != null) {
            opened.close();
        }
    }

    private void on(Runnable command) {
        process().queues().lane().execute(command);
        World.pass(scheduler, BRIEFLY);
        process().engine().checkInvariants();
    }

    private EngineProcess process() {
        EngineProcess running = process;
        if (running == null) {
            throw new IllegalStateException("no server is running");
        }
        return running;
    }

    private static final class Answered<T> implements Reply<T> {
        private @Nullable T value;

        @Override
        public void ok(T result) {
            value = result;
        }

        @Override
        public void refused(Refusal refusal) {
            throw new SimulationFailure("refused: " + refusal);
        }

        T value() {
            T result = value;
            if (result == null) {
                throw new SimulationFailure("no answer");
            }
            return result;
        }
    }
}

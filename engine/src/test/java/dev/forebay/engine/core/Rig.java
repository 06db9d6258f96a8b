package dev.forebay.engine.core;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.EngineClock;
import dev.forebay.engine.Lane;
import dev.forebay.engine.LeaseId;
import dev.forebay.engine.Message;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.engine.Waiting;
import dev.forebay.log.record.Header;
import dev.forebay.testkit.log.MemoryLogOptions;
import dev.forebay.testkit.log.MemoryLogStore;
import dev.forebay.testkit.sim.SimLane;
import dev.forebay.testkit.sim.SimScheduler;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An engine on a store in memory, driven one call at a time in virtual time. */
final class Rig {
    static final String QUEUE = "orders";

    final SimScheduler scheduler;
    final EngineLimits limits;
    MemoryLogStore store;
    Engine engine;
    private SimLane lane;
    private long engineOffset;
    private long wallOffset = 1_700_000_000_000L;

    Rig() {
        this(EngineLimits.defaults(), MemoryLogOptions.defaults());
    }

    Rig(EngineLimits limits) {
        this(limits, MemoryLogOptions.defaults());
    }

    Rig(EngineLimits limits, MemoryLogOptions options) {
        this.limits = limits;
        scheduler = new SimScheduler(7);
        store = new MemoryLogStore(scheduler.lane("disk"), this::engineTime, options);
        lane = scheduler.lane("engine");
        engine = engine();
        start();
    }

    static Rig with(QueueSettings settings) {
        Rig rig = new Rig();
        rig.create(QUEUE, settings);
        return rig;
    }

    private long engineTime() {
        return scheduler.now() + engineOffset;
    }

    private Engine engine() {
        SimLane own = lane;
        return new Engine(
                store,
                new Lane() {
                    @Override
                    public boolean inLane() {
                        return own.inLane();
                    }

                    @Override
                    public void execute(Runnable task) {
                        own.execute(task);
                    }

                    @Override
                    public void schedule(Runnable task, long delayMillis) {
                        own.schedule(task, delayMillis);
                    }
                },
                new EngineClock() {
                    @Override
                    public long now() {
                        return engineTime();
                    }

                    @Override
                    public long wall() {
                        return scheduler.now() + wallOffset;
                    }
                },
                new Random(1),
                limits);
    }

    private void start() {
        Answer<Integer> ready = new Answer<>();
        on(() -> engine.start(ready));
        ready.value();
    }

    /** Stops in the orderly way and starts again; downtime does not count. */
    void restart() {
        stop();
        boot(store.reopen(scheduler.lane("disk")));
    }

    /** Starts again after a {@link #stop}. */
    void boot() {
        boot(store.reopen(scheduler.lane("disk")));
    }

    /** How many records a start would read to know the schedules. */
    long scheduleRecords() {
        var stream = store.stream(Streams.SCHEDULES);
        return stream.endOffset() - stream.startOffset();
    }

    void stop() {
        Answer<Integer> stopped = new Answer<>();
        on(() -> engine.stop(stopped));
        scheduler.runFor(1000);
        stopped.value();
    }

    /** Pulls the plug; {@code kept} of the appends in flight have reached the disk. */
    void crash(int kept) {
        scheduler.abandon();
        boot(store.crash(Math.min(kept, store.pendingAppends()), scheduler.lane("disk")));
    }

    private void boot(MemoryLogStore next) {
        scheduler.abandon();
        store = next;
        engineOffset = store.lastEngineTime() - scheduler.now();
        lane = scheduler.lane("engine");
        engine = engine();
        start();
    }

    /** Runs the call on the lane and all that follows, without time passing. */
    void on(Runnable call) {
        lane.execute(call);
        scheduler.runReady();
        lane.execute(engine::checkInvariants);
        scheduler.runReady();
    }

    /** Hands the call to the lane without running anything. */
    void later(Runnable call) {
        lane.execute(call);
    }

    void pass(long millis) {
        scheduler.runFor(millis);
        on(() -> {});
    }

    long wall() {
        return scheduler.now() + wallOffset;
    }

    void jumpWall(long millis) {
        wallOffset += millis;
    }

    <T> T ask(Consumer<Answer<T>> call) {
        return asked(call).value();
    }

    <T> Answer<T> asked(Consumer<Answer<T>> call) {
        Answer<T> answer = new Answer<>();
        on(() -> call.accept(answer));
        return answer;
    }

    QueueInfo create(String name, QueueSettings settings) {
        return ask(reply -> engine.create(Caller.IN_PROCESS, name, settings, Map.of(), reply));
    }

    QueueInfo update(String name, QueueSettings settings) {
        return ask(reply -> engine.update(Caller.IN_PROCESS, name, settings, reply));
    }

    SendResult.Sent send(String body) {
        return send(QUEUE, message(null, body), Send.QUEUE_DELAY, null);
    }

    SendResult.Sent sendKeyed(String key, String body) {
        return send(QUEUE, message(key, body), Send.QUEUE_DELAY, null);
    }

    SendResult.Sent send(
            String queue, Message message, long delayMillis, @Nullable String deduplicationId) {
        return ask(reply ->
                engine.send(
                        Caller.IN_PROCESS,
                        queue,
                        new Send(message, delayMillis, deduplicationId),
                        reply));
    }

    Delivery receiveOne() {
        List<Delivery> deliveries = receive(1);
        if (deliveries.size() != 1) {
            throw new AssertionError("expected one message, got " + deliveries.size());
        }
        return deliveries.get(0);
    }

    List<Delivery> receive(int max) {
        return receiveFrom(QUEUE, max);
    }

    List<Delivery> receiveFrom(String queue, int max) {
        return receive(queue, new Receive(max, Receive.QUEUE_DEFAULT, 0, null)).value();
    }

    Answer<List<Delivery>> receive(String queue, Receive receive) {
        return asked(reply -> engine.receive(Caller.IN_PROCESS, queue, receive, reply));
    }

    Waiting waitFor(String queue, long millis, Answer<List<Delivery>> answer) {
        List<Waiting> handle = new ArrayList<>();
        on(() ->
                handle.add(
                        engine.receive(
                                Caller.IN_PROCESS,
                                queue,
                                new Receive(10, Receive.QUEUE_DEFAULT, millis, null),
                                answer)));
        return handle.get(0);
    }

    SettleResult settle(Settlement settlement) {
        return settle(QUEUE, settlement);
    }

    SettleResult settle(String queue, Settlement settlement) {
        Answer<List<SettleResult>> answer =
                asked(reply -> engine.settle(Caller.IN_PROCESS, queue, List.of(settlement), reply));
        return answer.value().get(0);
    }

    SettleResult ack(Delivery delivery) {
        return settle(new Settlement.Ack(delivery.lease()));
    }

    SettleResult release(Delivery delivery, long delayMillis) {
        return settle(new Settlement.Release(delivery.lease(), delayMillis));
    }

    SettleResult extend(Delivery delivery, long millis) {
        return settle(new Settlement.Extend(delivery.lease(), millis));
    }

    SettleResult reject(Delivery delivery, String reason) {
        return settle(new Settlement.Reject(delivery.lease(), reason));
    }

    QueueStats stats() {
        return stats(QUEUE);
    }

    QueueStats stats(String queue) {
        return engine.stats(queue).orElseThrow();
    }

    static Message message(@Nullable String key, String body, Header... headers) {
        return new Message(key == null ? null : bytes(key), List.of(headers), bytes(body));
    }

    static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    static String body(Delivery delivery) {
        return text(delivery.message().body());
    }

    static List<String> bodies(List<Delivery> deliveries) {
        return deliveries.stream().map(Rig::body).toList();
    }

    static String header(Delivery delivery, String name) {
        return delivery.message().headers().stream()
                .filter(header -> header.name().equals(name))
                .reduce((earlier, later) -> later)
                .map(header -> text(header.value()))
                .orElseThrow();
    }

    static LeaseId forged(long offset) {
        return new LeaseId(0, offset, 0, 1L << 40);
    }
}

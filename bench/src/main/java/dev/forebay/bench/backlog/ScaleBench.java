package dev.forebay.bench.backlog;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.Message;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Whether an operation costs at scale what it costs in the small: ten million keys, with up to a
 * million messages parked behind leased ones; and ten thousand queues. To be run with {@code
 * -Xmx256m}. Argument: how many millions of keys, ten when left out.
 */
public final class ScaleBench {
    private static final int BATCH = 500;
    private static final int BODY_BYTES = 100;
    private static final int SMALL_KEYS = 100_000;
    private static final int MILLION = 1_000_000;
    private static final int FEW = 10;
    private static final int MANY = 10_000;
    private static final int ROUNDS = 200_000;
    private static final long LEASE = Duration.ofHours(12).toMillis();

    private final Path parent;
    private final long keys;

    private ScaleBench(Path parent, long keys) {
        this.parent = parent;
        this.keys = keys;
    }

    public static void main(String[] arguments) throws IOException {
        Path parent = Files.createDirectories(Path.of("bench/target").toAbsolutePath());
        long millions = arguments.length > 0 ? Long.parseLong(arguments[0]) : 10;
        System.out.println("| what | messages | send us | receive us | ack us | heap MiB |");
        System.out.println("|---|---|---|---|---|---|");
        new ScaleBench(parent, millions * MILLION).run();
    }

    private void run() throws IOException {
        try (EngineInFolder engine = EngineInFolder.open(parent)) {
            create(engine, "warm");
            cycle(engine, "warm", 0, MILLION, new Cost());
            create(engine, "keys");
            Cost small = new Cost();
            cycle(engine, "keys", 0, SMALL_KEYS, small);
            print("a key each", SMALL_KEYS, small);
            Cost large = new Cost();
            cycle(engine, "keys", SMALL_KEYS, keys, large);
            print("a key each", keys, large);
            park(engine, MILLION / 10, SMALL_KEYS);
            park(engine, MILLION, SMALL_KEYS);
        }
        queues(FEW);
        queues(MANY);
    }

    /** What the three operations took, for each message. */
    private static final class Cost {
        private long sendNanos;
        private long receiveNanos;
        private long ackNanos;
    }

    /** Sends, receives and acks messages of one key each, some thousands at a time. */
    private static void cycle(
            EngineInFolder engine, String queue, long firstKey, long messages, Cost cost) {
        int step = FEW * BATCH;
        for (long done = 0; done < messages; done += step) {
            for (int i = 0; i < step; i += BATCH) {
                send(engine, queue, firstKey + done + i, cost);
            }
            take(engine, queue, step, cost);
        }
    }

    private static void send(EngineInFolder engine, String queue, long firstKey, Cost cost) {
        List<Send> batch = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            batch.add(message(firstKey + i));
        }
        long began = System.nanoTime();
        List<SendResult> _ =
                engine.await(reply -> engine.queues().send(Caller.IN_PROCESS, queue, batch, reply));
        cost.sendNanos += System.nanoTime() - began;
    }

    private static Send message(long key) {
        ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).putLong(0, key);
        return new Send(
                new Message(bytes, List.of(), ByteBuffer.allocate(BODY_BYTES)),
                Send.QUEUE_DELAY,
                null);
    }

    private static void take(EngineInFolder engine, String queue, int messages, Cost cost) {
        for (int taken = 0; taken < messages; ) {
            long began = System.nanoTime();
            List<Delivery> deliveries = receive(engine, queue, BATCH);
            long received = System.nanoTime();
            List<Settlement> acks = new ArrayList<>(deliveries.size());
            deliveries.forEach(delivery -> acks.add(new Settlement.Ack(delivery.lease())));
            List<SettleResult> _ =
                    engine.await(
                            reply -> engine.queues().settle(Caller.IN_PROCESS, queue, acks, reply));
            cost.receiveNanos += received - began;
            cost.ackNanos += System.nanoTime() - received;
            taken += deliveries.size();
        }
    }

    private static List<Delivery> receive(EngineInFolder engine, String queue, int most) {
        List<Delivery> deliveries =
                engine.await(reply -> {
                    var _ =
                            engine.queues()
                                    .receive(
                                            Caller.IN_PROCESS,
                                            queue,
                                            new Receive(most, LEASE, 1_000, null),
                                            reply);
                });
        if (deliveries.isEmpty()) {
            throw new IllegalStateException("nothing to receive from " + queue);
        }
        return deliveries;
    }

    /** So many messages wait behind one that is leased; others go on. */
    private void park(EngineInFolder engine, int parked, int messages) {
        String queue = "parked-" + parked;
        create(engine, queue);
        Cost none = new Cost();
        long blocked = Long.MAX_VALUE - BATCH;
        send(engine, queue, blocked, none);
        // All keys of the batch are leased from here on.
        for (int held = 0; held < BATCH; held += receive(engine, queue, BATCH).size()) {}
        for (int sent = 0; sent < parked; sent += BATCH) {
            send(engine, queue, blocked, none);
        }
        Cost cost = new Cost();
        cycle(engine, queue, 0, messages, cost);
        print(String.format(Locale.ROOT, "a key each, %,d parked", parked), messages, cost);
    }

    /** The same load over few queues, and over many. */
    private void queues(int count) throws IOException {
        try (EngineInFolder engine = EngineInFolder.open(parent)) {
            for (int i = 0; i < count; i++) {
                create(engine, "q" + i);
            }
            Cost cost = new Cost();
            for (int round = 0; round < ROUNDS / BATCH; round++) {
                String queue = "q" + (round * 7919L % count);
                send(engine, queue, 0, cost);
                take(engine, queue, BATCH, cost);
            }
            print(String.format(Locale.ROOT, "%,d queues", count), ROUNDS, cost);
            allTouched(engine, count);
        }
    }

    /** Every queue with a message, so that none is left out of memory. */
    private static void allTouched(EngineInFolder engine, int count) {
        Cost cost = new Cost();
        for (int i = 0; i < count; i++) {
            String queue = "q" + i;
            long began = System.nanoTime();
            SendResult.Sent _ =
                    engine.await(reply ->
                            engine.queues().send(Caller.IN_PROCESS, queue, message(1), reply));
            cost.sendNanos += System.nanoTime() - began;
            take(engine, queue, 1, cost);
        }
        print(String.format(Locale.ROOT, "%,d queues, one after the other", count), count, cost);
    }

    private static void create(EngineInFolder engine, String name) {
        QueueInfo _ =
                engine.await(reply ->
                        engine.queues()
                                .create(
                                        Caller.IN_PROCESS,
                                        name,
                                        QueueSettings.defaults()
                                                .withOrdering(Ordering.BY_KEY)
                                                .withMaxLeases(MILLION),
                                        Map.of(),
                                        reply));
    }

    private static void print(String what, long messages, Cost cost) {
        System.out.printf(
                Locale.ROOT,
                "| %s | %,d | %.2f | %.2f | %.2f | %.1f |%n",
                what,
                messages,
                cost.sendNanos / 1e3 / messages,
                cost.receiveNanos / 1e3 / messages,
                cost.ackNanos / 1e3 / messages,
                Heap.usedMebibytes());
    }
}

package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.Durability;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.engine.struct.ByteSink;
import dev.forebay.log.AppendCompletion;
import dev.forebay.log.Damage;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStream;
import dev.forebay.log.StoreState;
import dev.forebay.log.StreamAppend;
import dev.forebay.log.StreamName;
import dev.forebay.log.record.RecordBatchWriter;
import dev.forebay.testkit.log.MemoryLogOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Restarts, snapshots, and storage that fails or fills up. */
class RecoveryTest {
    @Test
    void a_state_of_many_snapshots_is_the_same_after_every_restart() {
        Random random = new Random(11);
        MemoryLogOptions options =
                MemoryLogOptions.defaults()
                        .withSegmentBytes(4096)
                        .withGaps(() -> random.nextInt(3));
        Rig rig = new Rig(EngineLimits.defaults().withSnapshots(50, 2_000), options);
        rig.create(
                Rig.QUEUE, QueueSettings.defaults().withRetentionMillis(0).withRetentionBytes(0));
        Set<String> open = new HashSet<>();
        for (int i = 0; i < 600; i++) {
            String body = "m" + i;
            rig.send(body);
            open.add(body);
            if (i % 3 == 0) {
                for (Delivery delivery : rig.receive(4)) {
                    settleSomehow(rig, delivery, open, random);
                }
            }
            if (i % 97 == 0) {
                QueueStats before = rig.stats();
                if (i % 2 == 0) {
                    rig.crash(0);
                } else {
                    rig.restart();
                }
                rig.pass(0);
                assertThat(rig.stats()).isEqualTo(before);
            }
        }
        rig.pass(31_000);
        Set<String> left = new HashSet<>();
        List<Delivery> some = rig.receive(1000);
        while (!some.isEmpty()) {
            some.forEach(delivery -> left.add(Rig.body(delivery)));
            some = rig.receive(1000);
        }
        assertThat(left).isEqualTo(open);
    }

    private static void settleSomehow(Rig rig, Delivery delivery, Set<String> open, Random random) {
        switch (random.nextInt(4)) {
            case 0, 1 -> {
                rig.ack(delivery);
                open.remove(Rig.body(delivery));
            }
            case 2 -> rig.release(delivery, random.nextInt(2) * 1_000L);
            default -> rig.extend(delivery, 20_000);
        }
    }

    @Test
    void lease_numbers_are_never_used_twice() {
        Rig rig = Rig.with(QueueSettings.defaults().withLeaseMillis(0));
        rig.send("x");
        Set<Long> numbers = new HashSet<>();
        for (int i = 0; i < 20; i++) {
            assertThat(numbers.add(rig.receiveOne().lease().number())).isTrue();
            if (i % 5 == 4) {
                rig.restart();
            } else if (i % 2 == 0) {
                rig.crash(0);
            }
        }
    }

    @Test
    void settled_messages_leave_the_disk_once_their_retention_is_over() {
        Rig rig =
                new Rig(
                        EngineLimits.defaults().withSnapshots(100, 10_000),
                        MemoryLogOptions.defaults().withSegmentBytes(4096));
        rig.create(
                Rig.QUEUE,
                QueueSettings.defaults()
                        .withRetentionMillis(3_600_000)
                        .withRetentionBytes(1L << 30));
        for (int i = 0; i < 300; i++) {
            rig.send("m" + i);
            rig.ack(rig.receiveOne());
        }
        rig.restart();
        int id = rig.engine.find(Rig.QUEUE).orElseThrow().id();
        assertThat(rig.store.stream(Streams.messages(id, 0)).startOffset()).isZero();
        rig.pass(2 * 3_600_000);
        assertThat(rig.store.stream(Streams.messages(id, 0)).startOffset()).isPositive();
        rig.send("next");
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("next");
    }

    @Test
    void a_send_that_the_disk_has_no_room_for_is_refused_and_absent() {
        Rig rig = Rig.with(QueueSettings.defaults().withMaxDepth(1));
        rig.store.refuseAppends(new LogFailure.DiskFull());
        Send send = new Send(Rig.message(null, "x"), 0, null);
        Answer<SendResult.Sent> refused =
                rig.asked(reply -> rig.engine.send(Caller.IN_PROCESS, Rig.QUEUE, send, reply));
        assertThat(refused.refusal()).isInstanceOf(Refusal.DiskFull.class);
        rig.store.acceptAppends();
        rig.pass(1);
        rig.send("y");
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("y");
    }

    @Test
    void for_want_of_memory_a_send_is_refused_and_the_one_behind_it_is_not() {
        Rig rig = Rig.with(QueueSettings.defaults());
        rig.send("before");
        rig.store.refuseAppends(new LogFailure.OutOfMemory(100));
        Answer<SendResult.Sent> behind = new Answer<>();
        Answer<SendResult.Sent> refused =
                rig.asked(reply -> {
                    send(rig, "too large", reply);
                    rig.later(() -> {
                        rig.store.acceptAppends();
                        send(rig, "small", behind);
                    });
                });
        assertThat(refused.refusal()).isEqualTo(new Refusal.OutOfMemory(100));
        rig.pass(1_000);
        assertThat(behind.value()).isNotNull();
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("before", "small");
    }

    private static void send(Rig rig, String body, Answer<SendResult.Sent> reply) {
        Send send = new Send(Rig.message(null, body), 0, null);
        rig.engine.send(Caller.IN_PROCESS, Rig.QUEUE, send, reply);
    }

    @Test
    void an_ack_waits_for_room_rather_than_being_lost() {
        ackWaitsForRoom(new LogFailure.DiskFull());
        ackWaitsForRoom(new LogFailure.OutOfMemory(100));
    }

    private static void ackWaitsForRoom(LogFailure missing) {
        Rig rig = Rig.with(QueueSettings.defaults());
        rig.send("x");
        Delivery delivery = rig.receiveOne();
        rig.store.refuseAppends(missing);
        List<Settlement> ack = List.of(new Settlement.Ack(delivery.lease()));
        Answer<List<SettleResult>> answer =
                rig.asked(reply -> rig.engine.settle(Caller.IN_PROCESS, Rig.QUEUE, ack, reply));
        rig.pass(1_000);
        assertThat(answer.isGiven()).isFalse();
        rig.store.acceptAppends();
        rig.pass(1_000);
        assertThat(answer.value().get(0)).isInstanceOf(SettleResult.Done.class);
        rig.crash(0);
        assertThat(rig.stats().acked()).isEqualTo(1);
    }

    @Test
    void what_is_decided_behind_a_full_disk_does_not_overtake_what_waits_for_room() {
        Rig rig = Rig.with(QueueSettings.defaults().withLeaseMillis(50));
        rig.send("x");
        rig.store.refuseAppends(new LogFailure.DiskFull());
        Answer<List<Delivery>> leased = rig.receive(Rig.QUEUE, new Receive(1, 50, 0, null));
        rig.store.acceptAppends();
        rig.pass(60);
        assertThat(leased.isGiven()).isFalse();
        rig.crash(rig.store.pendingAppends());
        assertThat(Rig.bodies(rig.receive(1))).containsExactly("x");
    }

    @Test
    void a_filling_disk_turns_work_away_in_order() {
        Rig rig = Rig.with(QueueSettings.defaults());
        for (int i = 0; i < 4; i++) {
            rig.send("m" + i);
        }
        List<Delivery> leased = new ArrayList<>(rig.receive(2));
        rig.on(() -> rig.store.become(new StoreState.UsingReserve(0.9)));
        Send send = new Send(Rig.message(null, "x"), 0, null);
        Answer<SendResult.Sent> refused =
                rig.asked(reply -> rig.engine.send(Caller.IN_PROCESS, Rig.QUEUE, send, reply));
        assertThat(refused.refusal()).isInstanceOf(Refusal.DiskFull.class);
        leased.addAll(rig.receive(1));
        assertThat(rig.release(leased.remove(0), 0)).isInstanceOf(SettleResult.Done.class);
        rig.create("for-who-comes", QueueSettings.defaults());
        rig.on(() -> rig.store.become(new StoreState.UsingReserve(0.4)));
        rig.create("own", QueueSettings.defaults().withDurability(Durability.VOLATILE));
        Answer<QueueInfo> noMore =
                rig.asked(reply ->
                        rig.engine.create(
                                Caller.IN_PROCESS,
                                "late",
                                QueueSettings.defaults(),
                                Map.of(),
                                reply));
        assertThat(noMore.refusal()).isInstanceOf(Refusal.DiskFull.class);
        assertThat(rig.release(leased.get(0), 0))
                .isEqualTo(new SettleResult.Refused(new Refusal.DiskFull()));
        assertThat(rig.receive(1)).hasSize(1);
        rig.on(() -> rig.store.become(new StoreState.UsingReserve(0.1)));
        Answer<List<Delivery>> none = rig.receive(Rig.QUEUE, new Receive(1, 1, 0, null));
        assertThat(none.refusal()).isInstanceOf(Refusal.DiskFull.class);
        assertThat(rig.ack(leased.get(0))).isInstanceOf(SettleResult.Done.class);
        rig.on(() -> rig.store.become(new StoreState.Accepting()));
        rig.send("again");
    }

    @Test
    void what_is_settled_on_a_full_disk_is_let_go_of_and_queues_can_be_deleted() {
        Rig rig =
                new Rig(
                        EngineLimits.defaults(),
                        MemoryLogOptions.defaults().withSegmentBytes(4096));
        rig.create(
                Rig.QUEUE, QueueSettings.defaults().withRetentionMillis(0).withRetentionBytes(0));
        for (int i = 0; i < 300; i++) {
            rig.send("m" + i);
        }
        LogStream messages = rig.store.stream(messages(rig));
        rig.on(() -> rig.store.become(new StoreState.UsingReserve(0.9)));
        rig.pass(2_000);
        assertThat(messages.startOffset()).isZero();
        for (int i = 0; i < 300; i++) {
            rig.ack(rig.receiveOne());
        }
        rig.pass(2_000);
        assertThat(messages.startOffset()).isGreaterThan(200);
        Answer<QueueInfo> deleted =
                rig.asked(reply -> rig.engine.delete(Caller.IN_PROCESS, Rig.QUEUE, reply));
        assertThat(deleted.value().name()).isEqualTo(Rig.QUEUE);
        assertThat(rig.engine.find(Rig.QUEUE)).isEmpty();
    }

    @Test
    void after_storage_failed_nothing_is_accepted_and_waiting_receives_end() {
        Rig rig = Rig.with(QueueSettings.defaults());
        Answer<List<Delivery>> waiting = new Answer<>();
        rig.waitFor(Rig.QUEUE, 20_000, waiting);
        rig.on(() -> rig.store.become(new StoreState.Failed("sync")));
        assertThat(waiting.refusal()).isEqualTo(new Refusal.StorageFailed("sync"));
        Send send = new Send(Rig.message(null, "x"), 0, null);
        Answer<SendResult.Sent> refused =
                rig.asked(reply -> rig.engine.send(Caller.IN_PROCESS, Rig.QUEUE, send, reply));
        assertThat(refused.refusal()).isInstanceOf(Refusal.StorageFailed.class);
    }

    @Test
    void a_stopping_engine_ends_waiting_receives_and_accepts_nothing_more() {
        Rig rig = Rig.with(QueueSettings.defaults());
        Answer<List<Delivery>> waiting = new Answer<>();
        rig.waitFor(Rig.QUEUE, 20_000, waiting);
        rig.stop();
        assertThat(waiting.value()).isEmpty();
        Send send = new Send(Rig.message(null, "x"), 0, null);
        Answer<SendResult.Sent> refused =
                rig.asked(reply -> rig.engine.send(Caller.IN_PROCESS, Rig.QUEUE, send, reply));
        assertThat(refused.refusal()).isInstanceOf(Refusal.ShuttingDown.class);
    }

    @Test
    void ten_thousand_queues_start_without_being_loaded() {
        Rig rig = new Rig();
        for (int i = 0; i < 10_000; i++) {
            int number = i;
            rig.later(() ->
                    rig.engine.create(
                            Caller.IN_PROCESS,
                            "q" + number,
                            QueueSettings.defaults(),
                            Map.of(),
                            new Answer<>()));
        }
        rig.scheduler.runReady();
        rig.send("q77", Rig.message(null, "x"), 0, null);
        rig.restart();
        assertThat(rig.engine.all()).hasSize(10_000);
        assertThat(rig.stats("q77").ready()).isEqualTo(1);
        assertThat(rig.receiveFrom("q77", 1)).hasSize(1);
    }

    @Test
    void what_was_settled_in_a_damaged_queue_is_settled_when_its_files_are_mended() {
        Rig rig =
                new Rig(
                        EngineLimits.defaults().withSnapshots(50, 2_000),
                        MemoryLogOptions.defaults());
        rig.create(Rig.QUEUE, QueueSettings.defaults());
        rig.create("other", QueueSettings.defaults());
        rig.send("x");
        rig.ack(rig.receiveOne());
        StreamName messages = messages(rig);
        rig.store.damage(
                messages,
                new Damage("f", 0, 1, messages.value(), 0, 0, Damage.Kind.CORRUPT, "rotten"));
        rig.crash(0);
        assertThat(refusal(rig, Rig.QUEUE)).isInstanceOf(Refusal.Damaged.class);
        useMuch(rig, "other");
        rig.restart();
        useMuch(rig, "other");
        rig.store.mend(messages);
        rig.crash(0);
        assertThat(rig.receive(1)).isEmpty();
        assertThat(rig.stats().acked()).isEqualTo(1);
        assertThat(rig.stats("other").acked()).isEqualTo(1_000);
    }

    @Test
    @Timeout(20)
    void a_journal_that_tells_what_cannot_be_stops_its_own_queue_only() {
        Rig rig = Rig.with(QueueSettings.defaults());
        rig.create("other", QueueSettings.defaults());
        rig.send("x");
        int id = rig.engine.find(Rig.QUEUE).orElseThrow().id();
        ByteSink record = new ByteSink(64);
        JournalWriter.begin(record, 1_000, 1, 1);
        JournalWriter.lease(record, 0, 1_001, 30_000, 1, 10, null);
        JournalWriter.lease(record, Long.MAX_VALUE - 1, 1_002, 30_000, 1, 10, null);
        RecordBatchWriter writer = new RecordBatchWriter(64);
        writer.append(0, DeliveryJournal.tag(id, 0, 0), record.copy(), List.of());
        rig.on(() ->
                rig.store.append(
                        List.of(
                                new StreamAppend(
                                        rig.store.stream(Streams.JOURNAL), writer.finish())),
                        new NoCompletion()));
        rig.crash(0);
        assertThat(refusal(rig, Rig.QUEUE).message())
                .contains(Rig.QUEUE)
                .contains("offset " + (Long.MAX_VALUE - 1));
        useMuch(rig, "other");
        rig.restart();
        assertThat(rig.stats("other").acked()).isEqualTo(500);
    }

    private static StreamName messages(Rig rig) {
        return Streams.messages(rig.engine.find(Rig.QUEUE).orElseThrow().id(), 0);
    }

    private static Refusal refusal(Rig rig, String queue) {
        return rig.receive(queue, new Receive(1, Receive.QUEUE_DEFAULT, 0, null)).refusal();
    }

    private static void useMuch(Rig rig, String queue) {
        for (int i = 0; i < 500; i++) {
            rig.send(queue, Rig.message(null, "m" + i), 0, null);
            rig.settle(queue, new Settlement.Ack(rig.receiveFrom(queue, 1).get(0).lease()));
        }
    }

    private static final class NoCompletion implements AppendCompletion {
        @Override
        public void completed(long[] baseOffsets) {
            // The store may now be stopped.
        }

        @Override
        public void failed(LogFailure why) {
            throw new AssertionError("refused: " + why);
        }
    }
}

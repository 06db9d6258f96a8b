package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.SettleResult;
import dev.forebay.log.Damage;
import dev.forebay.log.StreamName;
import dev.forebay.log.record.Header;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SendAndReceiveTest {
    private final Rig rig = Rig.with(QueueSettings.defaults());

    @Test
    void a_message_sent_is_received_byte_for_byte_and_gone_after_its_ack() {
        SendResult.Sent sent =
                rig.send(
                        Rig.QUEUE,
                        Rig.message("k", "hello", new Header("color", Rig.bytes("red"))),
                        Send.QUEUE_DELAY,
                        null);
        Delivery delivery = rig.receiveOne();
        assertThat(Rig.body(delivery)).isEqualTo("hello");
        assertThat(delivery.message().key()).isEqualTo(Rig.bytes("k"));
        assertThat(delivery.message().headers())
                .containsExactly(new Header("color", Rig.bytes("red")));
        assertThat(delivery.id()).isEqualTo(sent.id());
        assertThat(delivery.attempt()).isEqualTo(1);
        assertThat(rig.ack(delivery)).isInstanceOf(SettleResult.Done.class);
        assertThat(rig.ack(delivery)).isInstanceOf(SettleResult.AlreadySettled.class);
        rig.pass(60_000);
        assertThat(rig.receive(10)).isEmpty();
        assertThat(rig.stats().acked()).isEqualTo(1);
    }

    @Test
    void messages_survive_a_crash_and_a_clean_restart() {
        rig.send("one");
        rig.send("two");
        rig.crash(0);
        assertThat(Rig.bodies(rig.receive(1))).containsExactly("one");
        rig.restart();
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("two");
        assertThat(rig.stats().leased()).isEqualTo(2);
    }

    @Test
    void a_send_is_answered_only_once_it_is_on_disk() {
        Answer<SendResult.Sent> answer = new Answer<>();
        rig.later(() ->
                rig.engine.send(
                        Caller.IN_PROCESS,
                        Rig.QUEUE,
                        new Send(Rig.message(null, "x"), 0, null),
                        answer));
        while (rig.store.pendingAppends() == 0) {
            assertThat(rig.scheduler.stepNow()).isTrue();
        }
        assertThat(answer.isGiven()).isFalse();
        rig.scheduler.runReady();
        assertThat(answer.isGiven()).isTrue();
    }

    @Test
    void a_lease_that_is_not_yet_on_disk_is_not_answered_and_not_there_after_a_crash() {
        rig.send("x");
        Answer<List<Delivery>> answer = new Answer<>();
        rig.later(() ->
                rig.engine.receive(
                        Caller.IN_PROCESS, Rig.QUEUE, new Receive(1, 1000, 0, null), answer));
        while (rig.store.pendingAppends() == 0) {
            assertThat(rig.scheduler.stepNow()).isTrue();
        }
        assertThat(answer.isGiven()).isFalse();
        rig.crash(0);
        assertThat(answer.isGiven()).isFalse();
        assertThat(rig.stats().leased()).isZero();
        assertThat(rig.receiveOne().attempt()).isEqualTo(1);
    }

    @Test
    void a_lease_on_disk_survives_a_crash_with_its_remaining_time() {
        rig.send("x");
        Delivery delivery = rig.receiveOne();
        rig.pass(10_000);
        rig.crash(0);
        rig.pass(19_000);
        assertThat(rig.receive(1)).isEmpty();
        rig.pass(11_000);
        Delivery again = rig.receiveOne();
        assertThat(again.attempt()).isEqualTo(2);
        assertThat(again.firstLeasedAt()).isEqualTo(delivery.firstLeasedAt());
        assertThat(rig.ack(delivery)).isInstanceOf(SettleResult.LeasedAnew.class);
    }

    @Test
    void each_message_of_a_batch_has_its_own_end() {
        rig.create("small", QueueSettings.defaults().withMaxMessageBytes(10));
        List<Send> sends = new ArrayList<>();
        sends.add(new Send(Rig.message(null, "fits"), 0, null));
        sends.add(new Send(Rig.message(null, "this one is too large"), 0, null));
        sends.add(new Send(Rig.message(null, "fits too"), 0, null));
        List<SendResult> results =
                rig.ask(reply -> rig.engine.send(Caller.IN_PROCESS, "small", sends, reply));
        assertThat(results.get(0)).isInstanceOf(SendResult.Sent.class);
        assertThat(results.get(1))
                .isEqualTo(new SendResult.Refused(new Refusal.MessageTooLarge(21, 10)));
        assertThat(results.get(2)).isInstanceOf(SendResult.Sent.class);
        assertThat(rig.stats("small").sent()).isEqualTo(2);
    }

    @Test
    void a_backlog_much_larger_than_read_ahead_is_received_in_order_and_once() {
        for (int i = 0; i < 200; i++) {
            List<Send> sends = new ArrayList<>();
            for (int j = 0; j < 100; j++) {
                sends.add(new Send(Rig.message(null, "m" + (i * 100 + j)), 0, null));
            }
            rig.ask((Answer<List<SendResult>> reply) ->
                    rig.engine.send(Caller.IN_PROCESS, Rig.QUEUE, sends, reply));
        }
        for (int i = 0; i < 20_000; i += 100) {
            List<Delivery> deliveries = rig.receive(100);
            assertThat(deliveries).hasSize(100);
            for (int j = 0; j < 100; j++) {
                assertThat(Rig.body(deliveries.get(j))).isEqualTo("m" + (i + j));
                rig.later(() -> {});
            }
            deliveries.forEach(rig::ack);
        }
        assertThat(rig.stats().acked()).isEqualTo(20_000);
        assertThat(rig.stats().ready()).isZero();
    }

    @Test
    void what_comes_next_is_read_while_a_backlog_is_given_out() {
        String quarterOfARead = "x".repeat(60_000);
        for (int i = 0; i < 12; i++) {
            rig.send(quarterOfARead);
        }
        rig.restart();
        rig.receiveOne();
        StreamName messages = Streams.messages(rig.engine.find(Rig.QUEUE).orElseThrow().id(), 0);
        rig.store.damage(
                messages,
                new Damage("f", 0, 1, messages.value(), 0, 0, Damage.Kind.CORRUPT, "rotten"));
        assertThat(rig.receive(12)).as("of two reads").hasSize(7);
    }

    @Test
    void an_unknown_queue_is_named() {
        Answer<SendResult.Sent> answer =
                rig.asked(reply ->
                        rig.engine.send(
                                Caller.IN_PROCESS,
                                "nope",
                                new Send(Rig.message(null, "x"), 0, null),
                                reply));
        assertThat(answer.refusal()).isEqualTo(new Refusal.NoSuchQueue("nope"));
    }
}

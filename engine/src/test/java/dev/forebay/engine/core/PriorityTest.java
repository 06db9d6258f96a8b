package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forebay.engine.Caller;
import dev.forebay.engine.DeadLetterRule;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.Priority;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.log.record.Header;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PriorityTest {
    private static final QueueSettings RANKED =
            QueueSettings.defaults().withOrdering(Ordering.BY_PRIORITY);

    private final Rig rig = Rig.with(RANKED);

    @Test
    void higher_ones_come_first_and_equal_ones_in_order() {
        send(0, "low");
        send(9, "high 1");
        rig.send("usual 1");
        send(9, "high 2");
        send(4, "usual 2");
        send(5, "above");
        assertThat(Rig.bodies(rig.receive(10)))
                .containsExactly("high 1", "high 2", "above", "usual 1", "usual 2", "low");
    }

    @Test
    void one_that_comes_later_goes_first() {
        for (int i = 0; i < 1_000; i++) {
            rig.send("usual " + i);
        }
        rig.receive(3);
        send(7, "high");
        assertThat(Rig.bodies(rig.receive(2))).containsExactly("high", "usual 3");
    }

    @Test
    void failed_and_delayed_ones_return_to_their_level() {
        send(1, "low");
        rig.send(Rig.QUEUE, ranked(9, "delayed"), 1_000, null);
        send(8, "high");
        rig.send("usual");
        Delivery high = rig.receiveOne();
        assertThat(Rig.body(high)).isEqualTo("high");
        rig.release(high, 1_000);
        assertThat(Rig.body(rig.receiveOne())).isEqualTo("usual");
        rig.pass(1_000);
        List<Delivery> next = rig.receive(10);
        assertThat(Rig.bodies(next)).containsExactly("delayed", "high", "low");
        assertThat(next).extracting(Delivery::attempt).containsExactly(1, 2, 1);
        rig.pass(31_000);
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("delayed", "high", "usual", "low");
    }

    @Test
    void a_restart_knows_all_levels_at_once() {
        for (int lives = 0; lives < 3; lives++) {
            for (int level = 0; level <= 9; level++) {
                send(level, lives + " of " + level);
            }
            rig.receive(1);
            if (lives == 1) {
                rig.restart();
            } else {
                rig.crash(1_000);
            }
        }
        List<String> expected = new ArrayList<>();
        for (int level = 9; level >= 0; level--) {
            for (int lives = 0; lives < 3; lives++) {
                expected.add(lives + " of " + level);
            }
        }
        expected.removeAll(List.of("0 of 9", "1 of 9", "2 of 9"));
        assertThat(Rig.bodies(receiveAll(rig))).isEqualTo(expected);
        rig.pass(31_000);
        assertThat(receiveAll(rig)).hasSize(30);
    }

    @Test
    void it_is_kept_with_a_small_journal_and_snapshots_all_the_time() {
        Rig small = new Rig(EngineLimits.defaults().withSnapshots(3, 500));
        small.create(Rig.QUEUE, RANKED);
        for (int i = 0; i < 40; i++) {
            sendTo(small, Rig.QUEUE, i % 10, "m" + i);
            if (i % 8 == 7) {
                small.ack(small.receiveOne());
                small.crash(1_000);
            }
        }
        List<Delivery> left = receiveAll(small);
        assertThat(left).hasSize(35);
        assertThat(left)
                .extracting(delivery -> -Priority.of(delivery.message().headers()))
                .isSorted();
    }

    @Test
    void dead_letters_keep_theirs() {
        rig.create("dead", RANKED);
        rig.create("failing", RANKED.withDeadLetter(new DeadLetterRule("dead", 1)));
        sendTo(rig, "failing", 2, "low");
        sendTo(rig, "failing", 8, "high");
        rig.receiveFrom("failing", 2);
        rig.pass(31_000);
        rig.crash(1_000);
        assertThat(Rig.bodies(rig.receiveFrom("dead", 10))).containsExactly("high", "low");
    }

    @Test
    void a_purge_empties_all_levels() {
        for (int level = 0; level <= 9; level++) {
            send(level, "old");
        }
        rig.receive(2);
        rig.<QueueInfo>ask(reply -> rig.engine.purge(Caller.IN_PROCESS, Rig.QUEUE, reply));
        assertThat(rig.receive(10)).isEmpty();
        send(1, "new");
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("new");
    }

    @Test
    void a_queue_without_priorities_keeps_them_with_the_message() {
        rig.create("plain", QueueSettings.defaults());
        sendTo(rig, "plain", 2, "first");
        sendTo(rig, "plain", 8, "second");
        List<Delivery> received = rig.receiveFrom("plain", 2);
        assertThat(Rig.bodies(received)).containsExactly("first", "second");
        assertThat(Rig.header(received.get(1), Priority.HEADER)).isEqualTo("8");
    }

    @Test
    void what_is_no_digit_is_refused() {
        for (String wrong : List.of("", "10", "x", "-")) {
            Header header = new Header(Priority.HEADER, Rig.bytes(wrong));
            Answer<SendResult.Sent> answer =
                    rig.asked(reply ->
                            rig.engine.send(
                                    Caller.IN_PROCESS,
                                    Rig.QUEUE,
                                    new Send(
                                            Rig.message(null, "m", header), Send.QUEUE_DELAY, null),
                                    reply));
            assertThat(answer.refusal()).isInstanceOf(Refusal.InvalidSetting.class);
        }
        assertThatThrownBy(() -> Priority.header(10)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_order_of_a_queue_stays_as_it_was_created() {
        Answer<QueueInfo> answer =
                rig.asked(reply ->
                        rig.engine.update(
                                Caller.IN_PROCESS, Rig.QUEUE, QueueSettings.defaults(), reply));
        assertThat(answer.refusal()).isInstanceOf(Refusal.InvalidSetting.class);
    }

    private void send(int priority, String body) {
        sendTo(rig, Rig.QUEUE, priority, body);
    }

    private static void sendTo(Rig rig, String queue, int priority, String body) {
        rig.send(queue, ranked(priority, body), Send.QUEUE_DELAY, null);
    }

    private static dev.forebay.engine.Message ranked(int priority, String body) {
        return new Send(Rig.message(null, body), Send.QUEUE_DELAY, null)
                .withPriority(priority)
                .message();
    }

    private static List<Delivery> receiveAll(Rig rig) {
        List<Delivery> all = new ArrayList<>();
        List<Delivery> some = rig.receive(7);
        while (!some.isEmpty()) {
            all.addAll(some);
            some = rig.receive(7);
        }
        return all;
    }
}

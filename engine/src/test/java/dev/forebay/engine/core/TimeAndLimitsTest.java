package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Delays, expiry, depth and byte limits. */
class TimeAndLimitsTest {
    @Test
    void a_delayed_message_waits_and_lets_others_pass_also_over_a_restart() {
        Rig rig = Rig.with(QueueSettings.defaults());
        rig.send(Rig.QUEUE, Rig.message(null, "late"), 10_000, null);
        rig.send("soon");
        assertThat(rig.stats().delayed()).isEqualTo(1);
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("soon");
        rig.crash(0);
        assertThat(rig.stats().delayed()).isEqualTo(1);
        rig.restart();
        rig.pass(9_000);
        assertThat(rig.receive(10)).isEmpty();
        rig.pass(1_100);
        Delivery late = rig.receiveOne();
        assertThat(Rig.body(late)).isEqualTo("late");
        assertThat(late.attempt()).isEqualTo(1);
    }

    @Test
    void a_message_whose_delay_ends_serves_a_waiting_receive() {
        Rig rig = Rig.with(QueueSettings.defaults().withDelayMillis(3_000));
        rig.send("x");
        Answer<List<Delivery>> answer = new Answer<>();
        rig.waitFor(Rig.QUEUE, 20_000, answer);
        rig.pass(2_999);
        assertThat(answer.isGiven()).isFalse();
        rig.pass(1);
        assertThat(answer.value()).hasSize(1);
    }

    @Test
    void by_key_a_delayed_message_holds_up_the_later_ones_of_its_key() {
        Rig rig = Rig.with(QueueSettings.defaults().withOrdering(Ordering.BY_KEY));
        rig.send(Rig.QUEUE, Rig.message("a", "a1"), 5_000, null);
        rig.sendKeyed("a", "a2");
        rig.sendKeyed("b", "b1");
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("b1");
        rig.pass(5_000);
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("a1", "a2");
    }

    @Test
    void an_unsettled_message_expires_and_is_counted() {
        Rig rig = Rig.with(QueueSettings.defaults().withExpiryMillis(60_000));
        rig.send("old");
        rig.pass(30_000);
        rig.send("young");
        rig.pass(30_000);
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("young");
        rig.pass(30_000);
        QueueStats stats = rig.stats();
        assertThat(stats.expired()).isEqualTo(2);
        assertThat(stats.bytes()).isZero();
        rig.crash(0);
        assertThat(rig.stats().expired()).isEqualTo(2);
        assertThat(rig.receive(10)).isEmpty();
    }

    @Test
    void a_leased_message_can_be_acked_after_its_expiry_as_long_as_its_lease_lasts() {
        Rig rig = Rig.with(QueueSettings.defaults().withExpiryMillis(20_000));
        rig.send("x");
        Delivery delivery = rig.receiveOne();
        rig.pass(25_000);
        assertThat(rig.stats().leased()).isEqualTo(1);
        rig.ack(delivery);
        assertThat(rig.stats().acked()).isEqualTo(1);
    }

    @Test
    void a_full_queue_refuses_until_something_is_settled() {
        Rig rig = Rig.with(QueueSettings.defaults().withMaxDepth(2));
        rig.send("1");
        rig.send("2");
        assertThat(refused(rig, "3")).isEqualTo(new Refusal.QueueFull(Rig.QUEUE, "messages", 2));
        rig.ack(rig.receiveOne());
        rig.send("3");
        rig.crash(0);
        assertThat(refused(rig, "4")).isInstanceOf(Refusal.QueueFull.class);
    }

    @Test
    void bytes_are_limited_too() {
        Rig rig = Rig.with(QueueSettings.defaults().withMaxBytes(10));
        rig.send("12345678");
        assertThat(refused(rig, "123")).isEqualTo(new Refusal.QueueFull(Rig.QUEUE, "bytes", 10));
        rig.send("12");
        assertThat(rig.stats().bytes()).isEqualTo(10);
        rig.receive(10).forEach(rig::ack);
        assertThat(rig.stats().bytes()).isZero();
    }

    @Test
    void sends_on_their_way_count_against_the_limit() {
        Rig rig = Rig.with(QueueSettings.defaults().withMaxDepth(1));
        Answer<SendResult.Sent> first = new Answer<>();
        Answer<SendResult.Sent> second = new Answer<>();
        Send send = new Send(Rig.message(null, "x"), 0, null);
        rig.later(() -> rig.engine.send(Caller.IN_PROCESS, Rig.QUEUE, send, first));
        rig.later(() -> rig.engine.send(Caller.IN_PROCESS, Rig.QUEUE, send, second));
        rig.scheduler.runReady();
        assertThat(first.value().offset()).isZero();
        assertThat(second.refusal()).isInstanceOf(Refusal.QueueFull.class);
    }

    @Test
    void the_age_of_the_oldest_message_is_known() {
        Rig rig = Rig.with(QueueSettings.defaults());
        assertThat(rig.stats().oldestSentAt()).isZero();
        rig.send("1");
        rig.pass(10_000);
        rig.send("2");
        Delivery first = rig.receiveOne();
        assertThat(rig.stats().oldestSentAt()).isEqualTo(first.sentAt());
        rig.ack(first);
        assertThat(rig.stats().oldestSentAt()).isEqualTo(first.sentAt() + 10_000);
    }

    private static Refusal refused(Rig rig, String body) {
        Send send = new Send(Rig.message(null, body), 0, null);
        Answer<SendResult.Sent> answer =
                rig.asked(reply -> rig.engine.send(Caller.IN_PROCESS, Rig.QUEUE, send, reply));
        return answer.refusal();
    }
}

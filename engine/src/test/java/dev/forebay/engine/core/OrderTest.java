package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.Delivery;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Send;
import dev.forebay.engine.SettleResult;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderTest {
    private final Rig rig = Rig.with(QueueSettings.defaults().withOrdering(Ordering.BY_KEY));

    @Test
    void one_receive_may_carry_several_of_a_key_in_order_and_the_key_waits_for_all_of_them() {
        rig.sendKeyed("a", "a1");
        rig.sendKeyed("a", "a2");
        rig.sendKeyed("a", "a3");
        rig.sendKeyed("b", "b1");
        List<Delivery> first = rig.receive(2);
        assertThat(Rig.bodies(first)).containsExactly("a1", "a2");
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("b1");
        rig.ack(first.get(0));
        assertThat(rig.receive(10)).isEmpty();
        rig.ack(first.get(1));
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("a3");
    }

    @Test
    void a_failed_message_comes_before_the_later_ones_of_its_key() {
        rig.sendKeyed("a", "a1");
        rig.sendKeyed("a", "a2");
        rig.sendKeyed("a", "a3");
        List<Delivery> first = rig.receive(2);
        rig.ack(first.get(1));
        rig.release(first.get(0), 0);
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("a1", "a3");
    }

    @Test
    void a_delayed_retry_holds_up_its_key_and_no_other() {
        rig.sendKeyed("a", "a1");
        rig.sendKeyed("a", "a2");
        rig.sendKeyed("b", "b1");
        rig.release(rig.receive(1).get(0), 5_000);
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("b1");
        rig.pass(5_000);
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("a1", "a2");
    }

    @Test
    void a_key_stays_blocked_over_a_restart_also_before_its_later_lease() {
        rig.sendKeyed("a", "a1");
        rig.sendKeyed("a", "a2");
        rig.sendKeyed("b", "b1");
        List<Delivery> both = rig.receive(2);
        rig.release(both.get(0), 0);
        rig.crash(0);
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("b1");
        rig.ack(both.get(1));
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("a1");
    }

    @Test
    void a_late_ack_does_not_settle_where_there_is_an_order() {
        rig.sendKeyed("a", "a1");
        Delivery delivery = rig.receiveOne();
        rig.pass(31_000);
        assertThat(rig.ack(delivery)).isInstanceOf(SettleResult.LeaseEnded.class);
        assertThat(rig.receiveOne().attempt()).isEqualTo(2);
    }

    @Test
    void messages_without_a_key_flow_freely() {
        rig.sendKeyed("a", "a1");
        rig.send("n1");
        rig.send("n2");
        assertThat(rig.receive(1)).hasSize(1);
        assertThat(Rig.bodies(rig.receive(1))).containsExactly("n1");
        Delivery second = rig.receiveOne();
        rig.release(second, 1_000);
        rig.pass(1_000);
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("n2");
    }

    @Test
    void a_strict_queue_has_one_consumer_at_a_time() {
        rig.create("strict", QueueSettings.defaults().withOrdering(Ordering.STRICT));
        for (int i = 0; i < 5; i++) {
            rig.send("strict", Rig.message("k" + i, "m" + i), Send.QUEUE_DELAY, null);
        }
        assertThat(Rig.bodies(rig.receiveFrom("strict", 2))).containsExactly("m0", "m1");
        assertThat(rig.receiveFrom("strict", 10)).isEmpty();
        rig.pass(30_000);
        assertThat(Rig.bodies(rig.receiveFrom("strict", 10)))
                .containsExactly("m0", "m1", "m2", "m3", "m4");
    }

    @Test
    void scanning_stops_when_the_room_for_passed_over_messages_is_used_up() {
        Rig small = new Rig(EngineLimits.defaults().withParked(0, 10));
        small.create(Rig.QUEUE, QueueSettings.defaults().withOrdering(Ordering.BY_KEY));
        small.sendKeyed("a", "a0");
        assertThat(small.receive(1)).hasSize(1);
        for (int i = 1; i <= 10; i++) {
            small.sendKeyed("a", "a" + i);
        }
        small.sendKeyed("b", "b");
        assertThat(small.receive(10)).isEmpty();
        small.pass(30_000);
        assertThat(small.receive(20)).hasSize(12);
    }

    @Test
    void a_repeated_receive_gets_the_same_leases_while_they_are_untouched() {
        rig.sendKeyed("a", "a1");
        rig.sendKeyed("b", "b1");
        Receive receive = new Receive(1, 30_000, 0, "attempt-1");
        List<Delivery> first = rig.receive(Rig.QUEUE, receive).value();
        List<Delivery> again = rig.receive(Rig.QUEUE, receive).value();
        assertThat(again.get(0).lease()).isEqualTo(first.get(0).lease());
        rig.extend(first.get(0), 60_000);
        assertThat(Rig.bodies(rig.receive(Rig.QUEUE, receive).value())).containsExactly("b1");
    }
}

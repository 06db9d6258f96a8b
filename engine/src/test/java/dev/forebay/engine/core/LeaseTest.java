package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.HeldBack;
import dev.forebay.engine.LeaseId;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.engine.Waiting;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaseTest {
    private static final long HOUR = 3_600_000;

    private final Rig rig = Rig.with(QueueSettings.defaults());

    @Test
    void a_vanished_consumers_message_comes_back_after_its_lease_and_not_before() {
        rig.send("x");
        assertThat(rig.receiveOne().attempt()).isEqualTo(1);
        rig.pass(29_999);
        assertThat(rig.receive(1)).isEmpty();
        rig.pass(1);
        assertThat(rig.receiveOne().attempt()).isEqualTo(2);
        assertThat(rig.stats().leasesExpired()).isEqualTo(1);
        assertThat(rig.stats().leasesGiven()).isEqualTo(2);
    }

    @Test
    void an_extended_lease_ends_later_also_after_a_crash() {
        rig.send("x");
        Delivery delivery = rig.receiveOne();
        rig.pass(20_000);
        assertThat(rig.extend(delivery, 30_000)).isInstanceOf(SettleResult.Done.class);
        rig.crash(0);
        rig.pass(29_000);
        assertThat(rig.receive(1)).isEmpty();
        rig.pass(2_000);
        assertThat(rig.receive(1)).hasSize(1);
    }

    @Test
    void a_lease_of_more_than_twelve_hours_in_all_is_too_long() {
        rig.send("x");
        Delivery delivery = rig.receiveOne();
        assertThat(rig.extend(delivery, 12 * HOUR)).isInstanceOf(SettleResult.Done.class);
        rig.pass(HOUR);
        assertThat(rig.extend(delivery, 11 * HOUR + 1))
                .isEqualTo(new SettleResult.TooLong(12 * HOUR));
        assertThat(rig.extend(delivery, 11 * HOUR)).isInstanceOf(SettleResult.Done.class);
    }

    @Test
    void a_released_message_is_ready_at_once_or_after_its_delay() {
        rig.send("x");
        rig.release(rig.receiveOne(), 0);
        Delivery second = rig.receiveOne();
        assertThat(second.attempt()).isEqualTo(2);
        rig.release(second, 5_000);
        assertThat(rig.stats().delayed()).isEqualTo(1);
        rig.pass(4_999);
        assertThat(rig.receive(1)).isEmpty();
        rig.crash(0);
        // Engine time goes on from the last append: the release.
        rig.pass(5_000);
        assertThat(rig.receiveOne().attempt()).isEqualTo(3);
    }

    @Test
    void a_lease_of_no_time_leaves_the_message_ready_and_counts_the_attempt() {
        rig.send("x");
        Receive receive = new Receive(1, 0, 0, null);
        assertThat(rig.receive(Rig.QUEUE, receive).value()).hasSize(1);
        assertThat(rig.receiveOne().attempt()).isEqualTo(2);
    }

    @Test
    void a_late_ack_settles_in_a_queue_without_order() {
        rig.send("x");
        Delivery delivery = rig.receiveOne();
        rig.pass(31_000);
        assertThat(rig.release(delivery, 0)).isInstanceOf(SettleResult.LeaseEnded.class);
        assertThat(rig.ack(delivery)).isInstanceOf(SettleResult.Done.class);
        assertThat(rig.receive(1)).isEmpty();
        rig.crash(0);
        assertThat(rig.receive(1)).isEmpty();
        assertThat(rig.stats().acked()).isEqualTo(1);
    }

    @Test
    void an_old_lease_does_nothing_to_a_newer_one() {
        rig.send("x");
        Delivery old = rig.receiveOne();
        rig.pass(31_000);
        rig.receiveOne();
        assertThat(rig.ack(old)).isInstanceOf(SettleResult.LeasedAnew.class);
        assertThat(rig.stats().leased()).isEqualTo(1);
    }

    @Test
    void an_old_lease_settles_nothing_also_when_the_newer_has_ended() {
        rig.send("x");
        Delivery old = rig.receiveOne();
        rig.pass(31_000);
        Delivery newer = rig.receiveOne();
        rig.release(newer, 0);
        assertThat(rig.ack(old)).isInstanceOf(SettleResult.LeasedAnew.class);
        rig.restart();
        assertThat(rig.ack(old)).isInstanceOf(SettleResult.LeasedAnew.class);
        rig.crash(0);
        assertThat(rig.ack(old)).isInstanceOf(SettleResult.LeasedAnew.class);
        assertThat(rig.stats().ready()).isEqualTo(1);
        assertThat(rig.ack(newer)).isInstanceOf(SettleResult.Done.class);
        assertThat(rig.receive(1)).isEmpty();
    }

    @Test
    void a_lease_that_was_never_given_is_unknown() {
        rig.send("x");
        LeaseId[] forged = {Rig.forged(0), Rig.forged(7), Rig.forged(-1), new LeaseId(3, 0, 0, 1)};
        for (LeaseId lease : forged) {
            assertThat(rig.settle(new Settlement.Ack(lease)))
                    .isInstanceOf(SettleResult.Unknown.class);
        }
        assertThat(rig.receive(1)).hasSize(1);
    }

    @Test
    void a_waiting_receive_is_served_by_the_next_send_and_else_ends_with_nothing() {
        Answer<List<Delivery>> first = new Answer<>();
        rig.waitFor(Rig.QUEUE, 20_000, first);
        rig.pass(10_000);
        assertThat(first.isGiven()).isFalse();
        rig.send("x");
        assertThat(Rig.bodies(first.value())).containsExactly("x");
        Answer<List<Delivery>> second = new Answer<>();
        rig.waitFor(Rig.QUEUE, 20_000, second);
        assertThat(rig.stats().waitingReceives()).isEqualTo(1);
        rig.pass(20_000);
        assertThat(second.value()).isEmpty();
    }

    @Test
    void a_waiting_receive_is_served_when_a_lease_ends() {
        rig.send("x");
        rig.receiveOne();
        Answer<List<Delivery>> answer = new Answer<>();
        rig.waitFor(Rig.QUEUE, 60_000, answer);
        rig.pass(30_000);
        assertThat(answer.value()).hasSize(1);
    }

    @Test
    void a_cancelled_receive_gets_nothing_and_gives_its_leases_back_uncounted() {
        Answer<List<Delivery>> gone = new Answer<>();
        Waiting waiting = rig.waitFor(Rig.QUEUE, 20_000, gone);
        rig.on(waiting::cancel);
        rig.send("x");
        assertThat(gone.isGiven()).isFalse();
        Answer<List<Delivery>> late = new Answer<>();
        rig.later(() -> {
            Waiting leased =
                    rig.engine.receive(
                            Caller.IN_PROCESS, Rig.QUEUE, new Receive(1, 30_000, 0, null), late);
            rig.later(leased::cancel);
        });
        rig.scheduler.runReady();
        assertThat(late.isGiven()).isFalse();
        assertThat(rig.receiveOne().attempt()).isEqualTo(1);
    }

    @Test
    void no_more_messages_are_leased_at_once_than_the_queue_allows() {
        rig.create("few", QueueSettings.defaults().withMaxLeases(2).withLeaseMillis(7_000));
        for (int i = 0; i < 3; i++) {
            rig.send("few", Rig.message(null, "m" + i), 0, null);
        }
        List<Delivery> two = rig.receiveFrom("few", 10);
        assertThat(two).hasSize(2);
        assertThat(rig.receive("few", new Receive(1, 1000, 0, null)).refusal())
                .isEqualTo(new Refusal.TooManyLeases("few", 2));
        rig.send("elsewhere");
        rig.receive(Rig.QUEUE, new Receive(1, 1_000, 0, null));
        HeldBack held = rig.stats("few").heldBack().orElseThrow();
        assertThat(held.cause()).isEqualTo(HeldBack.Cause.LEASES);
        assertThat(held.retryAfterMillis()).isEqualTo(7_000);
        rig.settle("few", new Settlement.Ack(two.get(0).lease()));
        assertThat(rig.receiveFrom("few", 10)).hasSize(1);
    }

    @Test
    void messages_that_always_fail_do_not_hold_up_the_others() {
        for (int i = 0; i < 20; i++) {
            rig.send("m" + i);
        }
        int fresh = 0;
        for (int i = 0; i < 20; i++) {
            List<Delivery> deliveries = rig.receive(2);
            fresh += (int) deliveries.stream().filter(each -> each.attempt() == 1).count();
            deliveries.forEach(each -> rig.release(each, 0));
        }
        assertThat(fresh).isEqualTo(20);
    }

    @Test
    void jumps_of_the_wall_clock_do_not_end_leases() {
        rig.send("x");
        rig.receiveOne();
        rig.jumpWall(24 * HOUR);
        rig.pass(1_000);
        assertThat(rig.receive(1)).isEmpty();
        rig.jumpWall(-48 * HOUR);
        rig.pass(29_000);
        assertThat(rig.receive(1)).hasSize(1);
    }
}

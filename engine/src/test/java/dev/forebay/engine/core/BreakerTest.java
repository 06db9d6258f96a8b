package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.BreakerRule;
import dev.forebay.engine.DeadLetterRule;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.HeldBack;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Settlement.Attempt;
import dev.forebay.engine.Settlement.Release;
import dev.forebay.engine.Waiting;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BreakerTest {
    private static final String DEAD = "dead";
    private static final BreakerRule RULE = new BreakerRule(3, 60_000, 5_000, 12_000);

    private final Rig rig =
            Rig.with(
                    QueueSettings.defaults()
                            .withLeaseMillis(1_000)
                            .withBreaker(RULE)
                            .withDeadLetter(new DeadLetterRule(DEAD, 2)));

    BreakerTest() {
        rig.create(DEAD, QueueSettings.defaults());
    }

    private void send(int messages) {
        for (int i = 0; i < messages; i++) {
            rig.send("m" + i);
        }
    }

    private void fail(Delivery delivery, String reason) {
        rig.settle(new Release(delivery.lease(), 0, Attempt.COUNTED, reason));
    }

    private void open() {
        for (int i = 0; i < 3; i++) {
            fail(rig.receiveOne(), "database 10.0.0." + i + " is down");
        }
    }

    private HeldBack heldBack() {
        return rig.stats().heldBack().orElseThrow();
    }

    @Test
    void after_failures_of_one_cause_delivery_pauses_and_says_so() {
        send(5);
        open();
        assertThat(rig.receive(10)).isEmpty();
        assertThat(heldBack().cause()).isEqualTo(HeldBack.Cause.BREAKER);
        assertThat(heldBack().detail()).contains("database 10.0.0.2 is down");
        assertThat(heldBack().retryAfterMillis()).isEqualTo(5_000);
        Answer<List<Delivery>> waits = new Answer<>();
        Waiting waiting = rig.waitFor(Rig.QUEUE, 20_000, waits);
        assertThat(waiting.heldBack()).contains(heldBack());
        rig.pass(4_999);
        assertThat(waits.isGiven()).isFalse();
        rig.pass(1);
        assertThat(waits.value()).as("one probe").hasSize(1);
    }

    @Test
    void failures_of_several_causes_or_long_ago_do_not_pause_it() {
        send(9);
        fail(rig.receiveOne(), "a");
        fail(rig.receiveOne(), "b");
        fail(rig.receiveOne(), "c");
        fail(rig.receiveOne(), "a");
        rig.pass(60_000);
        fail(rig.receiveOne(), "a");
        assertThat(rig.stats().heldBack()).isEmpty();
    }

    @Test
    void leases_that_run_out_are_a_cause() {
        send(5);
        rig.receive(3);
        rig.pass(1_000);
        assertThat(heldBack().detail()).contains("lease expired");
    }

    @Test
    void the_ack_of_the_probe_resumes() {
        send(5);
        open();
        rig.pass(5_000);
        List<Delivery> probe = rig.receive(10);
        assertThat(probe).hasSize(1);
        assertThat(rig.receive(10)).as("no second probe").isEmpty();
        rig.ack(probe.get(0));
        assertThat(rig.stats().heldBack()).isEmpty();
        assertThat(rig.receive(10)).hasSize(4);
    }

    @Test
    void the_failure_of_the_probe_pauses_for_longer_up_to_a_limit_and_counts_for_nothing() {
        send(5);
        open();
        for (long pause : new long[] {5_000, 10_000, 12_000, 12_000}) {
            assertThat(heldBack().retryAfterMillis()).isEqualTo(pause);
            rig.pass(pause);
            fail(rig.receiveOne(), "still down");
        }
        assertThat(rig.stats().deadLettered()).isZero();
        assertThat(rig.stats().ready() + rig.stats().delayed()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "BY_PRIORITY"})
    void messages_that_always_fail_do_not_keep_those_behind_them_from_being_tried(Ordering order) {
        Rig bad =
                Rig.with(
                        QueueSettings.defaults()
                                .withOrdering(order)
                                .withBreaker(RULE)
                                .withDeadLetter(new DeadLetterRule(DEAD, 3)));
        bad.create(DEAD, QueueSettings.defaults());
        for (int i = 0; i < 12; i++) {
            bad.send(i < 3 ? "bad" : "good");
        }
        bad.receive(12).forEach(delivery -> failIn(bad, delivery));
        for (int second = 0; second < 600; second++) {
            workOnce(bad);
        }
        assertThat(bad.stats().acked()).isEqualTo(9);
    }

    /** However many there are: as probes they would otherwise take turns for ever. */
    @ParameterizedTest
    @EnumSource(names = {"NONE", "BY_PRIORITY", "BY_KEY"})
    void what_failed_as_the_probe_stands_back_for_all_that_did_not(Ordering order) {
        Rig bad = Rig.with(QueueSettings.defaults().withOrdering(order).withBreaker(RULE));
        for (int i = 0; i < 40; i++) {
            bad.sendKeyed("k" + i, i < 10 ? "bad" : "good");
        }
        int good = 30;
        for (int second = 0; second < 900; second++) {
            if (second >= 600 && second % 30 == 0) {
                bad.sendKeyed("fresh" + second, "good");
                good++;
            }
            workOnce(bad);
            if (second == 599) {
                assertThat(bad.stats().acked()).isEqualTo(30);
            }
        }
        assertThat(bad.stats().acked()).isGreaterThanOrEqualTo(good - 1);
    }

    @Test
    void one_that_stands_back_is_tried_where_there_is_no_other() {
        send(2);
        fail(rig.receiveOne(), "down");
        fail(rig.receiveOne(), "down");
        rig.pass(60_000);
        send(1);
        rig.receive(3).forEach(delivery -> fail(delivery, "down"));
        int tries = 0;
        for (int second = 0; second < 200; second++) {
            for (Delivery delivery : rig.receive(10)) {
                fail(delivery, "down");
                tries++;
            }
            rig.pass(1_000);
        }
        assertThat(tries).isGreaterThan(200 / 13 - 2);
        rig.pass(12_000);
        rig.ack(rig.receiveOne());
        // Nobody goes before them.
        assertThat(rig.receive(10).size() + rig.receive(10).size()).isEqualTo(2);
    }

    /** Two of one cause look like an outage at first; what others get done says that it is none. */
    @Test
    void several_that_always_fail_are_given_up_while_others_get_done() {
        Rig bad =
                Rig.with(
                        QueueSettings.defaults()
                                .withBreaker(RULE)
                                .withDeadLetter(new DeadLetterRule(DEAD, 3)));
        bad.create(DEAD, QueueSettings.defaults());
        bad.send("bad");
        bad.send("bad");
        for (int second = 0; second < 300; second++) {
            bad.send("good");
            workOnce(bad);
        }
        assertThat(bad.stats().deadLettered()).isEqualTo(2);
    }

    /** Its next wait is for another reason. */
    @ParameterizedTest
    @EnumSource(names = {"NONE", "BY_PRIORITY", "BY_KEY"})
    void what_stood_back_once_waits_as_it_is_told_later(Ordering order) {
        Rig waits = Rig.with(QueueSettings.defaults().withOrdering(order).withBreaker(RULE));
        for (int i = 0; i < 5; i++) {
            waits.sendKeyed("k" + i, "m" + i);
        }
        for (int i = 0; i < 3; i++) {
            failIn(waits, waits.receiveOne());
        }
        for (int i = 0; i < 3; i++) {
            waits.pass(13_000);
            failIn(waits, waits.receiveOne());
        }
        waits.pass(13_000);
        waits.ack(waits.receiveOne());
        waits.pass(40_000);
        List<Delivery> rest = waits.receive(10);
        rest.forEach(delivery -> waits.release(delivery, 60_000));
        assertThat(rest).hasSize(4);
        assertThat(waits.receive(10)).isEmpty();
        waits.pass(59_000);
        assertThat(waits.receive(10)).isEmpty();
    }

    /** A second of a consumer that can do what is good. */
    private static void workOnce(Rig rig) {
        for (Delivery delivery : rig.receive(10)) {
            if (Rig.body(delivery).equals("good")) {
                rig.ack(delivery);
            } else {
                failIn(rig, delivery);
            }
        }
        rig.pass(1_000);
    }

    private static void failIn(Rig rig, Delivery delivery) {
        rig.settle(new Release(delivery.lease(), 0, Attempt.COUNTED, "unavailable"));
    }

    @Test
    void the_probes_lease_running_out_is_a_failure() {
        send(2);
        open();
        rig.pass(5_000);
        rig.receiveOne();
        rig.pass(1_000);
        assertThat(heldBack().retryAfterMillis()).isEqualTo(10_000);
    }

    @Test
    void a_probe_that_tells_nothing_is_followed_by_another() {
        send(5);
        open();
        rig.pass(5_000);
        Delivery probe = rig.receiveOne();
        rig.settle(new Release(probe.lease(), 0, Attempt.UNCOUNTED, ""));
        Delivery second = rig.receiveOne();
        rig.reject(second, "malformed");
        assertThat(rig.receive(10)).hasSize(1);
    }

    @Test
    void it_is_as_open_after_a_crash_and_after_a_restart() {
        send(5);
        open();
        rig.pass(1_000);
        rig.send("time goes on with what is written");
        rig.crash(0);
        assertThat(heldBack().retryAfterMillis()).isEqualTo(4_000);
        rig.restart();
        assertThat(rig.receive(10)).isEmpty();
        rig.pass(4_000);
        Delivery probe = rig.receiveOne();
        rig.crash(0);
        assertThat(rig.receive(10)).as("the probe is still out").isEmpty();
        rig.ack(probe);
        rig.restart();
        assertThat(rig.stats().heldBack()).isEmpty();
        assertThat(rig.receive(10).size() + rig.receive(10).size()).isEqualTo(5);
    }

    @Test
    void an_outage_dead_letters_nothing_however_the_messages_come_back() {
        send(40);
        for (int second = 0; second < 120; second++) {
            for (Delivery delivery : rig.receive(second % 3 + 1)) {
                fail(delivery, "connection refused");
            }
            rig.pass(1_000);
        }
        assertThat(rig.stats().deadLettered()).isZero();
        int acked = 0;
        for (int second = 0; second < 60; second++) {
            for (Delivery delivery : rig.receive(10)) {
                rig.ack(delivery);
                acked++;
            }
            rig.pass(1_000);
        }
        assertThat(acked).isEqualTo(40);
    }

    @Test
    void a_message_that_alone_fails_is_given_up() {
        send(1);
        fail(rig.receiveOne(), "bad body");
        fail(rig.receiveOne(), "bad body");
        assertThat(rig.stats().deadLettered()).isEqualTo(1);
    }

    @Test
    void it_is_closed_once_the_queue_has_none() {
        send(5);
        open();
        QueueSettings without =
                rig.engine.find(Rig.QUEUE).orElseThrow().settings().toBuilder()
                        .breaker(Optional.empty())
                        .build();
        rig.update(Rig.QUEUE, without);
        assertThat(rig.stats().heldBack()).isEmpty();
        assertThat(rig.receive(10)).hasSize(5);
    }
}

package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.Settlement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FairnessTest {
    private static final List<String> QUIET = List.of("b", "c", "d", "e", "f", "g", "h", "i", "j");

    private final Rig rig = Rig.with(QueueSettings.defaults());

    @Test
    void one_key_alone_is_given_out_as_it_came() {
        sendMany("a", 100);
        assertThat(Rig.bodies(rig.receive(100))).isEqualTo(bodies("a", 0, 100));
    }

    @Test
    void a_quiet_key_does_not_wait_for_a_noisy_ones_backlog() {
        sendMany("a", 100_000);
        sendQuiet();
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 2 * QUIET.size(); i++) {
            Delivery delivery = rig.receiveOne();
            keys.add(key(delivery));
            rig.ack(delivery);
        }
        assertThat(keys.subList(0, QUIET.size() + 1)).containsAll(QUIET);
        assertThat(keys.subList(QUIET.size() + 1, keys.size())).containsOnly("a");
    }

    @Test
    void who_has_less_in_flight_goes_first() {
        sendMany("a", 1_000);
        assertThat(keys(rig.receive(10))).containsOnly("a");
        sendMany("b", 1_000);
        assertThat(keys(rig.receive(10))).containsOnly("b");
        assertThat(counts(rig.receive(10))).isEqualTo(Map.of("a", 5, "b", 5));
    }

    @Test
    void a_noisy_key_gets_what_nobody_else_wants() {
        sendMany("a", 50);
        rig.sendKeyed("b", "b0");
        assertThat(counts(rig.receive(100))).isEqualTo(Map.of("a", 50, "b", 1));
    }

    @Test
    void new_keys_without_end_do_not_starve_one_that_waits() {
        sendMany("a", 100);
        int ofA = 0;
        for (int i = 0; i < 60; i++) {
            rig.sendKeyed("new" + i, "n");
            rig.sendKeyed("more" + i, "n");
            Delivery delivery = rig.receiveOne();
            ofA += key(delivery).equals("a") ? 1 : 0;
            rig.ack(delivery);
        }
        assertThat(ofA).isBetween(5, 55);
    }

    @Test
    void messages_without_a_key_are_one_key_together() {
        for (int i = 0; i < 1_000; i++) {
            rig.send("plain");
        }
        rig.sendKeyed("b", "b0");
        assertThat(Rig.bodies(rig.receive(4))).contains("b0");
    }

    @Test
    void each_key_stays_in_the_order_it_was_sent_in() {
        for (int i = 0; i < 20; i++) {
            rig.sendKeyed("a", "a" + i);
            rig.sendKeyed("b", "b" + i);
        }
        List<String> got = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            got.add(Rig.body(rig.receiveOne()));
        }
        assertThat(got.stream().filter(body -> body.startsWith("a"))).isEqualTo(bodies("a", 0, 20));
        assertThat(got.stream().filter(body -> body.startsWith("b"))).isEqualTo(bodies("b", 0, 20));
    }

    @Test
    void failed_and_delayed_messages_wait_with_those_of_their_key() {
        sendMany("a", 5);
        rig.sendKeyed("b", "b0");
        rig.sendKeyed("b", "b1");
        List<Delivery> all = rig.receive(10);
        assertThat(all).hasSize(7);
        all.forEach(delivery -> rig.release(delivery, key(delivery).equals("a") ? 0 : 1_000));
        assertThat(keys(rig.receive(2))).containsOnly("a");
        rig.pass(1_000);
        List<Delivery> next = rig.receive(2);
        assertThat(keys(next)).containsOnly("b");
        assertThat(next).allMatch(delivery -> delivery.attempt() == 2);
        assertThat(keys(rig.receive(10))).containsExactly("a", "a", "a");
    }

    @Test
    void messages_passed_over_are_at_their_first_attempt_and_may_be_retried() {
        sendMany("a", 20);
        rig.sendKeyed("b", "b0");
        rig.receive(2);
        Delivery passedOver = rig.receiveOne();
        assertThat(passedOver.attempt()).isEqualTo(1);
        rig.release(passedOver, 0);
        List<Delivery> rest = rig.receive(30);
        assertThat(rest).hasSize(19);
        assertThat(rest.stream().filter(delivery -> delivery.attempt() == 2)).hasSize(1);
    }

    @Test
    void a_restart_changes_nothing() {
        sendMany("a", 500);
        sendQuiet();
        List<Delivery> before = rig.receive(6);
        for (int lives = 0; lives < 3; lives++) {
            if (lives == 1) {
                rig.restart();
            } else {
                rig.crash(1000);
            }
            rig.receive(1);
            rig.pass(100);
            assertThat(rig.stats().leased()).isEqualTo(before.size() + lives + 1);
        }
        assertThat(counts(before)).containsKey("a");
        assertThat(receiveAll()).hasSize(500);
        rig.pass(40_000);
        assertThat(receiveAll()).hasSize(509);
    }

    @Test
    void leases_from_before_a_restart_count_as_in_flight() {
        sendMany("a", 100);
        rig.receive(20);
        sendMany("b", 100);
        rig.receive(1);
        rig.crash(1000);
        rig.receive(1);
        rig.pass(1_000);
        assertThat(keys(rig.receive(10))).containsOnly("b");
    }

    @Test
    void a_purge_empties_all_keys() {
        sendMany("a", 100);
        sendQuiet();
        rig.receive(3);
        rig.<QueueInfo>ask(reply -> rig.engine.purge(Caller.IN_PROCESS, Rig.QUEUE, reply));
        assertThat(rig.receive(10)).isEmpty();
        sendMany("a", 3);
        rig.sendKeyed("b", "b");
        assertThat(counts(rig.receive(10))).isEqualTo(Map.of("a", 3, "b", 1));
    }

    @Test
    void what_expired_while_it_was_passed_over_is_not_given_out() {
        rig.update(Rig.QUEUE, QueueSettings.defaults().withExpiryMillis(60_000));
        sendMany("a", 100);
        rig.sendKeyed("b", "b");
        rig.receive(2);
        rig.pass(59_000);
        rig.sendKeyed("c", "c");
        rig.pass(2_000);
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("c");
    }

    @Test
    void the_cursor_stands_still_when_the_room_is_used_up_and_nothing_is_lost() {
        Rig small = new Rig(EngineLimits.defaults().withParked(0, 10));
        small.create(Rig.QUEUE, QueueSettings.defaults());
        for (int i = 0; i < 100; i++) {
            small.sendKeyed("a", "a" + i);
        }
        small.sendKeyed("b", "b");
        List<String> got = new ArrayList<>();
        for (int i = 0; i < 101; i++) {
            Delivery delivery = small.receiveOne();
            assertThat(small.stats().passedOver().messages()).isLessThanOrEqualTo(10);
            got.add(Rig.body(delivery));
            small.ack(delivery);
        }
        assertThat(got).doesNotHaveDuplicates().hasSize(101);
        assertThat(small.stats().passedOver()).isEqualTo(QueueStats.PassedOver.none());
        assertThat(got.indexOf("b")).isBetween(80, 95);
    }

    @Test
    void several_keys_with_old_backlogs_take_turns_after_a_restart() {
        for (String key : List.of("a", "b", "c", "d", "e", "f")) {
            sendMany(key, 3_000);
        }
        rig.restart();
        rig.receive(1);
        rig.pass(2_000);
        assertThat(counts(rig.receive(60)).values()).allMatch(count -> count >= 9 && count <= 11);
        assertThat(receiveAll()).hasSize(18_000 - 61);
    }

    @Test
    void where_keys_are_ordered_a_quiet_one_does_not_wait_for_a_noisy_ones_backlog() {
        rig.create("fifo", QueueSettings.defaults().withOrdering(Ordering.BY_KEY));
        sendMany("fifo", "a", 20_000);
        QUIET.forEach(key -> rig.send("fifo", Rig.message(key, key), Send.QUEUE_DELAY, null));
        List<String> got = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            for (Delivery delivery : rig.receiveFrom("fifo", 10)) {
                got.add(Rig.body(delivery));
                rig.settle("fifo", new Settlement.Ack(delivery.lease()));
            }
        }
        assertThat(got.subList(0, 10 + QUIET.size())).containsAll(QUIET);
        got.removeAll(QUIET);
        assertThat(got).isEqualTo(bodies("a", 0, got.size()));
    }

    @Test
    void where_keys_are_ordered_all_come_in_order_over_restarts_with_little_room() {
        Rig small = new Rig(EngineLimits.defaults().withParked(0, 20));
        small.create(Rig.QUEUE, QueueSettings.defaults().withOrdering(Ordering.BY_KEY));
        for (int i = 0; i < 60; i++) {
            small.sendKeyed("a", "a" + i);
            small.sendKeyed("b", "b" + i);
            small.send("n" + i);
        }
        List<String> got = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            if (i % 7 == 6) {
                small.crash(1000);
            }
            for (Delivery delivery : small.receive(4)) {
                got.add(Rig.body(delivery));
                small.ack(delivery);
            }
        }
        assertThat(got).doesNotHaveDuplicates().hasSize(180);
        assertThat(got.stream().filter(body -> body.startsWith("a"))).isEqualTo(bodies("a", 0, 60));
        assertThat(got.stream().filter(body -> body.startsWith("b"))).isEqualTo(bodies("b", 0, 60));
    }

    private List<Delivery> receiveAll() {
        List<Delivery> all = new ArrayList<>();
        List<Delivery> some = rig.receive(100);
        while (!some.isEmpty()) {
            all.addAll(some);
            some = rig.receive(100);
        }
        return all;
    }

    private void sendQuiet() {
        QUIET.forEach(key -> rig.sendKeyed(key, key));
    }

    private void sendMany(String key, int count) {
        sendMany(Rig.QUEUE, key, count);
    }

    private void sendMany(String queue, String key, int count) {
        for (int from = 0; from < count; from += 1_000) {
            List<Send> sends = new ArrayList<>();
            for (int i = from; i < Math.min(count, from + 1_000); i++) {
                sends.add(new Send(Rig.message(key, key + i), Send.QUEUE_DELAY, null));
            }
            rig.<List<SendResult>>ask(
                    reply -> rig.engine.send(Caller.IN_PROCESS, queue, sends, reply));
        }
    }

    private static List<String> bodies(String key, int from, int to) {
        List<String> bodies = new ArrayList<>();
        for (int i = from; i < to; i++) {
            bodies.add(key + i);
        }
        return bodies;
    }

    private static String key(Delivery delivery) {
        return Rig.text(Objects.requireNonNull(delivery.message().key()));
    }

    private static List<String> keys(List<Delivery> deliveries) {
        return deliveries.stream().map(FairnessTest::key).toList();
    }

    private static Map<String, Integer> counts(List<Delivery> deliveries) {
        Map<String, Integer> counts = new HashMap<>();
        deliveries.forEach(delivery -> counts.merge(key(delivery), 1, Integer::sum));
        return counts;
    }
}

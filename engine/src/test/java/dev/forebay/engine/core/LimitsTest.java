package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.Caller;
import dev.forebay.engine.DeadLetterRule;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.DepthLimit.WhenFull;
import dev.forebay.engine.HeldBack;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.RateLimit;
import dev.forebay.engine.RateLimits;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Refusal.QueueFull;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.SettleResult;
import dev.forebay.log.StoreState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LimitsTest {
    private static final QueueSettings PLAIN = QueueSettings.defaults();
    private static final Caller ANN = new Caller("sqs", "ann", "10.0.0.1", "");
    private static final Caller BOB = new Caller("sqs", "bob", "10.0.0.1", "");

    private static Answer<SendResult.Sent> send(
            Rig rig, Caller caller, @Nullable String key, String body) {
        return rig.asked(reply ->
                rig.engine.send(
                        caller, Rig.QUEUE, new Send(Rig.message(key, body), 0, null), reply));
    }

    private static Answer<List<Delivery>> receive(Rig rig, Caller caller, long wait) {
        return rig.asked(reply ->
                rig.engine.receive(caller, Rig.QUEUE, new Receive(10, -1, wait, null), reply));
    }

    // --- deadlines

    @ParameterizedTest
    @EnumSource
    void a_message_is_not_delivered_after_its_deadline(Ordering ordering) {
        Rig rig = Rig.with(PLAIN.withOrdering(ordering).withLeaseMillis(1_000));
        rig.ask((Answer<SendResult.Sent> reply) ->
                rig.engine.send(
                        Caller.IN_PROCESS,
                        Rig.QUEUE,
                        new Send(Rig.message("k", "brief"), 0, null, 5_000),
                        reply));
        rig.send("lasting");
        rig.crash(0);
        rig.pass(3_999);
        assertThat(rig.receive(1)).hasSize(1);
        rig.pass(1_001);
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("lasting");
        assertThat(rig.receive(10)).isEmpty();
        assertThat(rig.stats().expired()).isEqualTo(1);
    }

    private static Answer<SendResult.Sent> sendBrief(Rig rig, String key, long expiryMillis) {
        Send send = new Send(Rig.message(key, "brief"), 0, null, expiryMillis);
        return rig.asked(reply -> rig.engine.send(ANN, Rig.QUEUE, send, reply));
    }

    @ParameterizedTest
    @EnumSource
    void messages_past_their_deadline_do_not_fill_a_queue(Ordering ordering) {
        Rig rig = Rig.with(PLAIN.withOrdering(ordering).withMaxDepth(3));
        sendBrief(rig, "a", 5_000);
        sendBrief(rig, "a", 9_000);
        sendBrief(rig, "b", 5_000);
        rig.pass(4_999);
        assertThat(sendBrief(rig, "c", 5_000).refusal()).isInstanceOf(Refusal.QueueFull.class);
        rig.pass(1);
        assertThat(rig.stats().ready()).isEqualTo(1);
        assertThat(rig.stats().expired()).isEqualTo(2);
        sendBrief(rig, "a", 60_000).value();
        rig.crash(0);
        rig.pass(4_000);
        assertThat(rig.stats().expired()).isEqualTo(3);
        assertThat(rig.receive(10)).hasSize(1);
    }

    @Test
    void their_bytes_are_free_too_and_so_are_those_of_messages_that_wait() {
        Rig rig = Rig.with(PLAIN.withMaxBytes(40).withLeaseMillis(1_000));
        rig.ask((Answer<SendResult.Sent> reply) ->
                rig.engine.send(
                        ANN,
                        Rig.QUEUE,
                        new Send(Rig.message(null, "0123456789"), 30_000, null, 5_000),
                        reply));
        String other = "x".repeat(35);
        assertThat(send(rig, ANN, null, other).refusal()).isInstanceOf(Refusal.QueueFull.class);
        rig.restart();
        rig.pass(5_000);
        send(rig, ANN, null, other).value();
        assertThat(rig.stats().bytes()).isEqualTo(other.length());
    }

    @ParameterizedTest
    @EnumSource
    void what_is_leased_takes_no_place_and_expires_when_its_lease_ends(Ordering ordering) {
        Rig rig = Rig.with(PLAIN.withOrdering(ordering).withMaxDepth(1).withLeaseMillis(20_000));
        sendBrief(rig, "a", 5_000).value();
        Delivery held = rig.receiveOne();
        rig.pass(6_000);
        send(rig, ANN, "b", "x").value();
        assertThat(send(rig, ANN, "c", "y").refusal()).isInstanceOf(Refusal.QueueFull.class);
        rig.crash(0);
        rig.pass(6_000);
        assertThat(send(rig, ANN, "c", "y").refusal()).isInstanceOf(Refusal.QueueFull.class);
        assertThat(rig.stats().leased()).isEqualTo(1);
        rig.release(held, 60_000);
        rig.pass(1);
        assertThat(rig.stats().expired()).isEqualTo(1);
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("x");
    }

    @Test
    void of_many_deadlines_some_are_known_about_and_none_too_early() {
        int many = 5_000;
        Rig rig = Rig.with(PLAIN);
        for (int i = 0; i < many; i++) {
            sendBrief(rig, "k" + i % 7, 60_000);
        }
        sendBrief(rig, "k", 600_000);
        rig.pass(59_999);
        assertThat(rig.stats().ready()).isEqualTo(many + 1);
        rig.restart();
        rig.pass(1 + 60_000 / 256 + many / 1_000);
        assertThat(rig.stats().ready()).isEqualTo(1);
        assertThat(rig.stats().expired()).isEqualTo(many);
    }

    // --- depth

    @ParameterizedTest
    @EnumSource
    void the_oldest_that_nobody_has_is_dropped_for_a_new_one(Ordering ordering) {
        Rig rig =
                Rig.with(
                        PLAIN.withOrdering(ordering)
                                .withMaxDepth(3)
                                .withWhenFull(WhenFull.DROP_OLDEST));
        for (int i = 0; i < 3; i++) {
            rig.sendKeyed("k" + i, "m" + i);
        }
        Delivery held = rig.receiveOne();
        rig.sendKeyed("k3", "m3");
        assertThat(rig.stats().dropped()).isZero();
        rig.sendKeyed("k4", "m4");
        assertThat(rig.stats().dropped()).isEqualTo(1);
        rig.crash(0);
        rig.ack(held);
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("m2", "m3", "m4");
    }

    @Test
    void as_many_are_dropped_as_the_bytes_need() {
        Rig rig = Rig.with(PLAIN.withMaxBytes(30).withWhenFull(WhenFull.DROP_OLDEST));
        rig.send("0123456789");
        rig.send("abcdefghij");
        // Sizes of what waits are known by the tenth of a second.
        rig.pass(100);
        rig.send("x".repeat(25));
        assertThat(rig.stats().dropped()).isEqualTo(2);
        assertThat(rig.stats().bytes()).isEqualTo(25);
    }

    @Test
    void a_delayed_one_is_dropped_too_and_its_key_goes_on() {
        Rig rig =
                Rig.with(
                        PLAIN.withOrdering(Ordering.BY_KEY)
                                .withMaxDepth(2)
                                .withWhenFull(WhenFull.DROP_OLDEST));
        rig.send(Rig.QUEUE, Rig.message("k", "late"), 60_000, null);
        rig.sendKeyed("k", "second");
        assertThat(rig.receive(10)).isEmpty();
        rig.sendKeyed("k", "third");
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("second", "third");
    }

    private static List<SendResult> burst(Rig rig, int messages) {
        List<Send> sends = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            sends.add(new Send(Rig.message("k" + i % 3, "n" + i), 0, null));
        }
        return rig.ask(reply -> rig.engine.send(ANN, Rig.QUEUE, sends, reply));
    }

    @ParameterizedTest
    @EnumSource
    void of_a_burst_beyond_the_depth_the_newest_remain(Ordering ordering) {
        Rig rig =
                Rig.with(
                        PLAIN.withOrdering(ordering)
                                .withMaxDepth(5)
                                .withWhenFull(WhenFull.DROP_OLDEST));
        rig.send("old");
        assertThat(burst(rig, 20)).hasOnlyElementsOfType(SendResult.Sent.class);
        assertThat(rig.stats().ready()).isEqualTo(5);
        assertThat(rig.stats().dropped()).isEqualTo(16);
        rig.crash(0);
        assertThat(Rig.bodies(rig.receive(10)))
                .containsExactlyInAnyOrder("n15", "n16", "n17", "n18", "n19");
        assertThat(rig.stats().sent()).isEqualTo(21);
    }

    @Test
    void a_burst_dead_letters_what_it_pushes_out() {
        Rig rig =
                Rig.with(
                        PLAIN.withMaxDepth(5)
                                .withDeadLetter(new DeadLetterRule("dead", 3))
                                .withWhenFull(WhenFull.DEAD_LETTER_OLDEST));
        rig.create("dead", PLAIN.withMaxDepth(3));
        assertThat(burst(rig, 20)).hasOnlyElementsOfType(SendResult.Sent.class);
        rig.pass(1_000);
        assertThat(Rig.bodies(rig.receive(10)))
                .containsExactlyInAnyOrder("n15", "n16", "n17", "n18", "n19");
        assertThat(rig.stats().deadLetterReasons().queueFull()).isEqualTo(15);
        assertThat(rig.stats("dead").ready()).isEqualTo(15);
    }

    @Test
    void a_burst_leaves_what_is_leased_and_who_waits_gets_the_oldest_before_any_goes() {
        Rig rig = Rig.with(PLAIN.withMaxDepth(5).withWhenFull(WhenFull.DROP_OLDEST));
        for (int i = 0; i < 3; i++) {
            rig.send("m" + i);
        }
        List<Delivery> held = rig.receive(3);
        Answer<List<Delivery>> waits = receive(rig, BOB, 10_000);
        burst(rig, 20);
        assertThat(Rig.bodies(waits.value()))
                .containsExactlyInAnyOrder(
                        "n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9");
        assertThat(rig.stats().leased()).isEqualTo(13);
        assertThat(rig.stats().ready()).isEqualTo(5);
        assertThat(rig.stats().dropped()).isEqualTo(5);
        assertThat(held)
                .allSatisfy(delivery ->
                        assertThat(rig.ack(delivery)).isInstanceOf(SettleResult.Done.class));
    }

    @Test
    void bytes_that_are_leased_do_not_count() {
        Rig rig = Rig.with(PLAIN.withMaxBytes(30));
        rig.send("x".repeat(25));
        Delivery held = rig.receiveOne();
        rig.send("y".repeat(25));
        rig.restart();
        assertThat(send(rig, ANN, null, "123456").refusal()).isInstanceOf(Refusal.QueueFull.class);
        send(rig, ANN, null, "12345").value();
        rig.ack(held);
        assertThat(send(rig, ANN, null, "1").refusal()).isInstanceOf(Refusal.QueueFull.class);
    }

    @ParameterizedTest
    @EnumSource
    void what_comes_back_to_a_full_queue_pushes_out_the_oldest(Ordering ordering) {
        Rig rig =
                Rig.with(
                        PLAIN.withOrdering(ordering)
                                .withMaxDepth(2)
                                .withWhenFull(WhenFull.DROP_OLDEST)
                                .withLeaseMillis(1_000));
        rig.sendKeyed("a", "m0");
        rig.sendKeyed("b", "m1");
        Delivery held = rig.receiveOne();
        rig.sendKeyed("c", "m2");
        rig.release(held, 0);
        rig.pass(1);
        assertThat(rig.stats().dropped()).isEqualTo(1);
        assertThat(Rig.bodies(rig.receive(2))).containsExactly("m1", "m2");
    }

    @Test
    void a_lower_limit_is_in_force_at_once_and_after_a_crash() {
        Rig rig = Rig.with(PLAIN);
        for (int i = 0; i < 2_500; i++) {
            rig.send("m" + i);
        }
        rig.update(Rig.QUEUE, PLAIN.withMaxDepth(3));
        rig.pass(10);
        assertThat(rig.stats().ready()).isEqualTo(2_500);
        rig.update(Rig.QUEUE, PLAIN.withMaxDepth(3).withWhenFull(WhenFull.DROP_OLDEST));
        rig.pass(10);
        assertThat(rig.stats().dropped()).isEqualTo(2_497);
        rig.update(Rig.QUEUE, PLAIN.withMaxBytes(10).withWhenFull(WhenFull.DROP_OLDEST));
        rig.crash(0);
        rig.pass(10);
        assertThat(Rig.bodies(rig.receive(10))).containsExactlyInAnyOrder("m2498", "m2499");
    }

    @Test
    void a_queue_that_is_not_in_memory_shrinks_too() {
        Rig rig = Rig.with(PLAIN);
        burst(rig, 20);
        rig.restart();
        rig.update(Rig.QUEUE, PLAIN.withMaxDepth(3).withWhenFull(WhenFull.DROP_OLDEST));
        rig.pass(10);
        rig.update(Rig.QUEUE, PLAIN);
        assertThat(rig.receive(10)).hasSize(3);
    }

    @Test
    void of_many_that_are_leased_the_oldest_that_is_not_is_found() {
        Rig rig =
                Rig.with(
                        PLAIN.withMaxLeases(5_000)
                                .withMaxDepth(2)
                                .withWhenFull(WhenFull.DROP_OLDEST));
        for (int i = 0; i < 1_500; i++) {
            rig.send("m" + i);
            assertThat(rig.receive(1)).hasSize(1);
        }
        burst(rig, 5);
        rig.pass(10);
        assertThat(rig.stats().dropped()).isEqualTo(3);
        assertThat(Rig.bodies(rig.receive(10))).containsExactlyInAnyOrder("n3", "n4");
    }

    @Test
    void when_all_are_scheduled_a_send_is_refused_and_told_so() {
        Rig rig = Rig.with(PLAIN.withMaxDepth(1).withWhenFull(WhenFull.DROP_OLDEST));
        rig.send(Rig.QUEUE, Rig.message(null, "m"), 3_600_000, null);
        Refusal refusal = send(rig, ANN, null, "n").refusal();
        assertThat(refusal)
                .isEqualTo(
                        new Refusal.QueueFull(
                                Rig.QUEUE, "messages", 1, QueueFull.Others.DO_NOT_SUFFICE));
        assertThat(refusal.message()).contains("if all that can be were pushed out");
    }

    @Test
    void the_oldest_goes_to_the_dead_letter_queue_for_a_new_one() {
        Rig rig =
                Rig.with(
                        PLAIN.withMaxDepth(2)
                                .withDeadLetter(new DeadLetterRule("dead", 3))
                                .withWhenFull(WhenFull.DEAD_LETTER_OLDEST));
        rig.create("dead", PLAIN);
        for (int i = 0; i < 5; i++) {
            rig.send("m" + i);
        }
        assertThat(rig.stats().deadLettered()).isEqualTo(3);
        List<Delivery> dead = rig.receiveFrom("dead", 10);
        assertThat(Rig.bodies(dead)).containsExactly("m0", "m1", "m2");
        assertThat(Rig.header(dead.get(0), "forebay-dead-letter-reason")).isEqualTo("queue full");
        assertThat(Rig.header(dead.get(0), "forebay-dead-letter-attempts")).isEqualTo("0");
        rig.restart();
        assertThat(rig.stats().ready()).isEqualTo(2);
    }

    /** Two leases of a message that waits for the disk on its way out. */
    private static List<Delivery> pushedOut(Rig rig) {
        rig.create("dead", PLAIN);
        rig.send("m0");
        List<Delivery> leases = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Delivery delivery = rig.receiveOne();
            leases.add(delivery);
            rig.release(delivery, 0);
        }
        rig.send("m1");
        rig.later(() ->
                rig.engine.send(
                        ANN,
                        Rig.QUEUE,
                        new Send(Rig.message(null, "m2"), 0, null),
                        new Answer<SendResult.Sent>()));
        while (rig.stats().leased() == 0) {
            assertThat(rig.scheduler.stepNow()).isTrue();
        }
        rig.on(() -> rig.store.become(new StoreState.UsingReserve(0.9)));
        assertThat(rig.stats("dead").sent()).isZero();
        return leases;
    }

    private static Rig pushing() {
        return Rig.with(
                PLAIN.withMaxDepth(2)
                        .withDeadLetter(new DeadLetterRule("dead", 9))
                        .withWhenFull(WhenFull.DEAD_LETTER_OLDEST));
    }

    @Test
    void what_is_pushed_out_was_not_delivered_by_that() {
        Rig rig = pushing();
        rig.create("dead", PLAIN);
        for (String body : List.of("m0", "m1", "m2")) {
            rig.send(body);
        }
        rig.pass(1);
        assertThat(rig.stats("dead").sent()).isOne();
        assertThat(rig.stats().leasesGiven()).isZero();
    }

    @Test
    void an_ack_of_the_last_lease_wins_over_being_pushed_out() {
        Rig rig = pushing();
        List<Delivery> leases = pushedOut(rig);
        assertThat(rig.release(leases.get(1), 0)).isEqualTo(new SettleResult.LeaseEnded());
        assertThat(rig.ack(leases.get(0))).isEqualTo(new SettleResult.LeasedAnew());
        assertThat(rig.ack(leases.get(1))).isInstanceOf(SettleResult.Done.class);
        rig.on(() -> rig.store.become(new StoreState.Accepting()));
        rig.pass(1_000);
        assertThat(rig.stats().acked()).isEqualTo(1);
        assertThat(rig.stats("dead").sent()).isZero();
    }

    @Test
    void what_was_being_pushed_out_before_a_crash_was_not_delivered_by_that() {
        Rig rig = pushing();
        pushedOut(rig);
        rig.crash(0);
        // There is no limit now, so that none is pushed out anew.
        rig.update(Rig.QUEUE, PLAIN.withDeadLetter(new DeadLetterRule("dead", 9)));
        assertThat(Rig.bodies(rig.receive(9))).containsExactly("m1", "m2");
        rig.pass(1);
        assertThat(rig.receive(9)).extracting(Delivery::attempt).containsExactly(3);
    }

    @Test
    void an_ack_wins_over_being_pushed_out_after_a_crash_too() {
        Rig rig = pushing();
        List<Delivery> leases = pushedOut(rig);
        rig.crash(0);
        assertThat(rig.ack(leases.get(1))).isInstanceOf(SettleResult.Done.class);
        assertThat(rig.stats().ready()).isEqualTo(2);
    }

    @Test
    void where_it_cannot_go_there_the_setting_is_refused() {
        QueueSettings impossible = PLAIN.withMaxDepth(2).withWhenFull(WhenFull.DEAD_LETTER_OLDEST);
        Rig rig = Rig.with(PLAIN);
        Answer<QueueInfo> answer =
                rig.asked(reply ->
                        rig.engine.update(Caller.IN_PROCESS, Rig.QUEUE, impossible, reply));
        assertThat(answer.refusal()).isInstanceOf(Refusal.InvalidSetting.class);
    }

    // --- rates

    @Test
    void sends_beyond_a_rate_are_refused_and_told_when_to_come_back() {
        Rig rig = Rig.with(PLAIN.withRates(RateLimits.none().withSending(new RateLimit(2, 3))));
        for (int i = 0; i < 3; i++) {
            send(rig, ANN, null, "m").value();
        }
        Refusal.Throttled refusal = (Refusal.Throttled) send(rig, BOB, null, "m").refusal();
        assertThat(refusal.retryAfterMillis()).isEqualTo(500);
        rig.pass(499);
        assertThat(send(rig, ANN, null, "m").refusal()).isInstanceOf(Refusal.Throttled.class);
        rig.pass(1);
        send(rig, ANN, null, "m").value();
    }

    @Test
    void keys_and_clients_have_rates_of_their_own() {
        RateLimit one = new RateLimit(1, 1);
        Rig perKey = Rig.with(PLAIN.withRates(RateLimits.none().withSendingPerKey(one)));
        send(perKey, ANN, "a", "m").value();
        assertThat(send(perKey, BOB, "a", "m").refusal()).isInstanceOf(Refusal.Throttled.class);
        send(perKey, ANN, "b", "m").value();
        send(perKey, ANN, null, "m").value();
        send(perKey, ANN, null, "m").value();
        Rig perClient = Rig.with(PLAIN.withRates(RateLimits.none().withSendingPerClient(one)));
        send(perClient, ANN, "a", "m").value();
        assertThat(send(perClient, ANN, "b", "m").refusal()).isInstanceOf(Refusal.Throttled.class);
        send(perClient, BOB, "a", "m").value();
    }

    @Test
    void deliveries_beyond_a_rate_wait_and_the_receive_can_tell_why() {
        Rig rig = Rig.with(PLAIN.withRates(RateLimits.none().withDelivery(new RateLimit(2, 3))));
        for (int i = 0; i < 8; i++) {
            rig.send("m" + i);
        }
        assertThat(receive(rig, ANN, 0).value()).hasSize(3);
        assertThat(receive(rig, ANN, 0).value()).isEmpty();
        HeldBack held = rig.stats().heldBack().orElseThrow();
        assertThat(held.cause()).isEqualTo(HeldBack.Cause.RATE);
        assertThat(held.retryAfterMillis()).isEqualTo(500);
        Answer<List<Delivery>> waits = receive(rig, BOB, 10_000);
        rig.pass(499);
        assertThat(waits.isGiven()).isFalse();
        rig.pass(1);
        assertThat(waits.value()).hasSize(1);
    }

    @Test
    void a_client_over_its_rate_does_not_hold_up_others() {
        Rig rig =
                Rig.with(
                        PLAIN.withRates(
                                RateLimits.none().withDeliveryPerClient(new RateLimit(1, 2))));
        for (int i = 0; i < 8; i++) {
            rig.send("m" + i);
        }
        assertThat(receive(rig, ANN, 0).value()).hasSize(2);
        Answer<List<Delivery>> waits = receive(rig, ANN, 10_000);
        assertThat(receive(rig, BOB, 0).value()).hasSize(2);
        assertThat(waits.isGiven()).isFalse();
        rig.pass(1_000);
        assertThat(waits.value()).hasSize(1);
    }

    // --- pace

    @Test
    void the_time_to_drain_of_what_came_at_once_is_known_after_seconds() {
        Rig rig = Rig.with(PLAIN);
        for (int i = 0; i < 1_000; i++) {
            rig.send("backlog");
        }
        for (int second = 0; second < 7; second++) {
            rig.receive(10).forEach(rig::ack);
            rig.pass(1_000);
        }
        assertThat(rig.stats().pace().drainMillis().orElseThrow()).isBetween(75_000L, 115_000L);
        rig.pass(20_000);
        assertThat(rig.stats().pace().drainMillis()).isEmpty();
    }

    @Test
    void what_was_settled_long_ago_is_no_pace() {
        Rig rig = Rig.with(PLAIN);
        for (int i = 0; i < 10; i++) {
            rig.send("backlog");
        }
        rig.pass(5_000);
        rig.receive(1).forEach(rig::ack);
        rig.pass(1_000);
        assertThat(rig.stats().pace().settledPerSecond()).isPositive();
        rig.pass(31_000);
        assertThat(rig.stats().pace().settledPerSecond()).isZero();
        assertThat(rig.stats().pace().drainMillis()).isEmpty();
    }

    @Test
    void the_time_to_drain_is_right_under_steady_load() {
        for (int out : new int[] {13, 15, 20}) {
            Rig rig = Rig.with(PLAIN);
            int backlog = 40 * 2 * (out - 10);
            for (int i = 0; i < backlog; i++) {
                rig.send("backlog");
            }
            int half = backlog / (out - 10) / 2;
            long told = -1;
            int second = 0;
            while (rig.stats().ready() > 0) {
                for (int tenth = 0; tenth < 10; tenth++) {
                    rig.send("m");
                    for (int i = 0; i < out / 10 + (tenth < out % 10 ? 1 : 0); i++) {
                        rig.receive(1).forEach(rig::ack);
                    }
                    rig.pass(100);
                }
                second++;
                if (second == half) {
                    QueueStats.Pace pace = rig.stats().pace();
                    told = pace.drainMillis().orElseThrow();
                    assertThat(pace.sentPerSecond()).isBetween(9.0, 11.0);
                    assertThat(pace.settledPerSecond()).isBetween(out * 0.95, out * 1.05);
                }
            }
            double actual = (second - half) * 1_000.0;
            assertThat(told / actual).as("%s a second", out).isBetween(0.8, 1.2);
        }
    }

    @Test
    void the_time_to_drain_is_right_soon_after_the_load_has_changed() {
        Rig rig = Rig.with(PLAIN);
        pass(rig, 30, 80, 40);
        for (int second = 0; second < 32; second++) {
            pass(rig, 1, 20, 50);
            if (second >= 5) {
                double actual = rig.stats().ready() / 30.0 * 1_000;
                assertThat(rig.stats().pace().drainMillis().orElseThrow() / actual)
                        .as("after %s s", second)
                        .isBetween(0.8, 1.2);
            }
        }
        rig.pass(7_000);
        assertThat(rig.stats().pace().drainMillis()).isEmpty();
    }

    /** So many a second are sent, and so many acked. */
    private static void pass(Rig rig, int seconds, int in, int out) {
        for (int tenth = 0; tenth < seconds * 10; tenth++) {
            for (int i = 0; i < in / 10; i++) {
                rig.send("m");
            }
            rig.receive(out / 10).forEach(rig::ack);
            rig.pass(100);
        }
    }
}

package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.Attendance;
import dev.forebay.engine.Caller;
import dev.forebay.engine.ConsumerInfo;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.Flow;
import dev.forebay.engine.HeldBack;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.RateLimit;
import dev.forebay.engine.RateLimits;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Subscribe;
import dev.forebay.engine.SubscriptionInfo;
import dev.forebay.engine.Subscriptions;
import dev.forebay.engine.Waiting;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsumersTest {
    private static final QueueSettings PLAIN = QueueSettings.defaults();
    private static final Caller ANN = new Caller("sqs", "ann", "10.0.0.1", "");
    private static final Caller BOB = new Caller("http", "", "10.0.0.2", "worker/1");
    private static final long FIVE_MINUTES = 300_000;

    private final List<Waiting> waiting = new ArrayList<>();

    private Answer<List<Delivery>> receive(Rig rig, Caller caller, long wait) {
        return rig.asked(reply ->
                waiting.add(
                        rig.engine.receive(
                                caller, Rig.QUEUE, new Receive(10, -1, wait, null), reply)));
    }

    private static List<ConsumerInfo> consumers(Rig rig) {
        return consumers(rig, Subscriptions.WORK);
    }

    private static List<ConsumerInfo> consumers(Rig rig, String subscription) {
        return rig.engine.subscriptions().consumers(Rig.QUEUE, subscription).orElseThrow();
    }

    private static List<Caller> callers(Rig rig) {
        return consumers(rig).stream().map(ConsumerInfo::caller).toList();
    }

    private static Caller numbered(int number) {
        return new Caller("sqs", "", "10.0.1.1", "worker " + number);
    }

    @Test
    void what_a_consumer_did_is_told() {
        Rig rig = Rig.with(PLAIN);
        assertThat(consumers(rig)).isEmpty();
        rig.send("a");
        rig.send("b");
        long first = rig.wall();
        receive(rig, ANN, 0);
        rig.pass(1_000);
        receive(rig, BOB, 60_000);
        rig.pass(1_000);
        receive(rig, ANN, 60_000);
        receive(rig, ANN, 0);
        assertThat(consumers(rig)).hasSize(2);
        ConsumerInfo ann = consumers(rig).get(0);
        assertThat(ann.caller()).isEqualTo(ANN);
        assertThat(ann.firstSeenAt()).isEqualTo(first);
        assertThat(ann.lastReceiveAt()).isEqualTo(first + 2_000);
        assertThat(ann.given()).isEqualTo(2);
        assertThat(ann.waitingReceives()).isEqualTo(1);
        assertThat(ann.heldBack()).isEmpty();
        ConsumerInfo bob = consumers(rig).get(1);
        assertThat(bob.firstSeenAt()).isEqualTo(first + 1_000).isEqualTo(bob.lastReceiveAt());
        assertThat(bob.given()).isZero();
        assertThat(bob.waitingReceives()).isEqualTo(1);
        rig.send("c");
        assertThat(consumers(rig).get(1).given()).isEqualTo(1);
        assertThat(consumers(rig).get(1).waitingReceives()).isZero();
    }

    @Test
    void connections_of_one_program_are_one_consumer() {
        Rig rig = Rig.with(PLAIN);
        receive(rig, BOB, 60_000);
        receive(rig, ANN, 0);
        receive(rig, new Caller(BOB.face(), BOB.user(), BOB.address(), BOB.client()), 60_000);
        assertThat(callers(rig)).containsExactly(BOB, ANN);
        assertThat(consumers(rig).get(0).waitingReceives()).isEqualTo(2);
    }

    @Test
    void a_receive_that_was_given_up_waits_no_more_and_was_given_nothing() {
        Rig rig = Rig.with(PLAIN);
        receive(rig, BOB, 60_000);
        rig.on(() -> waiting.get(0).cancel());
        assertThat(consumers(rig).get(0).waitingReceives()).isZero();
        rig.send("a");
        receive(rig, BOB, 60_000);
        rig.on(() -> waiting.get(1).cancel());
        receive(rig, BOB, 60_000);
        rig.on(() -> {
            rig.engine.receive(BOB, Rig.QUEUE, new Receive(1, -1, 0, null), new Answer<>());
            waiting.get(2).cancel();
        });
        assertThat(consumers(rig)).hasSize(1);
        assertThat(consumers(rig).get(0).given()).isEqualTo(1);
    }

    @Test
    void each_is_told_what_holds_it_back_and_until_when() {
        Rig rig =
                Rig.with(
                        PLAIN.withRates(
                                RateLimits.none().withDeliveryPerClient(new RateLimit(0.1, 1))));
        rig.send("a");
        rig.send("b");
        receive(rig, ANN, 0);
        receive(rig, ANN, 60_000);
        receive(rig, BOB, 60_000);
        rig.pass(3_000);
        receive(rig, BOB, 0);
        assertThat(callers(rig)).containsExactly(BOB, ANN);
        HeldBack ann = consumers(rig).get(1).heldBack().orElseThrow();
        assertThat(ann.cause()).isEqualTo(HeldBack.Cause.RATE);
        assertThat(ann.detail()).contains("client");
        assertThat(ann.retryAfterMillis()).isEqualTo(7_000);
        // Time passes also when nobody says anything.
        rig.scheduler.runFor(2_000);
        assertThat(consumers(rig).get(1).heldBack().orElseThrow().retryAfterMillis())
                .isEqualTo(5_000);
        rig.pass(5_000);
        assertThat(consumers(rig).get(1).heldBack()).isEmpty();
    }

    @Test
    void a_pause_holds_all_back_until_it_is_ended() {
        Rig rig = Rig.with(PLAIN);
        receive(rig, ANN, 60_000);
        rig.ask((Answer<QueueInfo> reply) ->
                rig.engine.update(
                        Caller.IN_PROCESS, Rig.QUEUE, PLAIN.withFlow(Flow.DELIVERY_PAUSED), reply));
        HeldBack held = consumers(rig).get(0).heldBack().orElseThrow();
        assertThat(held.cause()).isEqualTo(HeldBack.Cause.PAUSED);
        assertThat(held.retryAfterMillis()).isEqualTo(HeldBack.UNTIL_TOLD);
    }

    @Test
    void a_consumer_is_forgotten_five_minutes_after_it_received_last_but_not_while_it_waits() {
        Rig rig = Rig.with(PLAIN);
        receive(rig, ANN, 0);
        receive(rig, BOB, 2 * FIVE_MINUTES);
        rig.pass(FIVE_MINUTES - 1);
        assertThat(callers(rig)).containsExactly(BOB, ANN);
        rig.pass(1);
        assertThat(callers(rig)).containsExactly(BOB);
        rig.pass(2 * FIVE_MINUTES - 1);
        assertThat(callers(rig)).containsExactly(BOB);
        rig.pass(1);
        assertThat(callers(rig)).isEmpty();
        receive(rig, BOB, 0);
        assertThat(callers(rig)).containsExactly(BOB);
    }

    @Test
    void a_consumer_is_not_forgotten_while_it_has_a_lease() {
        Rig rig = Rig.with(PLAIN.withLeaseMillis(3 * FIVE_MINUTES));
        rig.send("a");
        receive(rig, ANN, 0);
        receive(rig, BOB, 0);
        rig.pass(2 * FIVE_MINUTES);
        assertThat(callers(rig)).containsExactly(ANN);
        rig.pass(2 * FIVE_MINUTES);
        assertThat(rig.stats().leased()).isZero();
        assertThat(callers(rig)).isEmpty();
    }

    @Test
    void a_consumer_that_attends_is_there_whether_it_asks_or_not() {
        Rig rig = Rig.with(PLAIN);
        Attendance ann = rig.engine.subscriptions().attend(ANN, Rig.QUEUE, Subscriptions.WORK);
        Attendance again = rig.engine.subscriptions().attend(ANN, Rig.QUEUE, Subscriptions.WORK);
        rig.engine.subscriptions().attend(ANN, "none", Subscriptions.WORK).end();
        rig.pass(2 * FIVE_MINUTES);
        assertThat(callers(rig)).containsExactly(ANN);
        ann.end();
        rig.pass(2 * FIVE_MINUTES);
        assertThat(callers(rig)).containsExactly(ANN);
        again.end();
        rig.pass(FIVE_MINUTES - 1);
        assertThat(callers(rig)).containsExactly(ANN);
        rig.pass(1);
        assertThat(callers(rig)).isEmpty();
    }

    @Test
    void a_thousand_are_remembered_those_that_received_last() {
        Rig rig = Rig.with(PLAIN);
        receive(rig, ANN, 60_000);
        receive(rig, BOB, 0);
        for (int i = 0; i < Consumers.MOST - 1; i++) {
            receive(rig, numbered(i), 0);
        }
        assertThat(callers(rig)).hasSize(Consumers.MOST).contains(BOB).doesNotContain(ANN);
        receive(rig, BOB, 0);
        receive(rig, numbered(Consumers.MOST), 0);
        assertThat(callers(rig)).hasSize(Consumers.MOST).doesNotContain(numbered(0));
        assertThat(callers(rig).subList(0, 2)).containsExactly(numbered(Consumers.MOST), BOB);
        // What waited all the while is answered all the same, and its consumer comes back.
        rig.send("a");
        receive(rig, ANN, 0);
        assertThat(callers(rig)).first().isEqualTo(ANN);
    }

    @Test
    void all_subscriptions_together_remember_fifty_thousand() {
        Rig rig = new Rig();
        for (int queue = 0; queue < 51; queue++) {
            String name = "q" + queue;
            rig.create(name, PLAIN);
            rig.on(() -> {
                for (int i = 0; i < Consumers.MOST; i++) {
                    rig.engine.receive(
                            numbered(i), name, new Receive(1, -1, 0, null), new Answer<>());
                }
            });
        }
        assertThat(remembered(rig, "q49")).isEqualTo(Consumers.MOST);
        assertThat(remembered(rig, "q50")).isZero();
        rig.ask((Answer<QueueInfo> reply) -> rig.engine.delete(Caller.IN_PROCESS, "q0", reply));
        rig.receiveFrom("q50", 1);
        assertThat(remembered(rig, "q50")).isEqualTo(1);
        // Those that have been silent for long make room by themselves.
        rig.pass(FIVE_MINUTES + Callers.MINUTE_MILLIS);
        rig.create("late", PLAIN);
        rig.receiveFrom("late", 1);
        assertThat(remembered(rig, "late")).isEqualTo(1);
    }

    private static int remembered(Rig rig, String queue) {
        return rig.engine.subscriptions().consumers(queue, Subscriptions.WORK).orElseThrow().size();
    }

    @Test
    void each_subscription_has_its_own_and_a_restart_forgets_them() {
        Rig rig = Rig.with(PLAIN);
        rig.ask((Answer<SubscriptionInfo> reply) ->
                rig.engine
                        .subscriptions()
                        .subscribe(
                                Caller.IN_PROCESS, Rig.QUEUE, Subscribe.fromNow("audit"), reply));
        receive(rig, ANN, 0);
        rig.on(() ->
                rig.engine
                        .subscriptions()
                        .receive(
                                BOB,
                                Rig.QUEUE,
                                "audit",
                                new Receive(1, -1, 0, null),
                                new Answer<>()));
        assertThat(callers(rig)).containsExactly(ANN);
        assertThat(consumers(rig, "audit").get(0).caller()).isEqualTo(BOB);
        assertThat(rig.engine.subscriptions().consumers(Rig.QUEUE, "none")).isEmpty();
        assertThat(rig.engine.subscriptions().consumers("none", Subscriptions.WORK)).isEmpty();
        rig.restart();
        assertThat(callers(rig)).isEmpty();
    }
}

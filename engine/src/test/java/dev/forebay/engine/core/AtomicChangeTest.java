package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.AtomicChange;
import dev.forebay.engine.Caller;
import dev.forebay.engine.Deduplication;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.DepthLimit.WhenFull;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.SettleResult;
import dev.forebay.log.StoreState;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AtomicChangeTest {
    private static final String OTHER = "other";

    private final Rig rig = Rig.with(QueueSettings.defaults());

    AtomicChangeTest() {
        rig.create(
                OTHER,
                QueueSettings.defaults()
                        .withMaxDepth(2)
                        .withDeduplication(
                                new Deduplication(60_000, Deduplication.Scope.QUEUE, 100)));
    }

    @Test
    void messages_reach_several_queues_by_one_append() {
        List<SendResult.Sent> sent =
                change(List.of(), List.of(to(Rig.QUEUE, "a"), to(OTHER, "b"), to(Rig.QUEUE, "c")))
                        .value();
        assertThat(sent).extracting(SendResult.Sent::offset).containsExactly(0L, 0L, 1L);
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("a", "c");
        assertThat(Rig.bodies(rig.receiveFrom(OTHER, 10))).containsExactly("b");
    }

    @Test
    void acks_here_and_sends_there_are_whole_or_absent_after_a_crash() {
        for (int kept = 0; kept < 2; kept++) {
            Rig crashed = Rig.with(QueueSettings.defaults());
            crashed.create(OTHER, QueueSettings.defaults());
            crashed.send("in");
            Delivery delivery = crashed.receiveOne();
            AtomicChange change =
                    new AtomicChange(
                            List.of(new AtomicChange.Ack(Rig.QUEUE, delivery.lease())),
                            List.of(to(OTHER, "out"), to(Rig.QUEUE, "out")));
            crashed.later(() -> crashed.engine.change(Caller.IN_PROCESS, change, new Answer<>()));
            while (crashed.store.pendingAppends() == 0) {
                assertThat(crashed.scheduler.stepNow()).isTrue();
            }
            assertThat(crashed.store.pendingAppends()).isEqualTo(1);
            crashed.crash(kept);
            crashed.pass(0);
            assertThat(crashed.stats(OTHER).sent()).isEqualTo(kept);
            assertThat(crashed.stats().sent()).isEqualTo(1 + kept);
            assertThat(crashed.stats().acked()).isEqualTo(kept);
        }
    }

    @Test
    void what_a_change_acks_is_not_dropped_for_what_it_sends() {
        rig.update(
                Rig.QUEUE,
                QueueSettings.defaults().withMaxDepth(2).withWhenFull(WhenFull.DROP_OLDEST));
        rig.send("in");
        Delivery delivery = rig.receiveOne();
        rig.release(delivery, 0);
        rig.send("other");
        change(List.of(delivery), List.of(to(Rig.QUEUE, "out"))).value();
        assertThat(rig.stats().acked()).isEqualTo(1);
        assertThat(rig.stats().dropped()).isZero();
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("other", "out");
    }

    @Test
    void a_refused_change_drops_nothing_and_the_sends_of_one_push_out_each_other() {
        rig.update(
                Rig.QUEUE,
                QueueSettings.defaults().withMaxDepth(2).withWhenFull(WhenFull.DROP_OLDEST));
        rig.send("a");
        rig.send("b");
        List<AtomicChange.SendTo> three =
                List.of(to(Rig.QUEUE, "c"), to(Rig.QUEUE, "d"), to(Rig.QUEUE, "e"));
        List<AtomicChange.SendTo> wrong = new ArrayList<>(three);
        wrong.add(to("nowhere", "x"));
        assertThat(change(List.of(), wrong).refusal()).isInstanceOf(Refusal.NoSuchQueue.class);
        assertThat(rig.stats().dropped()).isZero();
        change(List.of(), three).value();
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("d", "e");
    }

    @Test
    void one_refused_send_refuses_all() {
        rig.send("in");
        Delivery delivery = rig.receiveOne();
        List<AtomicChange.SendTo> three = List.of(to(OTHER, "1"), to(OTHER, "2"), to(OTHER, "3"));
        assertThat(change(List.of(delivery), three).refusal())
                .isInstanceOf(Refusal.QueueFull.class);
        assertThat(change(List.of(), List.of(to(Rig.QUEUE, "x"), to("nowhere", "y"))).refusal())
                .isInstanceOf(Refusal.NoSuchQueue.class);
        String large = "x".repeat((1 << 20) + 1);
        assertThat(change(List.of(), List.of(to(OTHER, "x"), to(OTHER, large))).refusal())
                .isInstanceOf(Refusal.MessageTooLarge.class);
        List<AtomicChange.SendTo> much = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            much.add(to(Rig.QUEUE, "x".repeat(1 << 20)));
        }
        assertThat(change(List.of(), much).refusal()).isInstanceOf(Refusal.ChangeTooLarge.class);
        assertThat(rig.stats().sent()).isEqualTo(1);
        assertThat(rig.stats().leased()).isEqualTo(1);
        assertThat(rig.stats(OTHER).sent()).isZero();
        // Nothing of it counts against limits.
        assertThat(change(List.of(delivery), three.subList(0, 2)).value()).hasSize(2);
        assertThat(rig.stats().acked()).isEqualTo(1);
    }

    @Test
    void one_lease_that_is_over_refuses_all() {
        rig.send("a");
        rig.send("b");
        List<Delivery> both = rig.receive(2);
        rig.ack(both.get(0));
        assertThat(change(both, List.of(to(OTHER, "x"))).refusal())
                .isInstanceOfSatisfying(
                        Refusal.NotAcked.class,
                        not ->
                                assertThat(not.result())
                                        .isInstanceOf(SettleResult.AlreadySettled.class));
        rig.pass(30_000);
        Delivery anew = rig.receiveOne();
        assertThat(change(List.of(both.get(1)), List.of()).refusal())
                .isInstanceOfSatisfying(
                        Refusal.NotAcked.class,
                        not ->
                                assertThat(not.result())
                                        .isInstanceOf(SettleResult.LeasedAnew.class));
        assertThat(rig.stats(OTHER).sent()).isZero();
        assertThat(change(List.of(anew), List.of(to(OTHER, "x"))).value()).hasSize(1);
        assertThat(rig.stats().acked()).isEqualTo(2);
    }

    @Test
    void a_lease_that_ran_out_is_good_as_long_as_nobody_else_has_the_message() {
        rig.send("a");
        Delivery delivery = rig.receiveOne();
        rig.pass(30_000);
        assertThat(change(List.of(delivery), List.of(to(OTHER, "x"))).value()).hasSize(1);
        assertThat(rig.stats().acked()).isEqualTo(1);
    }

    @Test
    void duplicates_are_answered_with_the_first_and_wait_for_one_on_its_way() {
        SendResult.Sent first = change(List.of(), List.of(to(OTHER, "a", "id"))).value().get(0);
        List<SendResult.Sent> again =
                change(List.of(), List.of(to(OTHER, "a", "id"), to(Rig.QUEUE, "b"))).value();
        assertThat(again.get(0).duplicate()).isTrue();
        assertThat(again.get(0).id()).isEqualTo(first.id());
        assertThat(again.get(1).duplicate()).isFalse();
        List<SendResult.Sent> twins =
                change(List.of(), List.of(to(OTHER, "c", "twin"), to(OTHER, "c", "twin"))).value();
        assertThat(twins).extracting(SendResult.Sent::duplicate).containsExactly(false, true);
        assertThat(twins.get(0).id()).isEqualTo(twins.get(1).id());
        assertThat(rig.stats(OTHER).sent()).isEqualTo(2);
    }

    @Test
    void a_duplicate_of_a_send_on_its_way_is_refused_since_its_end_is_open() {
        Answer<List<SendResult.Sent>> change = new Answer<>();
        AtomicChange twice =
                new AtomicChange(List.of(), List.of(to(OTHER, "a", "id"), to(Rig.QUEUE, "b")));
        rig.on(() -> {
            rig.engine.send(
                    Caller.IN_PROCESS,
                    OTHER,
                    new Send(Rig.message(null, "a"), 0, "id"),
                    new Answer<>());
            rig.engine.change(Caller.IN_PROCESS, twice, change);
        });
        assertThat(change.refusal()).isInstanceOf(Refusal.Throttled.class);
        assertThat(rig.stats().sent()).isZero();
        List<SendResult.Sent> again =
                rig.ask(reply -> rig.engine.change(Caller.IN_PROCESS, twice, reply));
        assertThat(again.get(0).duplicate()).isTrue();
    }

    @Test
    void sends_of_one_turn_keep_their_order() {
        rig.create("keyed", QueueSettings.defaults().withOrdering(Ordering.STRICT));
        rig.on(() -> {
            rig.engine.send(
                    Caller.IN_PROCESS,
                    "keyed",
                    new Send(Rig.message(null, "1"), 0, null),
                    new Answer<>());
            rig.engine.change(
                    Caller.IN_PROCESS,
                    new AtomicChange(List.of(), List.of(to("keyed", "2"))),
                    new Answer<>());
            rig.engine.send(
                    Caller.IN_PROCESS,
                    "keyed",
                    new Send(Rig.message(null, "3"), 0, null),
                    new Answer<>());
        });
        assertThat(Rig.bodies(rig.receiveFrom("keyed", 10))).containsExactly("1", "2", "3");
    }

    @Test
    void what_is_sent_after_acks_goes_behind_what_was_sent_with_them() {
        rig.create("keyed", QueueSettings.defaults().withOrdering(Ordering.STRICT));
        rig.send("in");
        AtomicChange.Ack ack = new AtomicChange.Ack(Rig.QUEUE, rig.receiveOne().lease());
        rig.on(() -> {
            rig.engine.change(
                    Caller.IN_PROCESS,
                    new AtomicChange(List.of(ack), List.of(to("keyed", "1"))),
                    new Answer<>());
            rig.engine.send(
                    Caller.IN_PROCESS,
                    "keyed",
                    new Send(Rig.message(null, "2"), 0, null),
                    new Answer<>());
            rig.engine.change(
                    Caller.IN_PROCESS,
                    new AtomicChange(List.of(), List.of(to("keyed", "3"))),
                    new Answer<>());
        });
        assertThat(Rig.bodies(rig.receiveFrom("keyed", 10))).containsExactly("1", "2", "3");
    }

    @Test
    void a_full_disk_refuses_the_sends_and_with_them_the_acks() {
        rig.send("a");
        Delivery delivery = rig.receiveOne();
        rig.on(() -> rig.store.become(new StoreState.UsingReserve(0.9)));
        assertThat(change(List.of(delivery), List.of(to(OTHER, "x"))).refusal())
                .isInstanceOf(Refusal.DiskFull.class);
        assertThat(rig.stats().leased()).isEqualTo(1);
        assertThat(change(List.of(delivery), List.of()).value()).isEmpty();
        assertThat(rig.stats().acked()).isEqualTo(1);
    }

    private Answer<List<SendResult.Sent>> change(
            List<Delivery> acks, List<AtomicChange.SendTo> sends) {
        List<AtomicChange.Ack> leases =
                acks.stream().map(one -> new AtomicChange.Ack(Rig.QUEUE, one.lease())).toList();
        return rig.asked(reply ->
                rig.engine.change(Caller.IN_PROCESS, new AtomicChange(leases, sends), reply));
    }

    private static AtomicChange.SendTo to(String queue, String body) {
        return to(queue, body, null);
    }

    private static AtomicChange.SendTo to(
            String queue, String body, @Nullable String deduplicationId) {
        return new AtomicChange.SendTo(
                queue, new Send(Rig.message(null, body), Send.QUEUE_DELAY, deduplicationId));
    }
}

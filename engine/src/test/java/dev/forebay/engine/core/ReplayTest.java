package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.AtomicChange;
import dev.forebay.engine.BreakerRule;
import dev.forebay.engine.Caller;
import dev.forebay.engine.DeadLetterRule;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.DepthLimit.WhenFull;
import dev.forebay.engine.Flow;
import dev.forebay.engine.HeldUp;
import dev.forebay.engine.HistoryEntry;
import dev.forebay.engine.MessageHistory;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.Position;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Replay;
import dev.forebay.engine.ReplayInfo;
import dev.forebay.engine.ReplayPreview;
import dev.forebay.engine.Replays;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.engine.Subscribe;
import dev.forebay.engine.SubscriptionInfo;
import dev.forebay.engine.filter.MessageFilter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final MessageFilter ALL = new MessageFilter.All();
    private static final Replay.Target WORK = new Replay.Target.Subscription("work");
    private static final Replay.Target COPY = new Replay.Target.Queue("copy");

    private final Rig rig = Rig.with(QueueSettings.defaults());

    @Test
    void a_copy_goes_by_the_limits_of_the_queue_it_goes_to() {
        rig.create("copy", QueueSettings.defaults().withMaxDepth(3));
        sendAndAck("a", "b", "c", "d", "e");
        start(all(COPY));
        rig.pass(5_000);
        assertThat(rig.stats("copy").ready()).isEqualTo(3);
        rig.receiveFrom("copy", 2)
                .forEach(one -> rig.settle("copy", new Settlement.Ack(one.lease())));
        rig.pass(5_000);
        assertThat(rig.stats("copy").sent()).isEqualTo(5);
        assertThat(only().phase()).isEqualTo(ReplayInfo.Phase.DONE);
    }

    @Test
    void a_copy_waits_for_room_in_bytes_and_while_nothing_is_taken() {
        rig.create("copy", QueueSettings.defaults().withFlow(Flow.SENDING_PAUSED));
        sendAndAck("a", "b", "c");
        start(all(COPY));
        rig.pass(5_000);
        assertThat(rig.stats("copy").sent()).isZero();
        rig.update("copy", QueueSettings.defaults().withMaxBytes(100));
        rig.pass(5_000);
        assertThat(rig.stats("copy").bytes()).isBetween(1L, 100L);
        assertThat(only().phase()).isEqualTo(ReplayInfo.Phase.RUNNING);
    }

    @Test
    void a_copy_into_a_queue_that_drops_its_oldest_leaves_the_newest_there() {
        rig.create(
                "copy",
                QueueSettings.defaults().withMaxDepth(2).withWhenFull(WhenFull.DROP_OLDEST));
        sendAndAck("a", "b", "c", "d", "e");
        start(all(COPY));
        rig.pass(5_000);
        assertThat(Rig.bodies(rig.receiveFrom("copy", 10))).containsExactly("d", "e");
        assertThat(only().phase()).isEqualTo(ReplayInfo.Phase.DONE);
    }

    @Test
    void a_message_too_large_for_the_queue_it_is_copied_to_ends_the_copy_and_says_so() {
        rig.create("copy", QueueSettings.defaults().withMaxMessageBytes(1_024));
        sendAndAck("a", "b".repeat(2_000), "c");
        start(all(COPY));
        rig.pass(5_000);
        assertThat(rig.stats("copy").sent()).isEqualTo(1);
        assertThat(only().phase()).isEqualTo(ReplayInfo.Phase.FAILED);
        assertThat(only().reason()).contains("1024");
    }

    @Test
    void a_pass_gives_settled_messages_again_and_unsettles_nothing() {
        sendAndAck("a", "b");
        ReplayInfo begun = start(all(WORK));
        rig.pass(50);

        List<Delivery> again = rig.receive(10);

        assertThat(Rig.bodies(again)).containsExactly("a", "b");
        assertThat(again).allMatch(delivery -> delivery.lease().pass() == begun.number());
        assertThat(again).allMatch(delivery -> delivery.attempt() == 1);
        assertThat(rig.stats().acked()).isEqualTo(2);
        assertThat(rig.stats().leased()).isZero();
        assertThat(rig.ack(again.get(0))).isEqualTo(new SettleResult.Done());
        assertThat(rig.ack(again.get(0))).isEqualTo(new SettleResult.AlreadySettled());
        rig.release(again.get(1), 0);
        Delivery third = rig.receiveOne();
        assertThat(third.attempt()).isEqualTo(2);
        rig.ack(third);
        rig.pass(500);

        ReplayInfo over = only();
        assertThat(over.phase()).isEqualTo(ReplayInfo.Phase.DONE);
        assertThat(over.given()).isEqualTo(2);
        assertThat(over.acked()).isEqualTo(2);
        assertThat(over.unsettled()).isZero();
        assertThat(over.endedAt()).isPositive();
        assertThat(rig.ack(third)).isEqualTo(new SettleResult.AlreadySettled());
        assertThat(rig.receive(10)).isEmpty();
    }

    @Test
    void what_is_not_settled_comes_once() {
        sendAndAck("settled");
        rig.send("leased");
        rig.send("ready");
        Delivery held = rig.receiveOne();
        ReplayPreview preview = preview(all(WORK));
        start(all(WORK));
        rig.pass(50);
        List<String> got = new ArrayList<>();
        for (List<Delivery> some = rig.receive(10); !some.isEmpty(); some = rig.receive(10)) {
            got.addAll(Rig.bodies(some));
            some.forEach(rig::ack);
        }
        rig.ack(held);
        rig.pass(1_000);
        assertThat(preview.meant()).isEqualTo(1);
        assertThat(got).containsExactlyInAnyOrder("settled", "ready");
        assertThat(rig.receive(10)).isEmpty();
        assertThat(only().given()).isEqualTo(1);
    }

    @Test
    void into_another_queue_or_a_subscription_that_never_had_them_all_come() {
        rig.create("copy", QueueSettings.defaults());
        sendAndAck("settled");
        rig.send("ready");
        rig.ask((Answer<SubscriptionInfo> reply) ->
                rig.engine
                        .subscriptions()
                        .subscribe(Caller.IN_PROCESS, Rig.QUEUE, Subscribe.fromNow("new"), reply));
        rig.send("had");
        start(all(COPY));
        start(all(new Replay.Target.Subscription("new")));
        rig.pass(100);
        assertThat(Rig.bodies(rig.receiveFrom("copy", 10)))
                .containsExactly("settled", "ready", "had");
        List<Delivery> read = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            read.addAll(
                    rig.<List<Delivery>>ask(reply ->
                            rig.engine
                                    .subscriptions()
                                    .receive(
                                            Caller.IN_PROCESS,
                                            Rig.QUEUE,
                                            "new",
                                            new Receive(10, Receive.QUEUE_DEFAULT, 0, null),
                                            reply)));
        }
        assertThat(Rig.bodies(read)).containsExactlyInAnyOrder("settled", "ready", "had");
    }

    @Test
    void a_range_that_ends_before_it_begins_is_refused() {
        sendAndAck("a", "b", "c");
        for (Replay backward :
                List.of(
                        new Replay(new Position.Offset(2), new Position.Offset(1), ALL, 0, WORK),
                        new Replay(new Position.Time(2), new Position.Time(1), ALL, 0, WORK),
                        new Replay(now(), beginning(), ALL, 0, WORK))) {
            assertThat(
                            rig.<ReplayInfo>asked(reply ->
                                            rig.engine
                                                    .replays()
                                                    .start(
                                                            Caller.IN_PROCESS,
                                                            Rig.QUEUE,
                                                            backward,
                                                            reply))
                                    .refusal())
                    .isInstanceOf(Refusal.InvalidSetting.class);
        }
        assertThat(rig.engine.replays().all(Rig.QUEUE)).isEmpty();
    }

    @Test
    void a_copy_that_waits_says_what_for() {
        rig.create("copy", QueueSettings.defaults().withMaxDepth(1));
        sendAndAck("a", "b");
        start(all(COPY));
        rig.pass(1_000);
        assertThat(only().heldUp().orElseThrow().cause()).isEqualTo(HeldUp.Cause.QUEUE_FULL);
        assertThat(only().heldUp().orElseThrow().queue()).isEqualTo("copy");
        rig.update("copy", QueueSettings.defaults().withFlow(Flow.SENDING_PAUSED));
        rig.pass(1_000);
        assertThat(only().heldUp().orElseThrow().cause()).isEqualTo(HeldUp.Cause.SENDING_PAUSED);
        rig.update("copy", QueueSettings.defaults());
        rig.pass(1_000);
        assertThat(only().heldUp()).isEmpty();
        assertThat(only().phase()).isEqualTo(ReplayInfo.Phase.DONE);
    }

    @Test
    void live_messages_and_those_of_a_pass_come_by_turns() {
        sendAndAck("a", "b", "c");
        start(all(WORK));
        rig.pass(50);
        List.of("d", "e", "f").forEach(rig::send);

        List<String> got = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            got.addAll(Rig.bodies(rig.receive(1)));
        }

        assertThat(got.subList(0, 4)).containsAnyOf("a", "b").containsAnyOf("d", "e");
        assertThat(got).containsExactlyInAnyOrder("a", "b", "c", "d", "e", "f");
    }

    @Test
    void what_is_sent_after_the_start_is_not_part_of_it() {
        sendAndAck("a");
        start(all(WORK));
        sendAndAckLater("late");
        rig.pass(500);

        assertThat(rig.receive(10)).isEmpty();
        assertThat(only().phase()).isEqualTo(ReplayInfo.Phase.DONE);
    }

    @Test
    void from_a_time_to_an_offset_by_filter() {
        sendAndAck("a0", "b0");
        rig.pass(1000);
        long wall = rig.wall();
        sendAndAck("a1", "b1", "a2", "b2");
        Replay replay =
                new Replay(
                        new Position.Time(wall),
                        new Position.Offset(5),
                        FilterRecords.read("body like \"a*\""),
                        0,
                        WORK);

        ReplayPreview preview = preview(replay);
        start(replay);
        rig.pass(50);

        assertThat(preview.meant()).isEqualTo(2);
        assertThat(preview.looked()).isEqualTo(3);
        assertThat(preview.from()).isEqualTo(2);
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("a1", "a2");
    }

    @Test
    void progress_and_leases_survive_a_crash_and_each_message_is_given_once() {
        for (int i = 0; i < 300; i++) {
            sendAndAck("m" + i);
        }
        start(new Replay(beginning(), now(), FilterRecords.read("all"), 100, WORK));
        rig.pass(1_000);
        List<Delivery> before = rig.receive(50);
        before.subList(0, 25).forEach(rig::ack);
        ReplayInfo halfway = only();
        assertThat(halfway.position()).isBetween(80L, 130L);

        rig.crash(0);
        rig.restart();

        assertThat(only().position()).isBetween(halfway.position(), halfway.position() + 20);
        assertThat(rig.ack(before.get(30))).isEqualTo(new SettleResult.Done());
        List<String> after = new ArrayList<>();
        for (int i = 0; i < 100 && only().phase() == ReplayInfo.Phase.RUNNING; i++) {
            rig.pass(1_000);
            for (Delivery delivery : rig.receive(100)) {
                after.add(Rig.body(delivery));
                rig.ack(delivery);
            }
        }
        assertThat(only().acked()).isEqualTo(300);
        assertThat(after).hasSize(300 - 26).doesNotHaveDuplicates();
    }

    @Test
    void a_pause_holds_everything_back_until_it_is_resumed() {
        for (int i = 0; i < 100; i++) {
            sendAndAck("m" + i);
        }
        int number =
                start(new Replay(beginning(), now(), FilterRecords.read("all"), 100, WORK))
                        .number();
        rig.pass(300);
        change(number, ReplayInfo.Phase.PAUSED);
        long position = only().position();
        rig.pass(5_000);
        assertThat(rig.receive(10)).isEmpty();
        rig.restart();
        rig.pass(1_000);
        assertThat(rig.receive(10)).isEmpty();
        assertThat(only().position()).isEqualTo(position);

        change(number, ReplayInfo.Phase.RUNNING);
        rig.pass(2_000);

        assertThat(rig.receive(200)).hasSize(100);
    }

    @Test
    void what_was_resumed_goes_on_after_a_crash() {
        rig.create("copy", QueueSettings.defaults());
        for (int i = 0; i < 100; i++) {
            sendAndAck("m" + i);
        }
        int number =
                start(new Replay(beginning(), now(), FilterRecords.read("all"), 50, COPY)).number();
        rig.pass(300);
        change(number, ReplayInfo.Phase.PAUSED);
        change(number, ReplayInfo.Phase.RUNNING);
        rig.crash(0);
        rig.pass(3_000);

        assertThat(only().phase()).isEqualTo(ReplayInfo.Phase.DONE);
        assertThat(rig.receiveFrom("copy", 200)).hasSize(100);
    }

    @Test
    void what_was_paused_is_resumed_before_its_queue_is_loaded() {
        rig.create("copy", QueueSettings.defaults());
        sendAndAck("a", "b", "c");
        int number =
                start(new Replay(beginning(), now(), FilterRecords.read("all"), 1, COPY)).number();
        change(number, ReplayInfo.Phase.PAUSED);
        rig.crash(0);
        change(number, ReplayInfo.Phase.RUNNING);
        rig.pass(5_000);

        assertThat(only().phase()).isEqualTo(ReplayInfo.Phase.DONE);
        assertThat(rig.receiveFrom("copy", 9)).hasSize(3);
    }

    @Test
    void a_cancelled_pass_gives_nothing_more_and_is_remembered_with_its_figures() {
        sendAndAck("a", "b", "c");
        int number = start(all(WORK)).number();
        rig.pass(50);
        Delivery held = rig.receiveOne();
        rig.ack(rig.receiveOne());

        change(number, ReplayInfo.Phase.CANCELLED);

        assertThat(rig.receive(10)).isEmpty();
        assertThat(rig.ack(held)).isEqualTo(new SettleResult.AlreadySettled());
        assertThat(refusedInChange(held)).isEqualTo(new SettleResult.AlreadySettled());
        rig.crash(0);
        assertThat(only().phase()).isEqualTo(ReplayInfo.Phase.CANCELLED);
        assertThat(only().acked()).isEqualTo(1);
        assertThat(only().unsettled()).isEqualTo(2);
        rig.pass(60_000);
        assertThat(rig.receive(10)).isEmpty();
        assertThat(
                        rig.<ReplayInfo>asked(reply ->
                                        rig.engine
                                                .replays()
                                                .change(
                                                        Caller.IN_PROCESS,
                                                        Rig.QUEUE,
                                                        number,
                                                        ReplayInfo.Phase.RUNNING,
                                                        reply))
                                .refusal())
                .isEqualTo(new Refusal.ReplayOver(Rig.QUEUE, number, "cancelled"));
    }

    @Test
    void a_message_given_up_in_a_pass_is_dead_lettered() {
        rig.create("dead", QueueSettings.defaults());
        rig.<QueueInfo>ask(reply ->
                rig.engine.update(
                        Caller.IN_PROCESS,
                        Rig.QUEUE,
                        QueueSettings.defaults().withDeadLetter(new DeadLetterRule("dead", 1)),
                        reply));
        sendAndAck("a");
        start(all(WORK));
        rig.pass(50);
        rig.receiveOne();
        rig.pass(31_000);

        assertThat(Rig.bodies(rig.receiveFrom("dead", 10))).containsExactly("a");
        assertThat(rig.stats().deadLettered()).isZero();
        assertThat(only().phase()).isEqualTo(ReplayInfo.Phase.DONE);
    }

    @Test
    void expiry_counts_from_when_a_pass_took_the_message_up() {
        rig.<QueueInfo>ask(reply ->
                rig.engine.update(
                        Caller.IN_PROCESS,
                        Rig.QUEUE,
                        QueueSettings.defaults().withExpiryMillis(10_000),
                        reply));
        sendAndAck("a");
        rig.pass(60_000);
        start(all(WORK));
        rig.pass(50);
        assertThat(Rig.bodies(rig.receive(1))).containsExactly("a");
    }

    @Test
    void a_pass_has_a_breaker_of_its_own() {
        rig.<QueueInfo>ask(reply ->
                rig.engine.update(
                        Caller.IN_PROCESS,
                        Rig.QUEUE,
                        QueueSettings.defaults()
                                .withBreaker(new BreakerRule(2, 20_000, 1_000, 10_000)),
                        reply));
        sendAndAck("a", "b", "c", "d");
        start(all(WORK));
        rig.pass(50);
        List<Delivery> failing = rig.receive(2);
        failing.forEach(delivery -> rig.release(delivery, 0));

        assertThat(rig.receive(10)).isEmpty();
        rig.send("live");
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("live");
        rig.pass(1_000);
        Delivery probe = rig.receiveOne();
        assertThat(rig.receive(10)).isEmpty();
        rig.ack(probe);
        List<Delivery> rest = new ArrayList<>(rig.receive(10));
        rest.addAll(rig.receive(10));
        assertThat(rest).hasSize(3);
    }

    @Test
    void delayed_messages_that_are_not_due_are_left_out() {
        rig.send(Rig.QUEUE, Rig.message(null, "later"), 5_000, null);
        sendAndAck("a");
        start(all(WORK));
        rig.pass(50);
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("a");
    }

    @Test
    void keys_keep_their_order_within_a_pass() {
        Rig keyed = Rig.with(QueueSettings.defaults().withOrdering(Ordering.BY_KEY));
        for (int i = 0; i < 4; i++) {
            keyed.sendKeyed("k", "m" + i);
        }
        keyed.receive(10).forEach(keyed::ack);
        keyed.<ReplayInfo>ask(reply ->
                keyed.engine.replays().start(Caller.IN_PROCESS, Rig.QUEUE, all(WORK), reply));
        keyed.pass(50);

        List<Delivery> first = keyed.receive(2);
        assertThat(Rig.bodies(first)).containsExactly("m0", "m1");
        assertThat(keyed.receive(2)).isEmpty();
        first.forEach(keyed::ack);
        assertThat(Rig.bodies(keyed.receive(2))).containsExactly("m2", "m3");
    }

    @Test
    void into_a_named_subscription_and_over_when_that_is_removed() {
        sendAndAck("a");
        rig.<SubscriptionInfo>ask(reply ->
                rig.engine
                        .subscriptions()
                        .subscribe(
                                Caller.IN_PROCESS, Rig.QUEUE, Subscribe.fromNow("audit"), reply));
        start(all(new Replay.Target.Subscription("audit")));
        rig.pass(50);
        assertThat(rig.receive(10)).isEmpty();

        rig.<SubscriptionInfo>ask(reply ->
                rig.engine
                        .subscriptions()
                        .unsubscribe(Caller.IN_PROCESS, Rig.QUEUE, "audit", reply));

        assertThat(only().phase()).isEqualTo(ReplayInfo.Phase.CANCELLED);
    }

    @Test
    void copies_go_to_another_queue_once_each_with_their_identity_whatever_crashes() {
        rig.create("copy", QueueSettings.defaults());
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            sendAndAck("m" + i);
            expected.add("m" + i);
        }
        start(new Replay(beginning(), now(), FilterRecords.read("all"), 200, COPY));
        for (int i = 0; i < 12; i++) {
            rig.pass(190);
            rig.crash(i % 3);
        }
        rig.pass(3_000);

        List<Delivery> copies = rig.receiveFrom("copy", 1_000);
        assertThat(Rig.bodies(copies)).containsExactlyElementsOf(expected);
        assertThat(copies.get(7).id()).isEqualTo(StoredMessage.firstPlace(1, 7));
        assertThat(history(copies.get(7)))
                .singleElement()
                .isInstanceOfSatisfying(
                        HistoryEntry.Replayed.class,
                        from -> {
                            assertThat(from.queue()).isEqualTo(Rig.QUEUE);
                            assertThat(from.replay()).isEqualTo(only().number());
                            assertThat(from.at()).isPositive();
                        });
        assertThat(only().phase()).isEqualTo(ReplayInfo.Phase.DONE);
        assertThat(only().acked()).isEqualTo(400);
    }

    @Test
    void a_copy_tells_its_whole_way_when_it_dies_and_is_copied_again() {
        rig.create("dead", QueueSettings.defaults());
        rig.create("far", QueueSettings.defaults());
        rig.create("copy", QueueSettings.defaults().withDeadLetter(new DeadLetterRule("dead", 5)));
        sendAndAck("a");
        start(all(COPY));
        rig.pass(1_000);
        Delivery copy = rig.receiveFrom("copy", 1).get(0);
        rig.settle("copy", new Settlement.Reject(copy.lease(), "no"));
        rig.crash(0);
        start("dead", all(new Replay.Target.Queue("far")));
        rig.pass(1_000);
        rig.restart();

        Delivery far = rig.receiveFrom("far", 1).get(0);
        assertThat(far.id()).isEqualTo(copy.id());
        assertThat(history(far))
                .extracting(HistoryEntry::queue)
                .containsExactly(Rig.QUEUE, "copy", "dead");
        assertThat(far.message().headers())
                .filteredOn(header -> header.name().equals(MessageHistory.HEADER))
                .hasSize(1);
    }

    @Test
    void a_message_as_large_as_its_queue_takes_is_copied_into_one_like_it() {
        rig.create("copy", QueueSettings.defaults().withMaxMessageBytes(1_024));
        rig.update(Rig.QUEUE, QueueSettings.defaults().withMaxMessageBytes(1_024));
        sendAndAck("x".repeat(1_024));
        start(all(COPY));
        rig.pass(1_000);
        assertThat(rig.receiveFrom("copy", 1)).hasSize(1);
    }

    @Test
    void a_copy_waits_for_room_and_fails_when_its_queue_is_deleted() {
        rig.create("copy", QueueSettings.defaults().withMaxDepth(1));
        rig.send("copy", Rig.message(null, "full"), Send.QUEUE_DELAY, null);
        sendAndAck("a");
        start(all(COPY));
        rig.pass(1_000);
        assertThat(only().acked()).isZero();
        assertThat(only().phase()).isEqualTo(ReplayInfo.Phase.RUNNING);

        rig.<QueueInfo>ask(reply -> rig.engine.delete(Caller.IN_PROCESS, "copy", reply));

        assertThat(only().phase()).isEqualTo(ReplayInfo.Phase.FAILED);
        assertThat(only().reason()).contains("copy");
    }

    @Test
    void a_copy_whose_queue_is_deleted_after_a_restart_fails_and_that_of_a_deleted_queue_is_gone() {
        rig.create("copy", QueueSettings.defaults().withMaxDepth(1));
        rig.create("other", QueueSettings.defaults());
        sendAndAck("a", "b");
        start(all(COPY));
        rig.restart();
        rig.<QueueInfo>ask(reply -> rig.engine.delete(Caller.IN_PROCESS, "other", reply));
        assertThat(only().phase()).isEqualTo(ReplayInfo.Phase.RUNNING);
        rig.<QueueInfo>ask(reply -> rig.engine.delete(Caller.IN_PROCESS, "copy", reply));
        assertThat(only().phase()).isEqualTo(ReplayInfo.Phase.FAILED);

        rig.create("copy", QueueSettings.defaults().withMaxDepth(1));
        start(all(COPY));
        rig.<QueueInfo>ask(reply -> rig.engine.delete(Caller.IN_PROCESS, Rig.QUEUE, reply));
        rig.<QueueInfo>ask(reply -> rig.engine.delete(Caller.IN_PROCESS, "copy", reply));
        assertThat(rig.engine.all()).extracting(QueueInfo::name).isEmpty();
    }

    @Test
    void past_replays_are_forgotten_after_a_while_and_the_catalog_stays_short() {
        sendAndAck("a");
        for (int i = 0; i < Replays.REMEMBERED + 20; i++) {
            change(start(all(WORK)).number(), ReplayInfo.Phase.CANCELLED);
        }
        assertThat(rig.engine.replays().all(Rig.QUEUE)).hasSize(Replays.REMEMBERED);
        rig.restart();
        assertThat(rig.engine.replays().all(Rig.QUEUE)).hasSize(Replays.REMEMBERED);
        assertThat(start(all(WORK)).number()).isEqualTo(Replays.REMEMBERED + 21);
    }

    @Test
    void what_it_goes_into_must_be_there() {
        assertThat(refused(all(COPY))).isEqualTo(new Refusal.NoSuchQueue("copy"));
        assertThat(refused(all(new Replay.Target.Subscription("x"))))
                .isEqualTo(new Refusal.NoSuchSubscription(Rig.QUEUE, "x"));
    }

    private void sendAndAck(String... bodies) {
        for (String body : bodies) {
            rig.send(body);
        }
        rig.receive(bodies.length).forEach(rig::ack);
    }

    private void sendAndAckLater(String body) {
        rig.send(body);
        for (Delivery delivery : rig.receive(10)) {
            rig.ack(delivery);
        }
        rig.receive(10).forEach(rig::ack);
    }

    private static Position beginning() {
        return new Position.Beginning();
    }

    private static Position now() {
        return new Position.Now();
    }

    private static Replay all(Replay.Target into) {
        return new Replay(beginning(), now(), FilterRecords.read("all"), 0, into);
    }

    private static List<HistoryEntry> history(Delivery delivery) {
        return MessageHistory.of(delivery.message().headers()).entries();
    }

    private ReplayInfo start(Replay replay) {
        return start(Rig.QUEUE, replay);
    }

    private ReplayInfo start(String queue, Replay replay) {
        return rig.ask(
                reply -> rig.engine.replays().start(Caller.IN_PROCESS, queue, replay, reply));
    }

    private Refusal refused(Replay replay) {
        return rig.<ReplayInfo>asked(reply ->
                        rig.engine.replays().start(Caller.IN_PROCESS, Rig.QUEUE, replay, reply))
                .refusal();
    }

    private SettleResult refusedInChange(Delivery delivery) {
        AtomicChange.Ack ack = new AtomicChange.Ack(Rig.QUEUE, delivery.lease());
        Refusal refusal =
                rig.<List<SendResult.Sent>>asked(reply ->
                                rig.engine.change(
                                        Caller.IN_PROCESS,
                                        new AtomicChange(List.of(ack), List.of()),
                                        reply))
                        .refusal();
        return ((Refusal.NotAcked) refusal).result();
    }

    private ReplayPreview preview(Replay replay) {
        Answer<ReplayPreview> answer =
                rig.asked(reply -> rig.engine.replays().preview(Rig.QUEUE, replay, reply));
        rig.pass(100);
        return answer.value();
    }

    private void change(int number, ReplayInfo.Phase phase) {
        rig.<ReplayInfo>ask(reply ->
                rig.engine.replays().change(Caller.IN_PROCESS, Rig.QUEUE, number, phase, reply));
    }

    private ReplayInfo only() {
        List<ReplayInfo> all = rig.engine.replays().all(Rig.QUEUE);
        assertThat(all).hasSize(1);
        return all.get(0);
    }
}

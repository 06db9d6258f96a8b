package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.HeldBack;
import dev.forebay.engine.Position;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Subscribe;
import dev.forebay.engine.SubscriptionInfo;
import dev.forebay.engine.filter.MessageFilter;
import dev.forebay.log.LogStream;
import dev.forebay.testkit.log.MemoryLogOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubscriptionTest {
    private final Rig rig = Rig.with(QueueSettings.defaults());

    @Test
    void each_subscription_has_every_message_and_its_own_ends() {
        subscribe(Subscribe.fromNow("audit"));
        rig.send("a");
        rig.send("b");
        rig.ack(rig.receiveOne());

        List<Delivery> audited = receive("audit", 10);

        assertThat(Rig.bodies(audited)).containsExactly("a", "b");
        assertThat(audited).allMatch(delivery -> delivery.lease().pass() == 1);
        assertThat(rig.ack(audited.get(0))).isEqualTo(new SettleResult.Done());
        assertThat(stats("audit").acked()).isEqualTo(1);
        assertThat(stats("audit").leased()).isEqualTo(1);
        assertThat(rig.stats().acked()).isEqualTo(1);
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("b");
    }

    @Test
    void what_is_overdue_leaves_every_kind_of_subscription_by_itself() {
        subscribe(Subscribe.fromNow("direct"));
        subscribe(new Subscribe("chosen", new Position.Now(), filter("key = k"), 0));
        rig.ask((Answer<SendResult.Sent> reply) ->
                rig.engine.send(
                        Caller.IN_PROCESS,
                        Rig.QUEUE,
                        new Send(Rig.message("k", "brief"), 0, null, 5_000),
                        reply));
        rig.pass(100);
        rig.crash(0);
        assertThat(stats("chosen").sent()).isEqualTo(1);
        rig.send("loads");
        rig.pass(5_000);
        assertThat(stats("direct").expired()).isEqualTo(1);
        assertThat(stats("chosen").expired()).isEqualTo(1);
        assertThat(rig.stats().expired()).isEqualTo(1);
    }

    @Test
    void a_purge_leaves_named_subscriptions_what_they_have() {
        subscribe(Subscribe.fromNow("audit"));
        rig.send("a");
        rig.ask((Answer<QueueInfo> reply) -> rig.engine.purge(Caller.IN_PROCESS, Rig.QUEUE, reply));
        assertThat(rig.receive(10)).isEmpty();
        rig.restart();
        assertThat(Rig.bodies(receive("audit", 10))).containsExactly("a");
    }

    @Test
    void whoever_waits_for_its_rate_is_told_so() {
        subscribe(new Subscribe("slow", new Position.Now(), new MessageFilter.All(), 2));
        for (int i = 0; i < 9; i++) {
            rig.send("m" + i);
        }
        rig.pass(10);
        receive("slow", 10);
        HeldBack held = stats("slow").heldBack().orElseThrow();
        assertThat(held.cause()).isEqualTo(HeldBack.Cause.RATE);
        assertThat(held.detail()).contains("2 a second");
        assertThat(held.retryAfterMillis()).isBetween(1L, 500L);
        rig.pass(60_000);
        assertThat(stats("slow").heldBack()).isEmpty();
        assertThat(rig.stats().heldBack()).isEmpty();
    }

    @Test
    void from_now_leaves_out_what_was_sent_before() {
        rig.send("before");
        subscribe(Subscribe.fromNow("audit"));
        rig.send("after");

        assertThat(Rig.bodies(receive("audit", 10))).containsExactly("after");
        assertThat(stats("audit").sent()).isEqualTo(1);
    }

    @Test
    void from_the_beginning_brings_settled_messages_too_and_then_new_ones() {
        rig.send("a");
        rig.ack(rig.receiveOne());
        rig.send("b");
        subscribe(new Subscribe("late", new Position.Beginning(), new MessageFilter.All(), 0));
        rig.pass(100);

        assertThat(Rig.bodies(receive("late", 10))).containsExactly("a", "b");
        rig.send("c");
        assertThat(Rig.bodies(receive("late", 10))).containsExactly("c");
        assertThat(stats("late").sent()).isEqualTo(3);
    }

    @Test
    void a_filter_selects_and_conservation_counts_only_what_it_selected() {
        for (int i = 0; i < 50; i++) {
            rig.sendKeyed(i % 5 == 0 ? "vip" : "other", "m" + i);
        }
        subscribe(new Subscribe("vips", new Position.Offset(7), filter("key = vip"), 0));
        rig.pass(100);
        for (int i = 50; i < 60; i++) {
            rig.sendKeyed(i % 5 == 0 ? "vip" : "other", "m" + i);
        }

        List<Delivery> all = receive("vips", 50);

        assertThat(Rig.bodies(all))
                .containsExactly(
                        "m10", "m15", "m20", "m25", "m30", "m35", "m40", "m45", "m50", "m55");
        all.forEach(rig::ack);
        assertThat(stats("vips").sent()).isEqualTo(10);
        assertThat(stats("vips").acked()).isEqualTo(10);
        assertThat(stats("vips").ready()).isZero();
        assertThat(receive("vips", 1)).isEmpty();
    }

    @Test
    void everything_is_as_it_was_after_a_restart_and_after_a_crash() {
        rig.send("a");
        rig.send("b");
        subscribe(Subscribe.fromNow("live"));
        subscribe(new Subscribe("past", new Position.Beginning(), filter("body != b"), 0));
        rig.send("c");
        rig.pass(100);
        rig.ack(receive("past", 1).get(0));
        Delivery held = receive("live", 1).get(0);

        rig.restart();
        assertThat(rig.engine.subscriptions().all(Rig.QUEUE))
                .extracting(SubscriptionInfo::name)
                .containsExactly("live", "past");
        assertThat(Rig.bodies(receive("past", 10))).containsExactly("c");
        rig.send("d");
        rig.crash(0);
        assertThat(rig.ack(held)).isEqualTo(new SettleResult.Done());
        assertThat(Rig.bodies(receive("live", 10))).containsExactly("d");
        rig.pass(100);
        assertThat(Rig.bodies(receive("past", 10))).containsExactly("d");
        assertThat(stats("past").sent()).isEqualTo(3);
        assertThat(stats("live").acked()).isEqualTo(1);
    }

    @Test
    void a_removed_subscription_ends_its_receives_and_its_number_is_not_used_again() {
        subscribe(Subscribe.fromNow("one"));
        Answer<List<Delivery>> waiting =
                rig.asked(reply ->
                        rig.engine
                                .subscriptions()
                                .receive(
                                        Caller.IN_PROCESS,
                                        Rig.QUEUE,
                                        "one",
                                        new Receive(1, Receive.QUEUE_DEFAULT, 10_000, null),
                                        reply));

        unsubscribe("one");
        rig.crash(0);
        SubscriptionInfo again = subscribe(Subscribe.fromNow("one"));

        assertThat(waiting.refusal()).isInstanceOf(Refusal.NoSuchSubscription.class);
        assertThat(again.number()).isEqualTo(2);
        assertThat(rig.engine.subscriptions().all(Rig.QUEUE)).containsExactly(again);
    }

    @Test
    void a_subscription_of_a_taken_name_is_the_answer_or_refused() {
        SubscriptionInfo first = subscribe(Subscribe.fromNow("one"));

        assertThat(subscribe(Subscribe.fromNow("one"))).isEqualTo(first);
        assertThat(asked(new Subscribe("one", new Position.Now(), filter("key = a"), 0)).refusal())
                .isEqualTo(new Refusal.SubscriptionExists(Rig.QUEUE, "one"));
        assertThat(asked(Subscribe.fromNow("work")).refusal())
                .isInstanceOf(Refusal.InvalidSetting.class);
    }

    @Test
    void a_rate_is_kept() {
        for (int i = 0; i < 500; i++) {
            rig.send("m" + i);
        }
        subscribe(new Subscribe("slow", new Position.Beginning(), new MessageFilter.All(), 100));
        rig.pass(2_000);

        assertThat(stats("slow").sent()).isBetween(180L, 220L);
    }

    @Test
    void a_subscription_that_nobody_reads_stops_pinning_after_a_while() {
        Rig small =
                new Rig(
                        EngineLimits.defaults().withSnapshots(20, 1 << 20),
                        MemoryLogOptions.defaults().withSegmentBytes(2_000));
        small.create(
                Rig.QUEUE,
                QueueSettings.builder()
                        .retentionMillis(0)
                        .retentionBytes(0)
                        .idleReaderMillis(3_600_000)
                        .build());
        small.<SubscriptionInfo>ask(reply ->
                small.engine
                        .subscriptions()
                        .subscribe(Caller.IN_PROCESS, Rig.QUEUE, Subscribe.fromNow("gone"), reply));
        for (int i = 0; i < 400; i++) {
            small.send("m" + i);
            small.receive(1).forEach(small::ack);
        }
        LogStream stream = small.store.stream(Streams.messages(1, 0));
        small.pass(600_000);
        assertThat(stream.startOffset()).isZero();

        small.pass(3_600_000);

        assertThat(stream.startOffset()).isGreaterThan(300);
        QueueStats stats = small.engine.subscriptions().stats(Rig.QUEUE, "gone").orElseThrow();
        assertThat(stats.expired()).isGreaterThanOrEqualTo(stream.startOffset());
        assertThat(stats.expired() + stats.ready()).isEqualTo(400);
        small.crash(0);
        small.send("last");
        List<Delivery> left =
                small.<List<Delivery>>ask(reply ->
                        small.engine
                                .subscriptions()
                                .receive(
                                        Caller.IN_PROCESS,
                                        Rig.QUEUE,
                                        "gone",
                                        new Receive(500, Receive.QUEUE_DEFAULT, 1_000, null),
                                        reply));
        assertThat(Rig.bodies(left)).hasSize((int) stats.ready() + 1).endsWith("last");
    }

    private SubscriptionInfo subscribe(Subscribe wish) {
        return asked(wish).value();
    }

    private Answer<SubscriptionInfo> asked(Subscribe wish) {
        return rig.asked(reply ->
                rig.engine.subscriptions().subscribe(Caller.IN_PROCESS, Rig.QUEUE, wish, reply));
    }

    private void unsubscribe(String name) {
        rig.<SubscriptionInfo>ask(reply ->
                rig.engine.subscriptions().unsubscribe(Caller.IN_PROCESS, Rig.QUEUE, name, reply));
    }

    private List<Delivery> receive(String subscription, int max) {
        return rig.<List<Delivery>>ask(reply ->
                rig.engine
                        .subscriptions()
                        .receive(
                                Caller.IN_PROCESS,
                                Rig.QUEUE,
                                subscription,
                                new Receive(max, Receive.QUEUE_DEFAULT, 0, null),
                                reply));
    }

    private QueueStats stats(String subscription) {
        return rig.engine.subscriptions().stats(Rig.QUEUE, subscription).orElseThrow();
    }

    private static MessageFilter filter(String text) {
        return FilterRecords.read(text);
    }
}

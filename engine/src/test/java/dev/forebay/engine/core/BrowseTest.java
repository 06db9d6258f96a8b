package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.Browse;
import dev.forebay.engine.BrowsePage;
import dev.forebay.engine.BrowsedMessage;
import dev.forebay.engine.Caller;
import dev.forebay.engine.DeadLetterRule;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.FailedAttempt;
import dev.forebay.engine.MessageState;
import dev.forebay.engine.Position;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Replay;
import dev.forebay.engine.ReplayInfo;
import dev.forebay.engine.Send;
import dev.forebay.engine.Settlement;
import dev.forebay.engine.Subscribe;
import dev.forebay.engine.SubscriptionInfo;
import dev.forebay.engine.Subscriptions;
import dev.forebay.engine.filter.FilterText;
import dev.forebay.engine.filter.MessageFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BrowseTest {
    private static final String DEAD = "dead";

    private final Rig rig =
            Rig.with(QueueSettings.defaults().withDeadLetter(new DeadLetterRule(DEAD, 3)));

    private BrowsePage page(Browse browse) {
        Answer<BrowsePage> answer =
                rig.asked(reply ->
                        rig.engine.messages().browse(Caller.IN_PROCESS, Rig.QUEUE, browse, reply));
        rig.pass(1_000);
        return answer.value();
    }

    private List<BrowsedMessage> all(Browse browse) {
        List<BrowsedMessage> all = new ArrayList<>();
        BrowsePage page = page(browse);
        all.addAll(page.messages());
        while (page.next().isPresent()) {
            page = page(browse.from(page.next().getAsLong()));
            all.addAll(page.messages());
        }
        return all;
    }

    private static List<String> shown(List<BrowsedMessage> messages) {
        return messages.stream()
                .map(each -> Rig.text(each.message().body()) + " " + each.state().text())
                .toList();
    }

    @Test
    void each_subscription_has_its_own_view() {
        rig.create(DEAD, QueueSettings.defaults());
        rig.send("before");
        subscribe(Subscribe.fromNow("audit"));
        subscribe(new Subscribe("some", new Position.Now(), filter("body like \"a*\""), 0));
        rig.send("a1");
        rig.send("b");
        rig.send("a2");
        rig.pass(100);
        rig.receive(3).forEach(rig::ack);
        rig.reject(read("audit", 1).get(0), "no");
        rig.ack(read("some", 1).get(0));
        Browse browse = Browse.everything(100);
        assertThat(shown(all(browse)))
                .containsExactly("before acked", "a1 acked", "b acked", "a2 ready");
        assertThat(shown(all(browse.of("audit"))))
                .containsExactly("a1 dead-lettered", "b ready", "a2 ready");
        assertThat(shown(all(browse.of("some")))).containsExactly("a1 acked", "a2 ready");
        read("some", 1);
        rig.restart();
        assertThat(shown(all(browse.of("some")))).containsExactly("a1 acked", "a2 leased");
        Answer<BrowsePage> missing =
                rig.asked(reply ->
                        rig.engine
                                .messages()
                                .browse(Caller.IN_PROCESS, Rig.QUEUE, browse.of("x"), reply));
        assertThat(missing.refusal()).isInstanceOf(Refusal.NoSuchSubscription.class);
    }

    @Test
    void what_a_replay_brings_is_shown_as_it_stands_there() {
        rig.send("a");
        rig.send("b");
        rig.receive(2).forEach(rig::ack);
        subscribe(Subscribe.fromNow("late"));
        for (String into : List.of("late", Subscriptions.WORK)) {
            Replay replay =
                    new Replay(
                            new Position.Beginning(),
                            new Position.Now(),
                            new MessageFilter.All(),
                            0,
                            new Replay.Target.Subscription(into));
            rig.<ReplayInfo>ask(reply ->
                    rig.engine.replays().start(Caller.IN_PROCESS, Rig.QUEUE, replay, reply));
            rig.pass(100);
            Browse browse = Browse.everything(100).of(into);
            assertThat(shown(all(browse))).containsExactly("a ready", "b ready");
            Delivery first = read(into, 1).get(0);
            assertThat(shown(all(browse.in(Set.of(MessageState.LEASED)))))
                    .containsExactly("a leased");
            rig.ack(first);
            assertThat(shown(all(browse.in(Set.of(MessageState.READY)))))
                    .containsExactly("b ready");
        }
    }

    private void subscribe(Subscribe wish) {
        rig.ask((Answer<SubscriptionInfo> reply) ->
                rig.engine.subscriptions().subscribe(Caller.IN_PROCESS, Rig.QUEUE, wish, reply));
    }

    private List<Delivery> read(String subscription, int most) {
        return rig.ask(reply ->
                rig.engine
                        .subscriptions()
                        .receive(
                                Caller.IN_PROCESS,
                                Rig.QUEUE,
                                subscription,
                                new Receive(most, Receive.QUEUE_DEFAULT, 0, null),
                                reply));
    }

    private static MessageFilter filter(String text) {
        return ((FilterText.Parsed.Filter) FilterText.parse(text)).filter();
    }

    /** One message in each state that there is. */
    private void fill() {
        rig.create(DEAD, QueueSettings.defaults());
        rig.send("purged");
        rig.<QueueInfo>asked(reply -> rig.engine.purge(Caller.IN_PROCESS, Rig.QUEUE, reply));
        rig.send("acked");
        rig.ack(rig.receiveOne());
        rig.send("dead");
        rig.reject(rig.receiveOne(), "no use");
        rig.send("leased");
        rig.receiveOne();
        rig.send(Rig.QUEUE, Rig.message("k", "delayed"), 50_000, null);
        rig.send("ready");
    }

    @Test
    void the_latest_failed_attempts_are_told_over_restarts_when_they_are_asked_for() {
        rig.create("tried", QueueSettings.defaults());
        rig.send("tried", Rig.message(null, "first"), Send.QUEUE_DELAY, null);
        for (int i = 1; i <= 12; i++) {
            Delivery first = rig.receiveFrom("tried", 1).get(0);
            rig.settle(
                    "tried",
                    new Settlement.Release(
                            first.lease(), 0, Settlement.Attempt.COUNTED, "no " + i));
            rig.pass(10);
        }
        assertThat(rig.receiveFrom("tried", 1)).hasSize(1);
        rig.send("tried", Rig.message(null, "second"), Send.QUEUE_DELAY, null);
        rig.pass(30_000);
        rig.restart();
        Browse wanted = Browse.everything(10).withFailures();
        Answer<BrowsePage> answer =
                rig.asked(reply ->
                        rig.engine.messages().browse(Caller.IN_PROCESS, "tried", wanted, reply));
        rig.pass(1_000);
        List<FailedAttempt> failures = answer.value().messages().get(0).failures();
        assertThat(failures).hasSize(FailedAttempt.MOST);
        assertThat(failures.getFirst().reason()).isEqualTo("no 4");
        assertThat(failures.getFirst().attempt()).isEqualTo(4);
        assertThat(failures.getLast().reason()).isEqualTo("lease expired");
        assertThat(failures.getLast().attempt()).isEqualTo(13);
        assertThat(answer.value().messages().get(1).failures()).isEmpty();
    }

    @Test
    void every_state_is_shown_and_nothing_is_leased() {
        fill();
        QueueStats before = rig.stats();
        List<BrowsedMessage> seen = all(Browse.everything(100));
        assertThat(shown(seen))
                .containsExactly(
                        "purged purged",
                        "acked acked",
                        "dead dead-lettered",
                        "leased leased",
                        "delayed delayed",
                        "ready ready");
        assertThat(seen.get(3).attempts()).isEqualTo(1);
        assertThat(seen.get(5).place().offset()).isEqualTo(5);
        assertThat(rig.stats()).usingRecursiveComparison().ignoringFields("pace").isEqualTo(before);
        assertThat(rig.receiveOne().attempt()).isEqualTo(1);
    }

    @Test
    void of_settled_messages_too_it_tells_how_often_they_were_leased() {
        rig.create(DEAD, QueueSettings.defaults());
        rig.send("twice");
        rig.release(rig.receiveOne(), 0);
        rig.ack(rig.receiveOne());
        rig.send("once");
        Delivery spared = rig.receiveOne();
        rig.settle(
                new Settlement.Release(spared.lease(), 0, Settlement.Attempt.UNCOUNTED, "not now"));
        rig.ack(rig.receiveOne());
        rig.send("never");
        rig.<QueueInfo>asked(reply -> rig.engine.purge(Caller.IN_PROCESS, Rig.QUEUE, reply));
        assertThat(all(Browse.everything(100)))
                .extracting(BrowsedMessage::attempts)
                .containsExactly(2, 1, 0);
    }

    @Test
    void states_and_filters_choose() {
        fill();
        Browse browse = Browse.everything(100);
        assertThat(shown(all(browse.in(Set.of(MessageState.DEAD_LETTERED, MessageState.READY)))))
                .containsExactly("dead dead-lettered", "ready ready");
        assertThat(shown(all(browse.where(filter("body ~ \"ed\" and not state = acked")))))
                .containsExactly("purged purged", "leased leased", "delayed delayed");
        assertThat(shown(all(browse.where(filter("key = \"k\"")))))
                .containsExactly("delayed delayed");
        assertThat(all(browse.where(filter("state = expired")))).isEmpty();
    }

    @Test
    void pages_of_any_size_show_the_same() {
        fill();
        Browse browse = Browse.everything(100);
        for (int most = 1; most <= 4; most++) {
            Browse small =
                    new Browse(
                            browse.from(),
                            browse.to(),
                            browse.states(),
                            browse.filter(),
                            most,
                            Browse.Bodies.WITH);
            assertThat(page(small).messages()).hasSizeLessThanOrEqualTo(most);
            assertThat(shown(all(small))).isEqualTo(shown(all(browse)));
        }
    }

    @Test
    void the_range_may_be_offsets_or_times() {
        rig.send("early");
        rig.pass(10_000);
        long middle = rig.receiveOne().sentAt() + 10_000;
        rig.send("late");
        rig.send("later");
        Browse browse = Browse.everything(100);
        assertThat(
                        shown(
                                all(
                                        new Browse(
                                                new Position.Time(middle),
                                                new Position.Offset(2),
                                                browse.states(),
                                                browse.filter(),
                                                10,
                                                Browse.Bodies.WITH))))
                .containsExactly("late ready");
    }

    @Test
    void bodies_stay_away_unless_wanted() {
        rig.send("secret");
        BrowsedMessage seen = page(Browse.everything(1).withoutBodies()).messages().get(0);
        assertThat(seen.message().body().remaining()).isZero();
        assertThat(seen.bodyBytes()).isEqualTo(6);
    }

    @Test
    void how_a_message_ended_survives_restarts_and_crashes() {
        fill();
        Delivery open = rig.receive(10).get(0);
        assertThat(Rig.body(open)).isEqualTo("ready");
        rig.restart();
        rig.crash(0);
        List<String> seen = shown(all(Browse.everything(3)));
        assertThat(seen)
                .containsExactly(
                        "purged purged",
                        "acked acked",
                        "dead dead-lettered",
                        "leased leased",
                        "delayed delayed",
                        "ready leased");
    }

    @Test
    void a_message_that_was_leased_when_others_expired_ended_as_it_did_later() {
        rig.create(DEAD, QueueSettings.defaults());
        rig.send("kept");
        rig.send("old");
        rig.pass(QueueSettings.defaults().expiryMillis() - 3_600_000);
        Delivery kept = rig.receiveOne();
        rig.extend(kept, 3 * 3_600_000);
        rig.pass(2 * 3_600_000);
        rig.ack(kept);
        assertThat(shown(all(Browse.everything(10)))).containsExactly("kept acked", "old expired");
    }

    @Test
    void a_queue_that_does_not_exist_is_refused() {
        Answer<BrowsePage> answer =
                rig.asked(reply ->
                        rig.engine
                                .messages()
                                .browse(Caller.IN_PROCESS, "nowhere", Browse.everything(1), reply));
        assertThat(answer.refusal()).isInstanceOf(Refusal.NoSuchQueue.class);
    }
}

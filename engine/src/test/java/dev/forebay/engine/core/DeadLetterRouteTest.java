package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.Caller;
import dev.forebay.engine.DeadLetter;
import dev.forebay.engine.DeadLetterRoute;
import dev.forebay.engine.DeadLetterRouter.Onward;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.DepthLimit.WhenFull;
import dev.forebay.engine.Message;
import dev.forebay.engine.MessageState;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.Receive;
import dev.forebay.engine.RedriveInfo;
import dev.forebay.engine.RedriveRequest;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.engine.Timeline;
import dev.forebay.engine.TimelineEvent;
import dev.forebay.log.record.Header;
import dev.forebay.testkit.log.MemoryLogOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Dead letters whose way is looked up as each message dies. */
class DeadLetterRouteTest {
    private static final DeadLetterRoute ROUTE = new DeadLetterRoute("x", Optional.empty());
    private static final QueueSettings ROUTED = QueueSettings.defaults().withDeadLetterRoute(ROUTE);

    private final List<DeadLetter> letters = new ArrayList<>();
    private List<String> targets = List.of("one", "two");

    private Rig rig(QueueSettings settings) {
        return rig(settings, EngineLimits.defaults());
    }

    private Rig rig(QueueSettings settings, EngineLimits limits) {
        Rig rig = new Rig(limits, MemoryLogOptions.defaults());
        rig.create(Rig.QUEUE, settings);
        rig.create("one", QueueSettings.defaults());
        rig.create("two", QueueSettings.defaults());
        route(rig);
        return rig;
    }

    private void route(Rig rig) {
        rig.on(() -> rig.engine.routeDeadLetters(this::onward));
    }

    private List<Onward> onward(DeadLetter letter) {
        letters.add(letter);
        return targets.stream()
                .map(target ->
                        new Onward(
                                target,
                                new Message(
                                        letter.message().key(),
                                        List.of(new Header("to", Rig.bytes(target))),
                                        letter.message().body())))
                .toList();
    }

    private static SendResult.Sent send(Rig rig, String body, long expiryMillis) {
        return rig.ask(reply ->
                rig.engine.send(
                        Caller.IN_PROCESS,
                        Rig.QUEUE,
                        new Send(Rig.message(null, body), Send.QUEUE_DELAY, null, expiryMillis),
                        reply));
    }

    private static List<TimelineEvent> timeline(Rig rig, SendResult.Sent sent) {
        Answer<Timeline> answer =
                rig.asked(reply ->
                        rig.engine.messages().timeline(Caller.IN_PROCESS, sent.id(), reply));
        rig.pass(100);
        return answer.value().events();
    }

    private static Optional<String> reason(List<TimelineEvent> events) {
        return events.stream()
                .filter(TimelineEvent.GivenUp.class::isInstance)
                .map(event -> ((TimelineEvent.GivenUp) event).reason())
                .findFirst();
    }

    @Test
    void a_rejected_message_goes_to_each_queue_that_the_router_finds() {
        Rig rig = rig(ROUTED);
        SendResult.Sent sent = rig.send("bad");
        assertThat(rig.reject(rig.receiveOne(), "no")).isInstanceOf(SettleResult.Done.class);
        for (String target : targets) {
            Delivery moved = rig.receiveFrom(target, 1).get(0);
            assertThat(moved.id()).isEqualTo(sent.id());
            assertThat(Rig.body(moved)).isEqualTo("bad");
            assertThat(moved.deadLetterSource()).isEqualTo(Rig.QUEUE);
            assertThat(Rig.header(moved, "to")).isEqualTo(target);
            assertThat(Rig.header(moved, EngineHeaders.REASON)).isEqualTo("rejected: no");
        }
        assertThat(letters).extracting(DeadLetter::cause).containsOnly(DeadLetter.Cause.REJECTED);
        assertThat(rig.stats().deadLettered()).isEqualTo(1);
        assertThat(timeline(rig, sent))
                .filteredOn(TimelineEvent.Arrived.class::isInstance)
                .extracting(event -> event.place().queue())
                .containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void what_comes_back_past_its_time_goes_on_at_once() {
        Rig rig = rig(ROUTED.withExpiryMillis(300));
        rig.send("late");
        Delivery held = rig.receiveOne();
        rig.pass(600);
        rig.release(held, 0);
        rig.pass(5);
        assertThat(rig.stats("one").sent()).isEqualTo(1);
    }

    @Test
    void the_move_is_whole_or_absent_after_a_crash() {
        for (int kept = 0; kept < 2; kept++) {
            Rig rig = rig(ROUTED);
            rig.send("x");
            Settlement reject = new Settlement.Reject(rig.receiveOne().lease(), "no");
            rig.later(() ->
                    rig.engine.settle(
                            Caller.IN_PROCESS, Rig.QUEUE, List.of(reject), new Answer<>()));
            while (rig.store.pendingAppends() == 0) {
                assertThat(rig.scheduler.stepNow()).isTrue();
            }
            rig.crash(kept);
            rig.pass(0);
            assertThat(rig.stats("one").sent()).isEqualTo(kept);
            assertThat(rig.stats("two").sent()).isEqualTo(kept);
            assertThat(rig.stats().deadLettered()).isEqualTo(kept);
        }
    }

    @Test
    void what_goes_nowhere_is_dropped_and_its_timeline_says_why() {
        Rig rig = rig(ROUTED.withExpiryMillis(60_000));
        targets = List.of("not there");
        SendResult.Sent rejected = rig.send("bad");
        rig.reject(rig.receiveOne(), "no");
        SendResult.Sent expired = send(rig, "late", 100);
        rig.pass(1_000);
        assertThat(rig.stats().dropped()).isEqualTo(1);
        assertThat(rig.stats().expired()).isEqualTo(1);
        assertThat(reason(timeline(rig, rejected)).orElseThrow()).contains("no queue");
        assertThat(reason(timeline(rig, expired)).orElseThrow()).contains("no queue");
    }

    @Test
    void what_the_router_fails_on_is_dropped_and_everybody_is_answered() {
        for (int kept = 0; kept < 2; kept++) {
            Rig rig = rig(ROUTED);
            SendResult.Sent rejected = rig.send("bad");
            Delivery delivery = rig.receiveOne();
            SendResult.Sent expired = send(rig, "late", 100);
            rig.crash(kept);
            rig.on(() ->
                    rig.engine.routeDeadLetters(letter -> {
                        throw new IllegalStateException("a flaw");
                    }));
            assertThat(rig.reject(delivery, "no")).isInstanceOf(SettleResult.Done.class);
            rig.pass(1_000);
            assertThat(rig.stats().dropped()).isEqualTo(1);
            assertThat(rig.stats().expired()).isEqualTo(1);
            assertThat(rig.stats().leased()).isZero();
            assertThat(reason(timeline(rig, rejected)).orElseThrow()).endsWith("a flaw");
            assertThat(reason(timeline(rig, expired)).orElseThrow()).endsWith("a flaw");
        }
    }

    @Test
    void what_expires_goes_on_without_anybody_who_receives() {
        Rig rig = rig(ROUTED.withExpiryMillis(1_000));
        targets = List.of("one");
        for (int i = 0; i < 200; i++) {
            rig.send("by the queue's time " + i);
        }
        Delivery leased = rig.receiveOne();
        rig.pass(1_500);
        assertThat(rig.stats("one").ready()).isEqualTo(199);
        assertThat(rig.stats().deadLetterReasons().expired()).isEqualTo(199);
        rig.release(leased, 0);
        rig.pass(2_000);
        assertThat(rig.stats("one").ready()).isEqualTo(200);
        assertThat(rig.stats().ready()).isZero();
        assertThat(letters).extracting(DeadLetter::cause).containsOnly(DeadLetter.Cause.EXPIRED);
    }

    @Test
    void of_a_message_with_a_deadline_its_place_in_the_queue_does_not_matter() {
        Rig rig = rig(ROUTED);
        targets = List.of("one");
        rig.send("first");
        SendResult.Sent sent = send(rig, "hurried", 100);
        rig.send("last");
        rig.pass(500);
        Delivery moved = rig.receiveFrom("one", 1).get(0);
        assertThat(Rig.body(moved)).isEqualTo("hurried");
        assertThat(Rig.header(moved, EngineHeaders.REASON)).isEqualTo("expired");
        assertThat(Rig.header(moved, EngineHeaders.ATTEMPTS)).isEqualTo("0");
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("first", "last");
        rig.crash(0);
        assertThat(rig.stats().deadLetterReasons().expired()).isEqualTo(1);
        assertThat(timeline(rig, sent))
                .filteredOn(TimelineEvent.Settled.class::isInstance)
                .extracting(event -> ((TimelineEvent.Settled) event).state())
                .containsExactly(MessageState.DEAD_LETTERED);
    }

    @Test
    void a_receive_that_finds_expired_messages_gets_the_next_and_they_go_on() {
        for (Ordering ordering : List.of(Ordering.NONE, Ordering.BY_PRIORITY)) {
            Rig rig = rig(ROUTED.withExpiryMillis(10_000).withOrdering(ordering));
            targets = List.of("one");
            for (int i = 0; i < 100; i++) {
                rig.sendKeyed("k" + i % 3, "old " + i);
            }
            // No timer fires between: it is the receive that finds out.
            rig.scheduler.runFor(9_999);
            rig.later(() -> {});
            rig.send("new");
            rig.scheduler.runFor(1);
            List<String> bodies = new ArrayList<>();
            for (Answer<List<Delivery>> answer : List.of(receive(rig), receive(rig))) {
                rig.pass(300);
                answer.value().forEach(each -> bodies.add(Rig.body(each)));
            }
            assertThat(bodies).containsExactly("new");
            assertThat(rig.stats("one").ready()).isEqualTo(100);
            assertThat(rig.stats().deadLetterReasons().expired()).isEqualTo(100);
            rig.crash(0);
            assertThat(rig.stats().deadLetterReasons().expired()).isEqualTo(100);
        }
    }

    private static Answer<List<Delivery>> receive(Rig rig) {
        Answer<List<Delivery>> answer = new Answer<>();
        rig.on(() ->
                rig.engine.receive(
                        Caller.IN_PROCESS,
                        Rig.QUEUE,
                        new Receive(5, Receive.QUEUE_DEFAULT, 200, null),
                        answer));
        return answer;
    }

    @Test
    void what_expired_before_a_crash_goes_on_after_it() {
        for (int kept = 0; kept < 2; kept++) {
            Rig rig = rig(ROUTED);
            targets = List.of("one");
            send(rig, "hurried", 100);
            rig.scheduler.runFor(99);
            while (rig.store.pendingAppends() == 0) {
                assertThat(rig.scheduler.step()).isTrue();
            }
            rig.crash(kept);
            route(rig);
            rig.pass(1_000);
            rig.receive(1);
            rig.pass(1_000);
            assertThat(rig.stats("one").sent()).isEqualTo(1);
            assertThat(rig.stats().deadLetterReasons().expired()).isEqualTo(1);
        }
    }

    @Test
    void until_there_is_a_router_everything_waits() {
        Rig rig = new Rig();
        rig.create(Rig.QUEUE, ROUTED);
        rig.create("one", QueueSettings.defaults());
        targets = List.of("one");
        rig.send("bad");
        Delivery delivery = rig.receiveOne();
        Answer<List<SettleResult>> answer = new Answer<>();
        rig.on(() ->
                rig.engine.settle(
                        Caller.IN_PROCESS,
                        Rig.QUEUE,
                        List.of(new Settlement.Reject(delivery.lease(), "no")),
                        answer));
        rig.pass(60_000);
        assertThat(rig.stats().leased()).isEqualTo(1);
        route(rig);
        rig.pass(1_000);
        assertThat(answer.value().get(0)).isInstanceOf(SettleResult.Done.class);
        assertThat(rig.stats("one").sent()).isEqualTo(1);
    }

    @Test
    void a_full_queue_pushes_its_oldest_out_along_the_route() {
        Rig rig = rig(ROUTED.withMaxDepth(1).withWhenFull(WhenFull.DEAD_LETTER_OLDEST));
        rig.send("first");
        rig.send("second");
        rig.pass(100);
        assertThat(Rig.bodies(rig.receiveFrom("one", 2))).containsExactly("first");
        assertThat(letters).extracting(DeadLetter::cause).containsOnly(DeadLetter.Cause.QUEUE_FULL);
        targets = List.of();
        rig.send("third");
        rig.pass(100);
        assertThat(rig.stats().dropped()).isEqualTo(1);
        assertThat(Rig.bodies(rig.receive(2))).containsExactly("third");
    }

    @Test
    void more_than_an_append_takes_goes_in_several() {
        Rig rig = rig(ROUTED, EngineLimits.defaults().withGroups(1_000, 2_000));
        targets = List.of("one", "two", "one", "two", "one");
        rig.send("x".repeat(1_500));
        rig.reject(rig.receiveOne(), "no");
        rig.pass(100);
        assertThat(rig.stats("one").sent()).isEqualTo(3);
        assertThat(rig.stats("two").sent()).isEqualTo(2);
        assertThat(rig.stats().deadLettered()).isEqualTo(1);
    }

    @Test
    void a_queue_that_may_not_be_sent_to_is_passed_over() {
        Rig rig = rig(ROUTED);
        rig.on(() -> rig.engine.guardDeadLetters((source, target) -> target.equals("two")));
        rig.send("bad");
        rig.reject(rig.receiveOne(), "no");
        assertThat(rig.stats("one").sent()).isZero();
        assertThat(rig.stats("two").sent()).isEqualTo(1);
    }

    @Test
    void full_targets_take_dead_letters_by_their_own_rule() {
        Rig rig = rig(ROUTED);
        rig.update("one", QueueSettings.defaults().withMaxDepth(1));
        rig.update(
                "two", QueueSettings.defaults().withMaxDepth(1).withWhenFull(WhenFull.DROP_OLDEST));
        for (int i = 0; i < 3; i++) {
            rig.send("bad " + i);
            rig.reject(rig.receiveOne(), "no");
        }
        assertThat(rig.stats("one").ready()).isEqualTo(3);
        assertThat(Rig.bodies(rig.receiveFrom("two", 3))).containsExactly("bad 2");
        QueueStats stats = rig.stats("two");
        assertThat(stats.dropped()).isEqualTo(2);
    }

    @Test
    void redrives_bring_each_copy_back_to_its_source() {
        Rig rig = rig(ROUTED);
        SendResult.Sent sent = rig.send("bad");
        rig.reject(rig.receiveOne(), "no");
        RedriveInfo info =
                rig.ask(reply ->
                        rig.engine
                                .redrives()
                                .start(Caller.IN_PROCESS, RedriveRequest.all("one"), reply));
        rig.pass(1_000);
        assertThat(info.total()).isEqualTo(1);
        assertThat(rig.receiveOne().id()).isEqualTo(sent.id());
        assertThat(rig.stats("one").moved()).isEqualTo(1);
        assertThat(rig.stats("two").ready()).isEqualTo(1);
    }
}

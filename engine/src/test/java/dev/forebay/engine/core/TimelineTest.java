package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.Caller;
import dev.forebay.engine.CommittedBatch;
import dev.forebay.engine.DeadLetterRule;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.HistoryEntry;
import dev.forebay.engine.MessageEdit;
import dev.forebay.engine.MessageId;
import dev.forebay.engine.MessageState;
import dev.forebay.engine.Position;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Receive;
import dev.forebay.engine.RedriveInfo;
import dev.forebay.engine.RedriveRequest;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Replay;
import dev.forebay.engine.ReplayInfo;
import dev.forebay.engine.ScheduledMessage;
import dev.forebay.engine.Search;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.engine.Timeline;
import dev.forebay.engine.TimelineEvent;
import dev.forebay.engine.TimelineEvent.Accepted;
import dev.forebay.engine.TimelineEvent.Arrived;
import dev.forebay.engine.TimelineEvent.Copied;
import dev.forebay.engine.TimelineEvent.Due;
import dev.forebay.engine.TimelineEvent.Extended;
import dev.forebay.engine.TimelineEvent.GivenUp;
import dev.forebay.engine.TimelineEvent.LeaseExpired;
import dev.forebay.engine.TimelineEvent.Leased;
import dev.forebay.engine.TimelineEvent.Left;
import dev.forebay.engine.TimelineEvent.Released;
import dev.forebay.engine.TimelineEvent.Settled;
import dev.forebay.engine.TimelineEvent.TakenBack;
import dev.forebay.engine.filter.MessageFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final String DEAD = "dead";
    private static final Caller PRODUCER = new Caller("sqs", "ada", "10.0.0.1", "shop/1.2");
    private static final Caller WORKER = new Caller("http", "", "10.0.0.2", "worker");

    private final Rig rig = Rig.with(QueueSettings.defaults());

    private SendResult.Sent sendAs(Caller caller, String body) {
        return rig.ask(reply ->
                rig.engine.send(
                        caller,
                        Rig.QUEUE,
                        new Send(Rig.message(null, body), Send.QUEUE_DELAY, null),
                        reply));
    }

    private Delivery receiveAs(Caller caller) {
        Answer<List<Delivery>> answer =
                rig.asked(reply ->
                        rig.engine.receive(
                                caller,
                                Rig.QUEUE,
                                new Receive(1, Receive.QUEUE_DEFAULT, 0, null),
                                reply));
        return answer.value().get(0);
    }

    private SettleResult settleAs(Caller caller, Settlement settlement) {
        Answer<List<SettleResult>> answer =
                rig.asked(
                        reply -> rig.engine.settle(caller, Rig.QUEUE, List.of(settlement), reply));
        return answer.value().get(0);
    }

    @Test
    void a_lease_that_lasts_as_long_as_its_connection_says_so() {
        SendResult.Sent sent = rig.send("x");
        rig.receive(Rig.QUEUE, new Receive(1, Receive.BOUND, 0, null)).value();
        assertThat(event(timeline(sent.id()), Leased.class).leaseMillis()).isEqualTo(Receive.BOUND);
    }

    private Timeline timeline(MessageId id) {
        Answer<Timeline> answer =
                rig.asked(reply -> rig.engine.messages().timeline(Caller.IN_PROCESS, id, reply));
        rig.pass(1_000);
        return answer.value();
    }

    private static List<Class<?>> kinds(Timeline timeline) {
        List<Class<?>> kinds = new ArrayList<>();
        timeline.events().forEach(event -> kinds.add(event.getClass()));
        return kinds;
    }

    private static <T extends TimelineEvent> T event(Timeline timeline, Class<T> kind) {
        return timeline.events().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    @Test
    void a_message_tells_who_sent_it_who_got_it_and_who_settled_it() {
        rig.send("another");
        SendResult.Sent sent = sendAs(PRODUCER, "one");
        assertThat(rig.ack(rig.receiveOne())).isInstanceOf(SettleResult.Done.class);
        rig.pass(500);
        Delivery delivery = receiveAs(WORKER);
        rig.pass(5_000);
        settleAs(WORKER, new Settlement.Extend(delivery.lease(), 60_000));
        settleAs(WORKER, new Settlement.Ack(delivery.lease()));

        Timeline timeline = timeline(sent.id());
        assertThat(timeline.coverage()).isEqualTo(Timeline.Coverage.WHOLE);
        assertThat(kinds(timeline))
                .containsExactly(Accepted.class, Leased.class, Extended.class, Settled.class);
        assertThat(timeline.events().get(0).by()).contains(PRODUCER);
        assertThat(timeline.events().get(0).at()).isEqualTo(delivery.sentAt());
        Leased leased = event(timeline, Leased.class);
        assertThat(leased.by()).contains(WORKER);
        assertThat(leased.at()).isEqualTo(delivery.sentAt() + 500);
        assertThat(leased.leaseMillis()).isEqualTo(30_000);
        assertThat(leased.lease()).isEqualTo(delivery.lease().number());
        assertThat(event(timeline, Extended.class).leaseMillis()).isEqualTo(60_000);
        assertThat(event(timeline, Settled.class).state()).isEqualTo(MessageState.ACKED);
        assertThat(event(timeline, Settled.class).by()).contains(WORKER);
        assertThat(event(timeline, Settled.class).place().queue()).isEqualTo(Rig.QUEUE);
    }

    @Test
    void each_attempt_is_told_with_its_end() {
        SendResult.Sent sent = sendAs(PRODUCER, "one");
        receiveAs(WORKER);
        rig.pass(30_000);
        Delivery second = receiveAs(WORKER);
        settleAs(WORKER, new Settlement.Release(second.lease(), 2_000));
        rig.pass(2_000);
        assertThat(receiveAs(WORKER).attempt()).isEqualTo(3);

        Timeline timeline = timeline(sent.id());
        assertThat(kinds(timeline))
                .containsExactly(
                        Accepted.class,
                        Leased.class,
                        LeaseExpired.class,
                        Leased.class,
                        Released.class,
                        Leased.class);
        assertThat(event(timeline, LeaseExpired.class).by()).isEmpty();
        assertThat(event(timeline, Released.class).delayMillis()).isEqualTo(2_000);
        assertThat(event(timeline, Released.class).by()).contains(WORKER);
        assertThat(event(timeline, Leased.class).attempt()).isEqualTo(3);
    }

    @Test
    void a_lease_that_never_reached_its_consumer_was_no_attempt() {
        SendResult.Sent sent = sendAs(PRODUCER, "one");
        Answer<List<Delivery>> unread = new Answer<>();
        rig.on(() ->
                rig.engine
                        .receive(
                                WORKER,
                                Rig.QUEUE,
                                new Receive(1, Receive.QUEUE_DEFAULT, 0, null),
                                unread)
                        .cancel());
        receiveAs(WORKER);
        Timeline timeline = timeline(sent.id());
        assertThat(kinds(timeline))
                .containsExactly(Accepted.class, Leased.class, TakenBack.class, Leased.class);
        assertThat(event(timeline, TakenBack.class).by()).contains(WORKER);
        assertThat(event(timeline, Leased.class).attempt()).isEqualTo(1);
    }

    @Test
    void it_follows_a_message_to_the_dead_letter_queue() {
        rig.create(DEAD, QueueSettings.defaults());
        Answer<QueueInfo> updated =
                rig.asked(reply ->
                        rig.engine.update(
                                PRODUCER,
                                Rig.QUEUE,
                                QueueSettings.defaults()
                                        .withDeadLetter(new DeadLetterRule(DEAD, 5)),
                                reply));
        assertThat(updated.value()).isNotNull();
        SendResult.Sent sent = sendAs(PRODUCER, "bad");
        sendAs(PRODUCER, "neighbour");
        Delivery delivery = receiveAs(WORKER);
        settleAs(WORKER, new Settlement.Reject(delivery.lease(), "no such customer"));
        rig.pass(60_000);
        Delivery moved = rig.receiveFrom(DEAD, 1).get(0);
        rig.settle(DEAD, new Settlement.Ack(moved.lease()));

        Timeline timeline = timeline(moved.id());
        assertThat(moved.id()).isEqualTo(sent.id());
        assertThat(kinds(timeline))
                .containsExactly(
                        Accepted.class,
                        Leased.class,
                        GivenUp.class,
                        Left.class,
                        Settled.class,
                        Arrived.class,
                        Leased.class,
                        Settled.class);
        assertThat(event(timeline, GivenUp.class).reason()).isEqualTo("rejected: no such customer");
        assertThat(event(timeline, GivenUp.class).by()).contains(WORKER);
        assertThat(event(timeline, Left.class).target()).isEqualTo(DEAD);
        assertThat(event(timeline, Arrived.class).place().queue()).isEqualTo(DEAD);
        assertThat(event(timeline, Leased.class).by()).contains(Caller.IN_PROCESS);
        assertThat(event(timeline, Settled.class).state()).isEqualTo(MessageState.ACKED);
    }

    @Test
    void it_follows_moves_whatever_the_wall_clock_shows() {
        rig.create(DEAD, QueueSettings.defaults());
        rig.<QueueInfo>asked(reply ->
                rig.engine.update(
                        PRODUCER,
                        Rig.QUEUE,
                        QueueSettings.defaults().withDeadLetter(new DeadLetterRule(DEAD, 5)),
                        reply));
        List<MessageId> sent = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            sent.add(sendAs(PRODUCER, "m" + i).id());
            Delivery delivery = receiveAs(WORKER);
            rig.jumpWall(i % 2 == 0 ? -3_600_000 : 7_200_000);
            rig.pass(1);
            settleAs(WORKER, new Settlement.Reject(delivery.lease(), "no"));
        }
        for (MessageId id : sent) {
            assertThat(event(timeline(id), Arrived.class).place().offset()).isEqualTo(id.low());
        }
    }

    @Test
    void what_befalls_many_at_once_is_told_of_each() {
        SendResult.Sent purged = sendAs(PRODUCER, "purged");
        Delivery settled = receiveAs(WORKER);
        SendResult.Sent second = sendAs(PRODUCER, "purged too");
        settleAs(WORKER, new Settlement.Ack(settled.lease()));
        rig.<QueueInfo>asked(reply -> rig.engine.purge(PRODUCER, Rig.QUEUE, reply));
        Timeline untouched = timeline(purged.id());
        assertThat(event(untouched, Settled.class).state()).isEqualTo(MessageState.ACKED);
        Timeline swept = timeline(second.id());
        assertThat(kinds(swept)).containsExactly(Accepted.class, Settled.class);
        assertThat(event(swept, Settled.class).state()).isEqualTo(MessageState.PURGED);
        assertThat(event(swept, Settled.class).by()).contains(PRODUCER);

        SendResult.Sent old = sendAs(PRODUCER, "old");
        rig.pass(QueueSettings.defaults().expiryMillis() + 60_000);
        Timeline expired = timeline(old.id());
        assertThat(kinds(expired)).containsExactly(Accepted.class, Settled.class);
        assertThat(event(expired, Settled.class).state()).isEqualTo(MessageState.EXPIRED);
        assertThat(event(expired, Settled.class).by()).isEmpty();
    }

    @Test
    void it_survives_restarts_crashes_and_jumps_of_the_wall_clock() {
        SendResult.Sent sent = sendAs(PRODUCER, "one");
        Delivery first = receiveAs(WORKER);
        settleAs(WORKER, new Settlement.Release(first.lease(), 0));
        rig.restart();
        // The same minute, another numbering.
        receiveAs(PRODUCER);
        rig.jumpWall(-3_600_000);
        rig.pass(30_000);
        receiveAs(WORKER);
        rig.crash(0);
        Timeline timeline = timeline(sent.id());
        assertThat(kinds(timeline))
                .containsExactly(
                        Accepted.class,
                        Leased.class,
                        Released.class,
                        Leased.class,
                        LeaseExpired.class,
                        Leased.class);
        List<Optional<Caller>> by = new ArrayList<>();
        timeline.events().forEach(event -> by.add(event.by()));
        assertThat(by)
                .containsExactly(
                        Optional.of(PRODUCER),
                        Optional.of(WORKER),
                        Optional.of(WORKER),
                        Optional.of(PRODUCER),
                        Optional.empty(),
                        Optional.of(WORKER));
    }

    private MessageId sendLater(long delayMillis) {
        return rig.<SendResult.Sent>ask(reply ->
                        rig.engine.send(
                                PRODUCER,
                                Rig.QUEUE,
                                new Send(Rig.message(null, "later"), delayMillis, null),
                                reply))
                .id();
    }

    @Test
    void a_message_tells_which_batch_it_went_to_disk_in() {
        SendResult.Sent sent = sendAs(PRODUCER, "one");
        CommittedBatch commit = event(timeline(sent.id()), Accepted.class).commit().orElseThrow();
        assertThat(commit.stream()).isEqualTo("q/1/0");
        assertThat(commit.offset()).isEqualTo(sent.offset());
        assertThat(commit.messages()).isEqualTo(1);
        rig.restart();
        assertThat(event(timeline(sent.id()), Accepted.class).commit()).contains(commit);
    }

    @Test
    void a_message_that_is_not_due_yet_tells_who_sent_it_and_for_when() {
        long day = 86_400_000;
        MessageId id = sendLater(day);
        long sentAt = rig.wall();
        sendAs(WORKER, "now");
        for (int start = 0; start < 2; start++) {
            Timeline waiting = timeline(id);
            assertThat(waiting.coverage()).isEqualTo(Timeline.Coverage.WHOLE);
            assertThat(kinds(waiting)).containsExactly(Accepted.class);
            Accepted accepted = event(waiting, Accepted.class);
            assertThat(accepted.by()).contains(PRODUCER);
            assertThat(accepted.at()).isEqualTo(sentAt);
            assertThat(accepted.dueAt()).isEqualTo(sentAt + day);
            assertThat(accepted.place().queue()).isEqualTo(Rig.QUEUE);
            assertThat(accepted.commit().orElseThrow().messages()).isEqualTo(1);
            rig.restart();
        }
        rig.pass(day + 1_000);
        Delivery first = receiveAs(WORKER);
        assertThat(settleAs(WORKER, new Settlement.Ack(first.lease())))
                .isInstanceOf(SettleResult.Done.class);
        Delivery second = receiveAs(WORKER);
        assertThat(second.id()).isEqualTo(id);
        rig.crash(0);
        Timeline due = timeline(id);
        assertThat(kinds(due)).containsExactly(Accepted.class, Due.class, Leased.class);
        assertThat(event(due, Accepted.class).by()).contains(PRODUCER);
        assertThat(event(due, Accepted.class).at()).isEqualTo(sentAt);
        assertThat(event(due, Due.class).place().offset()).isEqualTo(second.lease().offset());
        assertThat(event(due, Due.class).at()).isGreaterThanOrEqualTo(sentAt + day);
        assertThat(event(due, Due.class).commit()).isPresent();
    }

    @Test
    void what_ended_before_it_was_due_is_told() {
        MessageId withdrawn = sendLater(86_400_000);
        long sentAt = rig.wall();
        MessageId purged = sendLater(86_400_000);
        rig.pass(5_000);
        rig.<ScheduledMessage>ask(
                reply -> rig.engine.scheduled().cancel(WORKER, Rig.QUEUE, withdrawn, reply));
        rig.<QueueInfo>asked(reply -> rig.engine.purge(WORKER, Rig.QUEUE, reply));
        MessageId waiting = sendLater(86_400_000);
        rig.restart();

        Timeline back = timeline(withdrawn);
        assertThat(back.coverage()).isEqualTo(Timeline.Coverage.WHOLE);
        assertThat(kinds(back)).containsExactly(Accepted.class, Settled.class);
        assertThat(event(back, Accepted.class).by()).contains(PRODUCER);
        assertThat(event(back, Accepted.class).at()).isEqualTo(sentAt);
        assertThat(event(back, Settled.class).by()).contains(WORKER);
        assertThat(event(back, Settled.class).at()).isEqualTo(sentAt + 5_000);
        assertThat(event(back, Settled.class).state()).isEqualTo(MessageState.PURGED);

        Timeline gone = timeline(purged);
        assertThat(gone.coverage()).isEqualTo(Timeline.Coverage.PARTS_GONE);
        assertThat(kinds(gone)).containsExactly(Settled.class);
        assertThat(event(gone, Settled.class).by()).contains(WORKER);
        assertThat(kinds(timeline(waiting))).containsExactly(Accepted.class);
        assertThat(timeline(new MessageId(withdrawn.high(), withdrawn.low() + 99)).events())
                .isEmpty();
    }

    @Test
    void a_redrive_tells_who_started_it_its_number_and_whether_it_edited() {
        Caller operator = new Caller("http", "olga", "10.0.0.3", "console");
        rig.create(DEAD, QueueSettings.defaults());
        rig.update(Rig.QUEUE, QueueSettings.defaults().withDeadLetter(new DeadLetterRule(DEAD, 5)));
        SendResult.Sent sent = sendAs(PRODUCER, "bad");
        sendAs(PRODUCER, "worse");
        for (int i = 0; i < 2; i++) {
            settleAs(WORKER, new Settlement.Reject(receiveAs(WORKER).lease(), "no"));
        }
        MessageEdit edit =
                new MessageEdit(
                        Map.of("mended", "yes"), Set.of(), Optional.empty(), Optional.empty());
        RedriveRequest request = RedriveRequest.all(DEAD).withEdit(edit).withRate(1);
        RedriveInfo begun = rig.ask(reply -> rig.engine.redrives().start(operator, request, reply));
        // Half of it is done after a start, by whoever is served first.
        rig.crash(0);
        rig.pass(10_000);
        Timeline timeline = timeline(sent.id());
        assertThat(kinds(timeline))
                .containsExactly(
                        Accepted.class,
                        Leased.class,
                        GivenUp.class,
                        Left.class,
                        Settled.class,
                        Arrived.class,
                        Left.class,
                        Settled.class,
                        Arrived.class);
        List<TimelineEvent> events = timeline.events();
        Arrived dead = (Arrived) events.get(5);
        assertThat(dead.by()).isEmpty();
        assertThat(dead.move().orElseThrow())
                .isInstanceOfSatisfying(
                        HistoryEntry.DeadLettered.class,
                        move -> assertThat(move.reason()).isEqualTo("rejected: no"));
        assertThat(events.get(6).by()).contains(operator);
        Arrived back = (Arrived) events.get(8);
        assertThat(back.by()).contains(operator);
        assertThat(back.place().queue()).isEqualTo(Rig.QUEUE);
        assertThat(back.commit().stream()).isEqualTo("q/1/0");
        assertThat(back.move().orElseThrow())
                .isInstanceOfSatisfying(
                        HistoryEntry.Redriven.class,
                        move -> {
                            assertThat(move.redrive()).isEqualTo(begun.id());
                            assertThat(move.content()).isEqualTo(HistoryEntry.Content.EDITED);
                        });
    }

    @Test
    void a_replay_into_another_queue_is_told_with_what_becomes_of_the_copy() {
        rig.create(DEAD, QueueSettings.defaults());
        SendResult.Sent sent = sendAs(PRODUCER, "again");
        SendResult.Sent other = sendAs(PRODUCER, "not this");
        for (int i = 0; i < 2; i++) {
            settleAs(WORKER, new Settlement.Ack(receiveAs(WORKER).lease()));
        }
        Replay replay =
                new Replay(
                        new Position.Offset(sent.offset()),
                        new Position.Offset(sent.offset() + 1),
                        new MessageFilter.All(),
                        0,
                        new Replay.Target.Queue(DEAD));
        ReplayInfo begun =
                rig.ask(reply ->
                        rig.engine.replays().start(Caller.IN_PROCESS, Rig.QUEUE, replay, reply));
        rig.pass(2_000);
        Delivery copy = rig.receiveFrom(DEAD, 1).get(0);
        rig.restart();
        Timeline timeline = timeline(sent.id());
        assertThat(copy.id()).isEqualTo(sent.id());
        assertThat(kinds(timeline))
                .containsExactly(
                        Accepted.class, Leased.class, Settled.class, Copied.class, Leased.class);
        Copied copied = event(timeline, Copied.class);
        assertThat(copied.source()).isEqualTo(Rig.QUEUE);
        assertThat(copied.replay()).isEqualTo(begun.number());
        assertThat(copied.place().queue()).isEqualTo(DEAD);
        assertThat(copied.place().offset()).isEqualTo(copy.lease().offset());
        assertThat(kinds(timeline(other.id())))
                .containsExactly(Accepted.class, Leased.class, Settled.class);
    }

    @Test
    void nothing_is_told_of_messages_that_never_were() {
        SendResult.Sent sent = sendAs(PRODUCER, "one");
        MessageId beyond = new MessageId(sent.id().high(), sent.id().low() + 1);
        assertThat(timeline(beyond).events()).isEmpty();
        assertThat(timeline(new MessageId(-1, -1)).events()).isEmpty();
        assertThat(timeline(new MessageId(99L << 32, 0)).events()).isEmpty();
    }

    @Test
    void searches_are_bounded_cancelled_and_ended_by_a_stop() {
        SendResult.Sent sent = sendAs(PRODUCER, "one");
        Answer<Timeline> cancelled = new Answer<>();
        List<Answer<Timeline>> running = new ArrayList<>();
        Answer<Timeline> tooMany = new Answer<>();
        rig.on(() -> {
            Search search = rig.engine.messages().timeline(WORKER, sent.id(), cancelled);
            search.cancel();
            for (int i = 0; i < 16; i++) {
                Answer<Timeline> one = new Answer<>();
                running.add(one);
                rig.engine.messages().timeline(WORKER, sent.id(), one);
            }
            rig.engine.messages().timeline(WORKER, sent.id(), tooMany);
        });
        assertThat(tooMany.refusal()).isInstanceOf(Refusal.Throttled.class);
        rig.stop();
        assertThat(cancelled.isGiven()).isFalse();
        assertThat(running)
                .allSatisfy(
                        one -> assertThat(one.refusal()).isInstanceOf(Refusal.ShuttingDown.class));
    }
}

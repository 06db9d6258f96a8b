package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.AtomicChange;
import dev.forebay.engine.AuditReport;
import dev.forebay.engine.Caller;
import dev.forebay.engine.DeadLetterRule;
import dev.forebay.engine.Deduplication;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.Durability;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.RetryRule;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.engine.Subscribe;
import dev.forebay.engine.SubscriptionInfo;
import dev.forebay.engine.Timeline;
import dev.forebay.log.LogFailure;
import dev.forebay.log.LogStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Queues that end with the process, and what goes between them and others. */
class VolatileQueueTest {
    private static final String DURABLE = "durable";
    private static final String OTHER = "other";
    private static final QueueSettings VOLATILE =
            QueueSettings.defaults().withDurability(Durability.VOLATILE);

    private final Rig rig = Rig.with(VOLATILE);

    VolatileQueueTest() {
        rig.create(DURABLE, QueueSettings.defaults());
        rig.create(OTHER, VOLATILE);
    }

    @Test
    void nothing_of_it_goes_to_disk_and_what_is_settled_leaves_memory_at_once() {
        cycle("first, which tells the disk who the caller is");
        long written = written();
        for (int i = 0; i < 20; i++) {
            cycle("m" + i);
        }
        rig.send("rejected");
        rig.reject(rig.receiveOne(), "no");
        rig.send("released");
        rig.release(rig.receiveOne(), 0);
        rig.ack(rig.receiveOne());
        assertThat(written()).isEqualTo(written);
        assertThat(messages(Rig.QUEUE).sizeBytes()).isZero();
        assertThat(rig.stats().sent()).isEqualTo(23);
        assertThat(rig.stats().acked()).isEqualTo(22);
        assertThat(rig.stats().dropped()).isEqualTo(1);
    }

    @Test
    void it_waits_for_no_disk_while_others_do() {
        cycle("known caller");
        Answer<SendResult.Sent> durable = new Answer<>();
        Answer<SendResult.Sent> sent = new Answer<>();
        Answer<List<Delivery>> received = new Answer<>();
        rig.later(() -> {
            send(DURABLE, "slow", durable);
            send(Rig.QUEUE, "fast", sent);
            rig.engine.receive(
                    Caller.IN_PROCESS, Rig.QUEUE, new Receive(1, 1000, 1000, null), received);
        });
        while (!received.isGiven()) {
            assertThat(rig.scheduler.stepNow()).isTrue();
        }
        assertThat(sent.isGiven()).isTrue();
        assertThat(Rig.bodies(received.value())).containsExactly("fast");
    }

    @Test
    void a_crash_or_a_stop_ends_it_and_its_id_never_means_another() {
        QueueInfo before = rig.engine.find(Rig.QUEUE).orElseThrow();
        rig.send("lost");
        rig.send(DURABLE, Rig.message(null, "kept"), Send.QUEUE_DELAY, null);
        rig.crash(100);
        assertThat(rig.engine.all()).extracting(QueueInfo::name).containsExactly(DURABLE);
        assertThat(Rig.bodies(rig.receiveFrom(DURABLE, 10))).containsExactly("kept");
        QueueInfo next = rig.create("next", QueueSettings.defaults());
        assertThat(next.id()).isGreaterThan(before.id());
        QueueInfo again = rig.create(Rig.QUEUE, VOLATILE);
        assertThat(again.id()).isGreaterThan(next.id());
        assertThat(rig.stats().sent()).isZero();
        rig.restart();
        assertThat(rig.engine.all()).extracting(QueueInfo::name).containsExactly(DURABLE, "next");
        assertThat(rig.create("last", QueueSettings.defaults()).id()).isGreaterThan(again.id());
    }

    @Test
    void messages_are_dead_lettered_from_either_kind_to_either() {
        QueueSettings once = VOLATILE.withRetry(RetryRule.defaults().withMaxAttempts(1));
        rig.update(OTHER, once.withDeadLetter(new DeadLetterRule(Rig.QUEUE, 5)));
        rig.update(Rig.QUEUE, VOLATILE.withDeadLetter(new DeadLetterRule(DURABLE, 5)));
        rig.update(DURABLE, QueueSettings.defaults().withDeadLetter(new DeadLetterRule(OTHER, 5)));
        rig.send(OTHER, Rig.message(null, "round"), Send.QUEUE_DELAY, null);
        rejectFrom(OTHER);
        rejectFrom(Rig.QUEUE);
        rejectFrom(DURABLE);
        Delivery back = rig.receiveFrom(OTHER, 1).getFirst();
        assertThat(Rig.body(back)).isEqualTo("round");
        assertThat(messages(Rig.QUEUE).sizeBytes()).isZero();
        assertThat(rig.stats(DURABLE).deadLettered()).isEqualTo(1);
    }

    @Test
    void one_change_reaches_both_kinds_in_the_order_of_the_calls() {
        List<Answer<?>> answers = new ArrayList<>();
        rig.later(() -> {
            for (int i = 0; i < 10; i++) {
                answers.add(
                        change(List.of(), List.of(to(Rig.QUEUE, "b" + i), to(DURABLE, "b" + i))));
                Answer<SendResult.Sent> alone = new Answer<>();
                send(Rig.QUEUE, "s" + i, alone);
                answers.add(alone);
            }
        });
        rig.on(() -> {});
        assertThat(answers).allMatch(Answer::isGiven);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            expected.add("b" + i);
            expected.add("s" + i);
        }
        assertThat(Rig.bodies(rig.receive(100))).isEqualTo(expected);
        assertThat(rig.receiveFrom(DURABLE, 100)).hasSize(10);
    }

    @Test
    void acks_here_and_sends_there_are_one_change_over_both_kinds() {
        rig.send("v");
        rig.send(DURABLE, Rig.message(null, "d"), Send.QUEUE_DELAY, null);
        AtomicChange.Ack volatileAck = ack(Rig.QUEUE);
        AtomicChange.Ack durableAck = ack(DURABLE);
        Answer<?> refused =
                asked(
                        List.of(volatileAck, durableAck),
                        List.of(to(OTHER, "x"), to("nowhere", "y")));
        assertThat(refused.refusal()).isInstanceOf(Refusal.NoSuchQueue.class);
        asked(List.of(volatileAck, durableAck), List.of(to(OTHER, "o"), to(DURABLE, "e"))).value();
        assertThat(rig.stats().acked()).isEqualTo(1);
        assertThat(rig.stats(DURABLE).acked()).isEqualTo(1);
        long written = written();
        asked(List.of(ack(OTHER)), List.of(to(Rig.QUEUE, "w"))).value();
        assertThat(written()).as("between volatile queues").isEqualTo(written);
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("w");
        assertThat(Rig.bodies(rig.receiveFrom(DURABLE, 10))).containsExactly("e");
    }

    @Test
    void without_room_sends_are_refused_and_moves_wait_for_it() {
        rig.update(Rig.QUEUE, VOLATILE.withDeadLetter(new DeadLetterRule(OTHER, 5)));
        rig.send("move");
        Delivery delivery = rig.receiveOne();
        rig.store.refuseAppends(new LogFailure.DiskFull());
        Answer<SendResult.Sent> sent = rig.asked(reply -> send(Rig.QUEUE, "no", reply));
        assertThat(sent.refusal()).isInstanceOf(Refusal.DiskFull.class);
        rig.pass(1);
        Answer<List<SettleResult>> rejected =
                rig.asked(reply ->
                        rig.engine.settle(
                                Caller.IN_PROCESS,
                                Rig.QUEUE,
                                List.of(new Settlement.Reject(delivery.lease(), "r")),
                                reply));
        rig.store.acceptAppends();
        rig.pass(2000);
        assertThat(rejected.isGiven()).isTrue();
        assertThat(Rig.bodies(rig.receiveFrom(OTHER, 10))).containsExactly("move");
        cycle("goes on");
    }

    @Test
    void an_audit_holds_and_a_timeline_says_that_it_does_not_tell_all() {
        SendResult.Sent first = rig.send("a");
        rig.send("b");
        rig.send("c");
        List<Delivery> all = rig.receive(3);
        rig.ack(all.get(1));
        Answer<List<AuditReport>> audited =
                rig.asked(
                        reply -> rig.engine.messages().audit(Caller.IN_PROCESS, Rig.QUEUE, reply));
        rig.pass(1000);
        AuditReport report = audited.value().getFirst();
        assertThat(report.holds()).isTrue();
        assertThat(report.coverage()).isEqualTo(AuditReport.Coverage.BEGINNING_GONE);
        assertThat(report.unsettled()).isEqualTo(2);
        Answer<Timeline> told =
                rig.asked(reply ->
                        rig.engine.messages().timeline(Caller.IN_PROCESS, first.id(), reply));
        rig.pass(1000);
        Timeline timeline = told.value();
        assertThat(timeline.coverage()).isEqualTo(Timeline.Coverage.PARTS_GONE);
        rig.ack(all.get(0));
        rig.ack(all.get(2));
        assertThat(messages(Rig.QUEUE).sizeBytes()).isZero();
    }

    @Test
    void a_straggler_keeps_no_more_than_itself() {
        rig.send("straggler");
        Delivery straggler = rig.receiveOne();
        rig.extend(straggler, 600_000);
        for (int i = 0; i < 50; i++) {
            cycle("m" + i);
        }
        long before = messages(Rig.QUEUE).sizeBytes();
        rig.pass(120_000);
        assertThat(messages(Rig.QUEUE).sizeBytes()).isPositive().isLessThan(before / 10);
        rig.ack(straggler);
        assertThat(messages(Rig.QUEUE).sizeBytes()).isZero();
    }

    @Test
    void long_delays_named_subscriptions_and_ids_work_and_leave_nothing_behind() {
        rig.update(
                Rig.QUEUE,
                VOLATILE.withDeduplication(
                        new Deduplication(600_000, Deduplication.Scope.QUEUE, 100)));
        rig.<SubscriptionInfo>ask(reply ->
                rig.engine
                        .subscriptions()
                        .subscribe(
                                Caller.IN_PROCESS, Rig.QUEUE, Subscribe.fromNow("second"), reply));
        rig.send(Rig.QUEUE, Rig.message(null, "late"), 120_000, "one");
        assertThat(rig.send(Rig.QUEUE, Rig.message(null, "again"), 0, "one").duplicate()).isTrue();
        rig.send("now");
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("now");
        rig.pass(121_000);
        assertThat(Rig.bodies(rig.receive(10))).contains("late");
        rig.send(Rig.QUEUE, Rig.message(null, "never due"), 600_000, "two");
        rig.crash(100);
        rig.pass(700_000);
        assertThat(rig.engine.all()).extracting(QueueInfo::name).containsExactly(DURABLE);
        assertThat(rig.store.streams())
                .extracting(stream -> stream.name().value())
                .noneMatch(name -> name.contains("later/") && name.startsWith("q/"));
        rig.restart();
    }

    @Test
    void it_keeps_order_and_cannot_change_its_kind() {
        rig.create("ordered", VOLATILE.withOrdering(Ordering.BY_KEY));
        for (int i = 0; i < 4; i++) {
            rig.send("ordered", Rig.message("k" + i % 2, "m" + i), Send.QUEUE_DELAY, null);
        }
        assertThat(Rig.bodies(rig.receiveFrom("ordered", 1))).containsExactly("m0");
        assertThat(Rig.bodies(rig.receiveFrom("ordered", 10))).containsExactly("m1", "m3");
        Answer<QueueInfo> changed =
                rig.asked(reply ->
                        rig.engine.update(
                                Caller.IN_PROCESS, Rig.QUEUE, QueueSettings.defaults(), reply));
        assertThat(changed.refusal()).isInstanceOf(Refusal.InvalidSetting.class);
    }

    private void cycle(String body) {
        rig.send(body);
        assertThat(rig.ack(rig.receiveOne())).isEqualTo(new SettleResult.Done());
    }

    private void rejectFrom(String queue) {
        Delivery delivery = rig.receiveFrom(queue, 1).getFirst();
        rig.settle(queue, new Settlement.Reject(delivery.lease(), "tried enough"));
    }

    private AtomicChange.Ack ack(String queue) {
        return new AtomicChange.Ack(queue, rig.receiveFrom(queue, 1).getFirst().lease());
    }

    private static AtomicChange.SendTo to(String queue, String body) {
        return new AtomicChange.SendTo(
                queue, new Send(Rig.message(null, body), Send.QUEUE_DELAY, null));
    }

    private Answer<List<SendResult.Sent>> change(
            List<AtomicChange.Ack> acks, List<AtomicChange.SendTo> sends) {
        Answer<List<SendResult.Sent>> answer = new Answer<>();
        rig.engine.change(Caller.IN_PROCESS, new AtomicChange(acks, sends), answer);
        return answer;
    }

    private Answer<List<SendResult.Sent>> asked(
            List<AtomicChange.Ack> acks, List<AtomicChange.SendTo> sends) {
        return rig.asked(reply ->
                rig.engine.change(Caller.IN_PROCESS, new AtomicChange(acks, sends), reply));
    }

    private void send(String queue, String body, Answer<SendResult.Sent> reply) {
        rig.engine.send(
                Caller.IN_PROCESS,
                queue,
                new Send(Rig.message(null, body), Send.QUEUE_DELAY, null),
                reply);
    }

    /** Records on disk, whatever they are of. */
    private long written() {
        return rig.store.streams().stream()
                .filter(stream -> !stream.isVolatile())
                .mapToLong(LogStream::endOffset)
                .sum();
    }

    private LogStream messages(String queue) {
        int id = rig.engine.find(queue).orElseThrow().id();
        return rig.store.find(Streams.messages(id, 0)).orElseThrow();
    }
}

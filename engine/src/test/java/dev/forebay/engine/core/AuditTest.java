package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.AuditReport;
import dev.forebay.engine.Caller;
import dev.forebay.engine.DeadLetterRoute;
import dev.forebay.engine.DeadLetterRouter.Onward;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.MessageId;
import dev.forebay.engine.MessageState;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.ScheduledMessage;
import dev.forebay.engine.ScheduledPage;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AuditTest {
    private static final long HOUR = 3_600_000;

    private final Rig rig = Rig.with(QueueSettings.defaults().withExpiryMillis(Long.MAX_VALUE));

    private Answer<List<AuditReport>> begun(String queue) {
        return rig.asked(reply -> rig.engine.messages().audit(Caller.IN_PROCESS, queue, reply));
    }

    private AuditReport audit() {
        Answer<List<AuditReport>> answer = begun(Rig.QUEUE);
        rig.pass(2_000);
        assertThat(answer.value()).hasSize(1);
        return answer.value().get(0);
    }

    @Test
    void what_was_counted_is_in_log_and_journal_also_after_a_crash() {
        for (int i = 0; i < 20; i++) {
            rig.send("m" + i);
        }
        List<Delivery> leased = rig.receive(8);
        for (int i = 0; i < 5; i++) {
            rig.ack(leased.get(i));
        }
        rig.reject(leased.get(5), "no use");
        AuditReport report = audit();
        assertThat(report.objections()).isEmpty();
        assertThat(report.coverage()).isEqualTo(AuditReport.Coverage.WHOLE);
        assertThat(report.sent()).isEqualTo(20);
        assertThat(report.unsettled()).isEqualTo(14);
        assertThat(report.told().get(MessageState.ACKED)).isEqualTo(5);
        assertThat(report.told().get(MessageState.DROPPED)).isEqualTo(1);

        rig.crash(0);
        assertThat(audit().objections()).isEmpty();
        rig.<QueueInfo>asked(reply -> rig.engine.purge(Caller.IN_PROCESS, Rig.QUEUE, reply));
        AuditReport purged = audit();
        assertThat(purged.holds()).isTrue();
        assertThat(purged.unsettled()).isZero();
        assertThat(purged.ended().get(MessageState.PURGED)).isEqualTo(14);
    }

    @Test
    void dead_letters_that_went_to_several_queues_are_proven_in_each() {
        Rig routed =
                Rig.with(
                        QueueSettings.defaults()
                                .withDeadLetterRoute(new DeadLetterRoute("x", Optional.empty())));
        List<String> targets = List.of("one", "two");
        targets.forEach(target -> routed.create(target, QueueSettings.defaults()));
        routed.on(() ->
                routed.engine.routeDeadLetters(letter ->
                        targets.stream()
                                .map(target -> new Onward(target, letter.message()))
                                .toList()));
        routed.send("bad");
        routed.reject(routed.receiveOne(), "no use");
        routed.<List<SendResult>>ask(reply ->
                routed.engine.send(
                        Caller.IN_PROCESS,
                        Rig.QUEUE,
                        List.of(new Send(Rig.message(null, "late"), 0, null, 100)),
                        reply));
        routed.pass(1_000);
        routed.crash(0);
        for (String queue : List.of(Rig.QUEUE, "one", "two")) {
            Answer<List<AuditReport>> answer =
                    routed.asked(reply ->
                            routed.engine.messages().audit(Caller.IN_PROCESS, queue, reply));
            routed.pass(2_000);
            AuditReport report = answer.value().get(0);
            assertThat(report.objections()).isEmpty();
            assertThat(report.sent()).isEqualTo(2);
            assertThat(report.told())
                    .isEqualTo(
                            queue.equals(Rig.QUEUE)
                                    ? Map.of(MessageState.DEAD_LETTERED, 2L)
                                    : Map.of());
        }
    }

    @Test
    void it_is_of_one_instant_while_the_queue_goes_on() {
        for (int i = 0; i < 500; i++) {
            rig.send("m" + i);
        }
        Answer<List<AuditReport>> answer = begun(Rig.QUEUE);
        List<Delivery> later = new ArrayList<>(rig.receive(10));
        later.forEach(rig::ack);
        rig.send("later");
        rig.pass(2_000);
        AuditReport report = answer.value().get(0);
        assertThat(report.objections()).isEmpty();
        assertThat(report.sent()).isEqualTo(500);
        assertThat(report.unsettled()).isEqualTo(500);
    }

    @Test
    void what_waits_to_be_due_is_counted_and_looked_for_too() {
        rig.send("now");
        for (int i = 0; i < 30; i++) {
            rig.send(Rig.QUEUE, Rig.message(null, "later"), (i + 1) * HOUR, null);
        }
        MessageId first = scheduled().get(0).id();
        rig.<ScheduledMessage>ask(
                reply -> rig.engine.scheduled().cancel(Caller.IN_PROCESS, Rig.QUEUE, first, reply));
        rig.pass(3 * HOUR + 1_000);
        AuditReport report = audit();
        assertThat(report.objections()).isEmpty();
        assertThat(report.sent()).isEqualTo(31);
        assertThat(report.unsettled()).isEqualTo(3);
        assertThat(report.scheduled()).isEqualTo(new AuditReport.Scheduled(27, 27, 1));

        rig.crash(0);
        rig.<QueueInfo>ask(reply -> rig.engine.purge(Caller.IN_PROCESS, Rig.QUEUE, reply));
        rig.send(Rig.QUEUE, Rig.message(null, "after"), HOUR, null);
        AuditReport purged = audit();
        assertThat(purged.objections()).isEmpty();
        assertThat(purged.scheduled()).isEqualTo(new AuditReport.Scheduled(1, 1, 28));
        assertThat(purged.sent()).isEqualTo(32);
    }

    @Test
    void what_comes_to_be_due_during_an_audit_is_of_the_instant_before() {
        for (int i = 0; i < 500; i++) {
            rig.send(Rig.QUEUE, Rig.message(null, "later"), HOUR, null);
        }
        rig.pass(HOUR - 100);
        Answer<List<AuditReport>> answer = begun(Rig.QUEUE);
        rig.pass(10_000);
        AuditReport report = answer.value().get(0);
        assertThat(report.objections()).isEmpty();
        assertThat(report.sent()).isEqualTo(500);
        assertThat(rig.stats().ready()).isEqualTo(500);
    }

    private List<ScheduledMessage> scheduled() {
        return rig.<ScheduledPage>ask(reply ->
                        rig.engine
                                .scheduled()
                                .list(Caller.IN_PROCESS, Rig.QUEUE, ScheduledPage.FIRST, 10, reply))
                .messages();
    }

    @Test
    void a_counter_that_is_wrong_is_found() {
        Map<MessageState, Long> ended = Map.of(MessageState.ACKED, 3L);
        Map<MessageState, Long> told = Map.of(MessageState.ACKED, 2L, MessageState.EXPIRED, 1L);
        AuditReport whole =
                AuditReport.of(
                        "q",
                        0,
                        5,
                        ended,
                        1,
                        told,
                        new AuditReport.Scheduled(3, 2, 4),
                        AuditReport.Coverage.WHOLE);
        assertThat(whole.sent()).isEqualTo(12);
        assertThat(whole.objections())
                .containsExactly(
                        "5 messages were sent, 3 ended, and the log holds 1 unsettled",
                        "3 scheduled messages were counted, and the log holds 2",
                        "3 messages were counted as acked, and the journal tells of 2",
                        "0 messages were counted as expired, and the journal tells of 1");
        AuditReport trimmed =
                AuditReport.of(
                        "q",
                        0,
                        4,
                        ended,
                        1,
                        Map.of(MessageState.ACKED, 2L),
                        AuditReport.Scheduled.NONE,
                        AuditReport.Coverage.BEGINNING_GONE);
        assertThat(trimmed.holds()).isTrue();
    }

    @Test
    void a_queue_that_does_not_exist_is_refused() {
        assertThat(begun("nowhere").refusal()).isInstanceOf(Refusal.NoSuchQueue.class);
    }
}

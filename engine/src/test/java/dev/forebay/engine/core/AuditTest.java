package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.AuditReport;
import dev.forebay.engine.Caller;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.MessageState;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditTest {
    private final Rig rig = Rig.with(QueueSettings.defaults());

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
    void a_counter_that_is_wrong_is_found() {
        Map<MessageState, Long> ended = Map.of(MessageState.ACKED, 3L);
        Map<MessageState, Long> told = Map.of(MessageState.ACKED, 2L, MessageState.EXPIRED, 1L);
        AuditReport whole = AuditReport.of("q", 0, 5, ended, 1, told, AuditReport.Coverage.WHOLE);
        assertThat(whole.objections())
                .containsExactly(
                        "5 messages were sent, 3 ended, and the log holds 1 unsettled",
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
                        AuditReport.Coverage.BEGINNING_GONE);
        assertThat(trimmed.holds()).isTrue();
    }

    @Test
    void a_queue_that_does_not_exist_is_refused() {
        assertThat(begun("nowhere").refusal()).isInstanceOf(Refusal.NoSuchQueue.class);
    }
}

package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.Flow;
import dev.forebay.engine.HeldBack;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FlowTest {
    private final Rig rig = Rig.with(QueueSettings.defaults());

    private void flow(Flow flow) {
        rig.update(Rig.QUEUE, QueueSettings.defaults().withFlow(flow));
    }

    private Answer<SendResult.Sent> send() {
        return rig.asked(reply ->
                rig.engine.send(
                        Caller.IN_PROCESS,
                        Rig.QUEUE,
                        new Send(Rig.message(null, "m"), 0, null),
                        reply));
    }

    @ParameterizedTest
    @EnumSource
    void a_flow_holds_over_a_restart_and_says_so(Flow flow) {
        rig.send("first");
        rig.send("second");
        flow(flow);
        for (int life = 0; life < 2; life++) {
            if (flow.takesMessages()) {
                assertThat(send().value()).isNotNull();
            } else {
                assertThat(send().refusal()).isEqualTo(new Refusal.QueuePaused(Rig.QUEUE, flow));
                assertThat(send().refusal().message()).contains("Resume it first");
            }
            assertThat(!rig.receive(1).isEmpty()).isEqualTo(flow.delivers());
            assertThat(rig.stats().heldBack().map(HeldBack::cause))
                    .isEqualTo(Optional.of(HeldBack.Cause.PAUSED).filter(held -> !flow.delivers()));
            rig.crash(0);
        }
    }

    @Test
    void a_receive_that_waits_is_served_when_delivery_resumes() {
        flow(Flow.DELIVERY_PAUSED);
        rig.send("m");
        Answer<List<Delivery>> waits = new Answer<>();
        rig.waitFor(Rig.QUEUE, 20_000, waits);
        rig.pass(5_000);
        assertThat(waits.isGiven()).isFalse();
        flow(Flow.RUNNING);
        assertThat(waits.value()).hasSize(1);
    }

    @Test
    void a_drained_queue_is_empty_in_the_end() {
        rig.send("m");
        Delivery delivery = rig.receiveOne();
        flow(Flow.DRAINING);
        rig.release(delivery, 0);
        rig.ack(rig.receiveOne());
        assertThat(rig.stats().ready()).isZero();
        assertThat(send().refusal().message()).contains("being drained");
    }

    @Test
    void declaring_a_paused_queue_again_is_no_difference() {
        flow(Flow.PAUSED);
        Answer<QueueInfo> again =
                rig.asked(reply ->
                        rig.engine.create(
                                Caller.IN_PROCESS,
                                Rig.QUEUE,
                                QueueSettings.defaults(),
                                Map.of(),
                                reply));
        assertThat(again.value().settings().flow()).isEqualTo(Flow.PAUSED);
    }
}

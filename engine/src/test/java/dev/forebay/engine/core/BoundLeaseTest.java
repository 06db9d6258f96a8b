package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.HeldBack;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Receive;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Leases that end with a connection, as those of AMQP do. */
class BoundLeaseTest {
    private static final Receive BOUND = new Receive(10, Receive.BOUND, 0, null);
    private static final long DAY = 86_400_000;

    private final Rig rig = Rig.with(QueueSettings.defaults().withMaxLeases(2));

    private List<Delivery> take(Rig from) {
        return from.receive(Rig.QUEUE, BOUND).value();
    }

    @Test
    void they_come_before_their_entry_is_on_disk_and_end_when_they_are_settled() {
        rig.send("a");
        Answer<List<Delivery>> answer = new Answer<>();
        rig.later(() -> rig.engine.receive(Caller.IN_PROCESS, Rig.QUEUE, BOUND, answer));
        assertThat(rig.scheduler.stepNow()).isTrue();
        assertThat(answer.isGiven()).isTrue();
        rig.pass(30 * DAY);
        assertThat(rig.receive(10)).isEmpty();
        assertThat(rig.ack(answer.value().get(0))).isEqualTo(new SettleResult.Done());
        assertThat(rig.stats().acked()).isEqualTo(1);
    }

    @Test
    void nobody_knows_when_they_end() {
        rig.send("a");
        rig.send("b");
        assertThat(take(rig)).hasSize(2);
        HeldBack held = rig.stats().heldBack().orElseThrow();
        assertThat(held.cause()).isEqualTo(HeldBack.Cause.LEASES);
        assertThat(held.retryAfterMillis()).isEqualTo(HeldBack.UNTIL_TOLD);
    }

    @ParameterizedTest
    @EnumSource
    void after_a_crash_the_message_comes_again_marked_as_delivered_before(Ordering order) {
        Rig ordered = Rig.with(QueueSettings.defaults().withOrdering(order));
        ordered.sendKeyed("k", "a");
        ordered.sendKeyed("k", "b");
        Delivery first = take(ordered).get(0);
        ordered.pass(100);
        ordered.crash(0);
        Delivery again = take(ordered).get(0);
        assertThat(again.id()).isEqualTo(first.id());
        assertThat(again.attempt()).isEqualTo(2);
        ordered.restart();
        ordered.restart();
        assertThat(take(ordered).get(0).attempt()).isEqualTo(3);
    }

    @Test
    void one_whose_entry_was_lost_with_the_crash_may_have_come_before() {
        rig.send("a");
        Answer<List<Delivery>> answer = new Answer<>();
        rig.later(() -> rig.engine.receive(Caller.IN_PROCESS, Rig.QUEUE, BOUND, answer));
        assertThat(rig.scheduler.stepNow()).isTrue();
        assertThat(answer.isGiven()).isTrue();
        assertThat(answer.value().get(0).perhapsBefore()).isFalse();
        rig.crash(0);
        rig.restart();
        rig.send("b");
        assertThat(take(rig))
                .extracting(Delivery::attempt, Delivery::perhapsBefore)
                .containsExactly(tuple(1, true), tuple(1, false));
    }

    @Test
    void a_release_gives_it_back() {
        rig.send("a");
        Delivery delivery = take(rig).get(0);
        rig.settle(new Settlement.Release(delivery.lease(), 0, Settlement.Attempt.COUNTED, ""));
        assertThat(take(rig).get(0).attempt()).isEqualTo(2);
    }

    @Test
    void what_is_given_back_comes_before_what_was_sent_later() {
        for (String text : List.of("a", "b", "c", "d")) {
            rig.send(text);
        }
        Receive one = new Receive(1, Receive.BOUND, 0, null);
        for (int i = 0; i < 5; i++) {
            Delivery first = rig.receive(Rig.QUEUE, one).value().get(0);
            assertThat(Rig.text(first.message().body())).isEqualTo("a");
            if (i == 2) {
                rig.crash(0);
            } else {
                rig.settle(new Settlement.Release(first.lease(), 0));
            }
        }
        for (String text : List.of("a", "b", "c", "d")) {
            Delivery next = rig.receive(Rig.QUEUE, one).value().get(0);
            assertThat(Rig.text(next.message().body())).isEqualTo(text);
            rig.settle(new Settlement.Ack(next.lease()));
        }
    }
}

package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.AtomicChange;
import dev.forebay.engine.Caller;
import dev.forebay.engine.DeadLetterRule;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.engine.Settlement.Attempt;
import dev.forebay.engine.Settlement.Release;
import dev.forebay.log.Damage;
import dev.forebay.log.LogStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AttemptSpillTest {
    private static final String DEAD = "dead";

    private static Rig rig(int inHeap, QueueSettings settings) {
        Rig rig = new Rig(EngineLimits.defaults().withAttemptsInHeap(inHeap));
        rig.create(DEAD, QueueSettings.defaults());
        rig.create(Rig.QUEUE, settings.withDeadLetter(new DeadLetterRule(DEAD, 4)));
        return rig;
    }

    private static Rig rig(Ordering ordering) {
        return rig(0, QueueSettings.defaults().withOrdering(ordering));
    }

    private static void fail(Rig rig, Delivery delivery, String reason) {
        rig.settle(new Release(delivery.lease(), 0, Attempt.COUNTED, reason));
        rig.pass(1);
    }

    private static LogStream pages(Rig rig) {
        return rig.store.stream(Streams.ATTEMPTS);
    }

    @ParameterizedTest
    @EnumSource
    void what_is_known_of_a_message_comes_back_from_disk_whole(Ordering ordering) {
        Rig rig = rig(ordering);
        rig.send("m");
        long first = rig.wall();
        fail(rig, rig.receiveOne(), "one");
        rig.pass(1_000);
        assertThat(pages(rig).endOffset()).isEqualTo(1);
        Delivery second = rig.receiveOne();
        assertThat(second.attempt()).isEqualTo(2);
        assertThat(second.firstLeasedAt()).isEqualTo(first);
        fail(rig, second, "two");
        rig.crash(0);
        Delivery third = rig.receiveOne();
        assertThat(third.attempt()).isEqualTo(3);
        assertThat(third.firstLeasedAt()).isEqualTo(first);
        fail(rig, third, "three");
        rig.restart();
        fail(rig, rig.receiveOne(), "four");
        Delivery dead = rig.receiveFrom(DEAD, 1).get(0);
        assertThat(Rig.header(dead, EngineHeaders.FAILURES)).isEqualTo("one\ntwo\nthree");
        assertThat(Rig.header(dead, EngineHeaders.ATTEMPTS)).isEqualTo("4");
        assertThat(Rig.header(dead, EngineHeaders.FIRST_LEASED)).isEqualTo(Long.toString(first));
    }

    @Test
    void the_heap_holds_so_many_and_the_disk_no_page_that_nobody_needs() {
        Rig rig = rig(100, QueueSettings.defaults());
        List<Delivery> all = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            rig.send("m" + i);
        }
        for (int i = 0; i < 100; i++) {
            all.addAll(rig.receive(10));
        }
        all.forEach(delivery -> fail(rig, delivery, "busy"));
        long inHeap = heap(rig);
        assertThat(inHeap).isBetween(1L, 100L);
        while (rig.stats().acked() < 1_000) {
            List<Delivery> again = rig.receive(10);
            assertThat(again).extracting(Delivery::attempt).containsOnly(2);
            again.forEach(rig::ack);
        }
        assertThat(heap(rig)).isZero();
        rig.pass(120_000);
        assertThat(pages(rig).startOffset()).isEqualTo(pages(rig).endOffset());
    }

    private static long heap(Rig rig) {
        return rig.engine.core.attempts.heap().entries();
    }

    @Test
    void a_lease_that_ran_out_does_not_ack_where_it_is_on_disk_whether_it_was_the_last() {
        Rig rig = rig(Ordering.NONE);
        rig.send("m");
        fail(rig, rig.receiveOne(), "busy");
        Delivery old = rig.receiveOne();
        rig.pass(30_001);
        assertThat(rig.ack(old)).isInstanceOf(SettleResult.LeaseEnded.class);
        AtomicChange change =
                new AtomicChange(List.of(new AtomicChange.Ack(Rig.QUEUE, old.lease())), List.of());
        Answer<List<SendResult.Sent>> answer =
                rig.asked(reply -> rig.engine.change(Caller.IN_PROCESS, change, reply));
        assertThat(answer.refusal()).isInstanceOf(Refusal.NotAcked.class);
        assertThat(rig.ack(rig.receiveOne())).isInstanceOf(SettleResult.Done.class);
    }

    @Test
    void a_page_that_is_damaged_costs_no_message_and_no_attempt() {
        Rig rig = rig(Ordering.NONE);
        rig.send("m");
        fail(rig, rig.receiveOne(), "busy");
        fail(rig, rig.receiveOne(), "busy");
        rig.restart();
        rig.store.damage(
                Streams.ATTEMPTS,
                new Damage("f", 0, 1, "attempts/0", 0, 1, Damage.Kind.CORRUPT, "rotten"));
        Delivery third = rig.receiveOne();
        assertThat(third.attempt()).isEqualTo(3);
        assertThat(rig.ack(third)).isInstanceOf(SettleResult.Done.class);
    }

    @Test
    void what_is_settled_in_the_meantime_is_settled() {
        Rig rig = rig(Ordering.NONE);
        rig.send("a");
        rig.send("b");
        rig.receive(2).forEach(delivery -> fail(rig, delivery, "busy"));
        QueueInfo purged = rig.ask(reply -> rig.engine.purge(Caller.IN_PROCESS, Rig.QUEUE, reply));
        assertThat(purged.name()).isEqualTo(Rig.QUEUE);
        rig.send("c");
        Delivery only = rig.receiveOne();
        assertThat(Rig.body(only)).isEqualTo("c");
        assertThat(only.attempt()).isEqualTo(1);
        rig.crash(0);
        assertThat(rig.receive(10)).isEmpty();
        rig.settle(new Settlement.Ack(only.lease()));
        assertThat(rig.stats().acked()).isEqualTo(1);
    }
}

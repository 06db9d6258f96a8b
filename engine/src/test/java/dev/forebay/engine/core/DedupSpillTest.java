package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.AtomicChange;
import dev.forebay.engine.Caller;
import dev.forebay.engine.Deduplication;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.log.Damage;
import dev.forebay.log.DamagePolicy;
import dev.forebay.log.LogStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DedupSpillTest {
    private static final long WINDOW = 300_000;

    private static Rig rig(EngineLimits limits, int capacity) {
        Rig rig = new Rig(limits);
        rig.create(Rig.QUEUE, settings(capacity));
        return rig;
    }

    private static QueueSettings settings(int capacity) {
        return QueueSettings.defaults()
                .withDeduplication(new Deduplication(WINDOW, Deduplication.Scope.QUEUE, capacity));
    }

    private static Rig rig() {
        return rig(EngineLimits.defaults().withDeduplication(0, 1_000_000), 1_000_000);
    }

    private static Send send(@Nullable String id) {
        return new Send(Rig.message(null, String.valueOf(id)), Send.QUEUE_DELAY, id);
    }

    private static SendResult.Sent sent(Rig rig, @Nullable String id) {
        return rig.ask(reply -> rig.engine.send(Caller.IN_PROCESS, Rig.QUEUE, send(id), reply));
    }

    private static LogStream pages(Rig rig) {
        return rig.store.stream(Streams.DEDUPLICATION);
    }

    private static long inHeap(Rig rig) {
        return rig.engine.core.dedup.heap().entries();
    }

    private static long onDisk(Rig rig) {
        return rig.engine.core.dedup.disk().entries();
    }

    @Test
    void a_duplicate_is_told_apart_on_disk_too_over_restarts_and_crashes() {
        Rig rig = rig();
        SendResult.Sent first = sent(rig, "1");
        SendResult.Sent second = sent(rig, "2");
        assertThat(inHeap(rig)).isZero();
        assertThat(pages(rig).endOffset()).isEqualTo(4);
        for (int i = 0; i < 3; i++) {
            SendResult.Sent again = sent(rig, "1");
            assertThat(again.duplicate()).isTrue();
            assertThat(again.id()).isEqualTo(first.id());
            assertThat(sent(rig, "2").id()).isEqualTo(second.id());
            assertThat(sent(rig, "new " + i).duplicate()).isFalse();
            if (i == 0) {
                rig.crash(0);
            } else {
                rig.restart();
            }
        }
        assertThat(sent(rig, "1").duplicate()).isTrue();
        assertThat(rig.stats().sent()).isEqualTo(5);
        assertThat(inHeap(rig)).isZero();
        assertThat(onDisk(rig)).isEqualTo(5);
    }

    @Test
    void many_ids_are_found_in_pages_of_several_runs() {
        Rig rig = rig(EngineLimits.defaults().withDeduplication(8_000, 1_000_000), 1_000_000);
        int count = 30_000;
        for (int from = 0; from < count; from += 100) {
            rig.pass(1);
            assertThat(duplicates(rig, from, 100)).isZero();
        }
        assertThat(inHeap(rig)).isBetween(1L, 8_000L);
        assertThat(inHeap(rig) + onDisk(rig)).isEqualTo(count);
        assertThat(duplicates(rig, 0, count)).isEqualTo(count);
        rig.crash(0);
        assertThat(duplicates(rig, 0, count)).isEqualTo(count);
        assertThat(duplicates(rig, count, 100)).isZero();
        assertThat(rig.stats().sent()).isEqualTo(count + 100);
    }

    private static long duplicates(Rig rig, int from, int count) {
        List<Send> sends = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            sends.add(send("id" + i));
        }
        return rig
                .<List<SendResult>>ask(
                        reply -> rig.engine.send(Caller.IN_PROCESS, Rig.QUEUE, sends, reply))
                .stream()
                .filter(result -> ((SendResult.Sent) result).duplicate())
                .count();
    }

    @Test
    void an_id_on_disk_is_forgotten_after_its_window_and_the_pages_with_it() {
        Rig rig = rig();
        sent(rig, "1");
        rig.pass(WINDOW - 1_000);
        sent(rig, "2");
        rig.pass(999);
        assertThat(sent(rig, "1").duplicate()).isTrue();
        rig.pass(1);
        assertThat(sent(rig, "1").duplicate()).isFalse();
        assertThat(sent(rig, "2").duplicate()).isTrue();
        rig.pass(2 * WINDOW);
        assertThat(pages(rig).startOffset()).isEqualTo(pages(rig).endOffset());
        assertThat(onDisk(rig)).isZero();
        rig.crash(0);
        assertThat(sent(rig, "2").duplicate()).isFalse();
    }

    @Test
    void pages_of_a_queue_that_nobody_asks_for_stay_until_they_are_too_old() {
        Rig rig = rig();
        SendResult.Sent first = sent(rig, "1");
        rig.create("other", settings(100));
        rig.restart();
        rig.pass(120_000);
        rig.send("other", Rig.message(null, "x"), Send.QUEUE_DELAY, "y");
        rig.pass(120_000);
        assertThat(pages(rig).startOffset()).isZero();
        assertThat(sent(rig, "1").id()).isEqualTo(first.id());
        rig.restart();
        rig.pass(2 * WINDOW);
        assertThat(pages(rig).startOffset()).isEqualTo(pages(rig).endOffset());
    }

    @Test
    void a_queue_that_is_deleted_needs_no_pages() {
        Rig rig = rig();
        sent(rig, "1");
        QueueInfo deleted =
                rig.ask(reply -> rig.engine.delete(Caller.IN_PROCESS, Rig.QUEUE, reply));
        assertThat(deleted.name()).isEqualTo(Rig.QUEUE);
        assertThat(onDisk(rig)).isZero();
        rig.pass(120_000);
        assertThat(pages(rig).startOffset()).isEqualTo(pages(rig).endOffset());
    }

    @Test
    void sends_keep_their_order_while_an_id_is_looked_up() {
        Rig rig = rig();
        sent(rig, "1");
        rig.restart();
        rig.receive(10).forEach(rig::ack);
        List<Answer<SendResult.Sent>> answers = new ArrayList<>();
        for (String id : new String[] {"1", "a", "b", "a", "none", "1", "c"}) {
            Answer<SendResult.Sent> answer = new Answer<>();
            answers.add(answer);
            Send send = id.equals("none") ? send(null) : send(id);
            rig.later(() -> rig.engine.send(Caller.IN_PROCESS, Rig.QUEUE, send, answer));
        }
        rig.scheduler.runReady();
        assertThat(answers)
                .extracting(answer -> answer.value().duplicate())
                .containsExactly(true, false, false, true, false, true, false);
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("a", "b", "null", "c");
        SendLine line = rig.engine.core.catalog.find(Rig.QUEUE).orElseThrow().partition().line();
        assertThat(line).isNotNull();
        assertThat(line.isEmpty()).isTrue();
    }

    @Test
    void an_atomic_change_tells_duplicates_apart_on_disk() {
        Rig rig = rig();
        rig.create("other", settings(100));
        SendResult.Sent first = sent(rig, "1");
        rig.send("other", Rig.message(null, "x"), Send.QUEUE_DELAY, "2");
        rig.restart();
        AtomicChange change =
                new AtomicChange(
                        List.of(),
                        List.of(
                                new AtomicChange.SendTo(Rig.QUEUE, send("new")),
                                new AtomicChange.SendTo("other", send("2")),
                                new AtomicChange.SendTo(Rig.QUEUE, send("1")),
                                new AtomicChange.SendTo(Rig.QUEUE, send("new")),
                                new AtomicChange.SendTo("other", send("1"))));
        List<SendResult.Sent> sent =
                rig.ask(reply -> rig.engine.change(Caller.IN_PROCESS, change, reply));
        assertThat(sent)
                .extracting(SendResult.Sent::duplicate)
                .containsExactly(false, true, true, true, false);
        assertThat(sent.get(2).id()).isEqualTo(first.id());
        assertThat(sent.get(3).id()).isEqualTo(sent.get(0).id());
        assertThat(sent(rig, "after").duplicate()).isFalse();
    }

    @Test
    void the_capacity_counts_what_is_on_disk() {
        Rig rig = rig(EngineLimits.defaults().withDeduplication(0, 1_000_000), 2);
        sent(rig, "1");
        rig.pass(1_000);
        sent(rig, "2");
        Refusal.Throttled full = throttled(rig);
        assertThat(full.retryAfterMillis()).isEqualTo(WINDOW - 1_000);
        rig.pass(full.retryAfterMillis());
        assertThat(sent(rig, "3").duplicate()).isFalse();
    }

    @Test
    void all_queues_together_keep_so_many() {
        Rig rig = rig(EngineLimits.defaults().withDeduplication(1, 1), 1_000);
        sent(rig, "1");
        sent(rig, "2");
        assertThat(throttled(rig).retryAfterMillis()).isEqualTo(WINDOW);
        assertThat(sent(rig, "1").duplicate()).isTrue();
        assertThat(sent(rig, null).duplicate()).isFalse();
    }

    private static Refusal.Throttled throttled(Rig rig) {
        return (Refusal.Throttled)
                rig.<SendResult.Sent>asked(reply ->
                                rig.engine.send(Caller.IN_PROCESS, Rig.QUEUE, send("3"), reply))
                        .refusal();
    }

    @ParameterizedTest
    @EnumSource
    void whose_page_is_damaged_is_refused_or_taken_for_new_by_policy(DamagePolicy policy) {
        Rig rig =
                rig(
                        EngineLimits.defaults()
                                .withDeduplication(0, 1_000_000)
                                .withOnDamage(policy),
                        1_000);
        sent(rig, "1");
        rig.restart();
        damage(rig);
        Answer<SendResult.Sent> answer =
                rig.asked(reply -> rig.engine.send(Caller.IN_PROCESS, Rig.QUEUE, send("1"), reply));
        if (policy == DamagePolicy.REFUSE) {
            assertThat(answer.refusal()).isInstanceOf(Refusal.Damaged.class);
        } else {
            assertThat(answer.value().duplicate()).isFalse();
        }
        assertThat(sent(rig, null).duplicate()).isFalse();
        rig.pass(WINDOW);
        assertThat(sent(rig, "3").duplicate()).isFalse();
    }

    @Test
    void a_filter_that_is_damaged_costs_time_only() {
        Rig rig = rig();
        SendResult.Sent first = sent(rig, "1");
        rig.restart();
        damage(rig);
        Answer<SendResult.Sent> refused =
                rig.asked(reply -> rig.engine.send(Caller.IN_PROCESS, Rig.QUEUE, send("2"), reply));
        assertThat(refused.refusal()).isInstanceOf(Refusal.Damaged.class);
        rig.store.mend(Streams.DEDUPLICATION);
        assertThat(sent(rig, "1").id()).isEqualTo(first.id());
        assertThat(sent(rig, "2").duplicate()).isFalse();
    }

    private static void damage(Rig rig) {
        rig.store.damage(
                Streams.DEDUPLICATION,
                new Damage("f", 0, 1, "dedup/0", 0, 1, Damage.Kind.CORRUPT, "rotten"));
    }

    @Test
    void wherever_it_crashes_on_the_way_to_disk_no_id_is_forgotten() {
        long ranToTheEnd = 0;
        for (int steps = 0; steps < 100; steps++) {
            Rig rig = rig(EngineLimits.defaults().withDeduplication(5, 1_000_000), 1_000);
            for (int i = 0; i < 5; i++) {
                sent(rig, "id" + i);
            }
            for (int i = 5; i < 9; i++) {
                Send send = send("id" + i);
                rig.later(
                        () -> rig.engine.send(Caller.IN_PROCESS, Rig.QUEUE, send, new Answer<>()));
            }
            int left = steps;
            while (left > 0 && rig.scheduler.stepNow()) {
                left--;
            }
            ranToTheEnd += left > 0 ? 1 : 0;
            rig.crash(steps % 3);
            for (int i = 0; i < 5; i++) {
                assertThat(sent(rig, "id" + i).duplicate()).as("%d, id %d", steps, i).isTrue();
            }
        }
        assertThat(ranToTheEnd).isPositive();
    }
}

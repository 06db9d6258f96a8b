package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.Caller;
import dev.forebay.engine.DeadLetterRule;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.DepthLimit.WhenFull;
import dev.forebay.engine.HistoryEntry;
import dev.forebay.engine.MessageHistory;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.log.StoreState;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
    private static final String DEAD = "dead";

    private final Rig rig =
            Rig.with(QueueSettings.defaults().withDeadLetter(new DeadLetterRule(DEAD, 2)));

    private void createDead() {
        rig.create(DEAD, QueueSettings.defaults());
    }

    @Test
    void after_its_last_lease_runs_out_a_message_moves_with_its_history() {
        createDead();
        SendResult.Sent sent = rig.send("poison");
        long sentAt = rig.receiveOne().sentAt();
        rig.pass(30_000);
        Delivery last = rig.receiveOne();
        assertThat(last.attempt()).isEqualTo(2);
        rig.pass(30_000);
        assertThat(rig.receive(1)).isEmpty();
        Delivery moved = rig.receiveFrom(DEAD, 1).get(0);
        assertThat(Rig.body(moved)).isEqualTo("poison");
        assertThat(moved.id()).isEqualTo(sent.id());
        assertThat(moved.sentAt()).isEqualTo(sentAt);
        assertThat(moved.deadLetterSource()).isEqualTo(Rig.QUEUE);
        assertThat(moved.attempt()).isEqualTo(1);
        assertThat(Rig.header(moved, EngineHeaders.REASON)).contains("lease expired");
        assertThat(Rig.header(moved, EngineHeaders.ATTEMPTS)).isEqualTo("2");
        assertThat(Rig.header(moved, EngineHeaders.FIRST_LEASED))
                .isEqualTo(Long.toString(last.firstLeasedAt()));
        QueueStats stats = rig.stats();
        assertThat(stats.deadLettered()).isEqualTo(1);
        assertThat(stats.leased() + stats.ready() + stats.delayed()).isZero();
    }

    @Test
    void who_rejects_need_not_say_why() {
        createDead();
        rig.send("bad");
        rig.reject(rig.receiveOne(), "");
        Delivery moved = rig.receiveFrom(DEAD, 1).get(0);
        assertThat(Rig.header(moved, EngineHeaders.REASON)).isEqualTo("rejected");
    }

    @Test
    void a_rejected_message_moves_at_once_with_the_reason() {
        createDead();
        rig.send("bad");
        assertThat(rig.reject(rig.receiveOne(), "no such customer"))
                .isInstanceOf(SettleResult.Done.class);
        Delivery moved = rig.receiveFrom(DEAD, 1).get(0);
        assertThat(Rig.header(moved, EngineHeaders.REASON)).isEqualTo("rejected: no such customer");
        rig.crash(0);
        assertThat(rig.stats().deadLettered()).isEqualTo(1);
        assertThat(rig.stats(DEAD).sent()).isEqualTo(1);
    }

    @Test
    void dead_letters_are_counted_by_reason_also_after_a_crash_and_a_restart() {
        createDead();
        rig.send("rejected");
        rig.reject(rig.receiveOne(), "no such customer");
        rig.send("exhausted");
        for (int i = 0; i < 2; i++) {
            rig.receiveOne();
            rig.pass(30_000);
        }
        assertThat(rig.receive(1)).isEmpty();
        rig.update(
                Rig.QUEUE,
                QueueSettings.defaults()
                        .withDeadLetter(new DeadLetterRule(DEAD, 2))
                        .withMaxDepth(1)
                        .withWhenFull(WhenFull.DEAD_LETTER_OLDEST));
        for (int i = 0; i < 4; i++) {
            rig.send("pushed out " + i);
        }
        rig.pass(1_000);
        QueueStats.DeadLetterReasons told = new QueueStats.DeadLetterReasons(1, 1, 3, 0);
        assertThat(rig.stats().deadLetterReasons()).isEqualTo(told);
        assertThat(rig.stats().deadLettered()).isEqualTo(5);
        rig.crash(0);
        assertThat(rig.stats().deadLetterReasons()).isEqualTo(told);
        rig.restart();
        assertThat(rig.stats().deadLetterReasons()).isEqualTo(told);
        assertThat(rig.stats().deadLettered()).isEqualTo(5);
    }

    @Test
    void a_message_that_may_not_move_stays_until_it_may() {
        createDead();
        rig.engine.guardDeadLetters((source, target) -> false);
        rig.send("bad");
        assertThat(rig.reject(rig.receiveOne(), "no")).isInstanceOf(SettleResult.Done.class);
        assertThat(rig.receiveFrom(DEAD, 1)).isEmpty();
        assertThat(rig.stats().deadLettered()).isZero();
        assertThat(rig.engine.keptWithoutDeadLetterQueue()).isEqualTo(1);

        rig.engine.guardDeadLetters(
                (source, target) -> source.name().equals(Rig.QUEUE) && target.equals(DEAD));
        rig.pass(60_000);
        assertThat(rig.reject(rig.receiveOne(), "no")).isInstanceOf(SettleResult.Done.class);
        assertThat(rig.receiveFrom(DEAD, 1)).hasSize(1);
    }

    @Test
    void the_move_is_whole_or_absent_after_a_crash() {
        for (int kept = 0; kept < 2; kept++) {
            Rig crashed =
                    Rig.with(QueueSettings.defaults().withDeadLetter(new DeadLetterRule(DEAD, 1)));
            crashed.create(DEAD, QueueSettings.defaults());
            crashed.send("x");
            Delivery delivery = crashed.receiveOne();
            Settlement release = new Settlement.Release(delivery.lease(), 0);
            crashed.later(() ->
                    crashed.engine.settle(
                            Caller.IN_PROCESS, Rig.QUEUE, List.of(release), new Answer<>()));
            while (crashed.store.pendingAppends() == 0) {
                assertThat(crashed.scheduler.stepNow()).isTrue();
            }
            crashed.crash(kept);
            crashed.pass(0);
            long there = crashed.stats(DEAD).sent();
            assertThat(there).isEqualTo(kept);
            assertThat(crashed.stats().deadLettered()).isEqualTo(there);
            assertThat(crashed.stats().leased()).isEqualTo(1 - there);
        }
    }

    @Test
    void without_a_dead_letter_queue_a_rejected_message_is_dropped() {
        rig.create("plain", QueueSettings.defaults());
        rig.send("plain", Rig.message(null, "x"), 0, null);
        Delivery delivery = rig.receiveFrom("plain", 1).get(0);
        rig.settle("plain", new Settlement.Reject(delivery.lease(), "no"));
        assertThat(rig.stats("plain").dropped()).isEqualTo(1);
    }

    @Test
    void when_the_dead_letter_queue_is_missing_the_message_stays_and_is_retried() {
        rig.send("x");
        rig.reject(rig.receiveOne(), "no");
        assertThat(rig.engine.keptWithoutDeadLetterQueue()).isEqualTo(1);
        assertThat(rig.receiveOne().attempt()).isEqualTo(2);
        rig.pass(30_000);
        assertThat(rig.receiveOne().attempt()).isEqualTo(3);
        createDead();
        rig.pass(30_000);
        assertThat(rig.receiveFrom(DEAD, 1)).hasSize(1);
    }

    @Test
    void history_accumulates_over_several_moves() {
        rig.create(DEAD, QueueSettings.defaults().withDeadLetter(new DeadLetterRule("grave", 1)));
        rig.create("grave", QueueSettings.defaults());
        SendResult.Sent sent = rig.send("x");
        rig.reject(rig.receiveOne(), "first");
        Delivery second = rig.receiveFrom(DEAD, 1).get(0);
        rig.settle(DEAD, new Settlement.Reject(second.lease(), "second"));
        Delivery third = rig.receiveFrom("grave", 1).get(0);
        assertThat(third.id()).isEqualTo(sent.id());
        assertThat(third.deadLetterSource()).isEqualTo(DEAD);
        assertThat(MessageHistory.of(third.message().headers()).entries())
                .hasSize(2)
                .first()
                .isInstanceOfSatisfying(
                        HistoryEntry.DeadLettered.class,
                        first -> {
                            assertThat(first.queue()).isEqualTo(Rig.QUEUE);
                            assertThat(first.reason()).isEqualTo("rejected: first");
                            assertThat(first.attempts()).isEqualTo(1);
                            assertThat(first.firstLeasedAt()).isPositive();
                            assertThat(first.at()).isPositive();
                        });
        assertThat(Rig.header(third, EngineHeaders.REASON)).isEqualTo("rejected: second");
        assertThat(third.message().headers())
                .filteredOn(header -> header.name().equals(EngineHeaders.REASON))
                .hasSize(1);
    }

    @Test
    void who_rejects_while_the_disk_is_nearly_full_is_told_and_keeps_the_lease() {
        createDead();
        rig.send("x");
        Delivery delivery = rig.receiveOne();
        rig.on(() -> rig.store.become(new StoreState.UsingReserve(0.9)));
        assertThat(rig.reject(delivery, "no"))
                .isEqualTo(new SettleResult.Refused(new Refusal.DiskFull()));
        assertThat(rig.stats().leased()).isEqualTo(1);

        rig.on(() -> rig.store.become(new StoreState.Accepting()));
        assertThat(rig.reject(delivery, "no")).isInstanceOf(SettleResult.Done.class);
        assertThat(rig.receiveFrom(DEAD, 1)).hasSize(1);
    }

    @Test
    void a_last_release_while_the_disk_is_nearly_full_is_refused_too() {
        createDead();
        rig.send("x");
        rig.release(rig.receiveOne(), 0);
        Delivery last = rig.receiveOne();
        rig.on(() -> rig.store.become(new StoreState.UsingReserve(0.9)));
        assertThat(rig.release(last, 0))
                .isEqualTo(new SettleResult.Refused(new Refusal.DiskFull()));
        assertThat(rig.ack(last)).isInstanceOf(SettleResult.Done.class);
    }

    @Test
    void an_ack_that_comes_while_the_move_waits_still_wins() {
        createDead();
        rig.send("x");
        rig.release(rig.receiveOne(), 0);
        Delivery last = rig.receiveOne();
        rig.on(() -> rig.store.become(new StoreState.UsingReserve(0.9)));
        rig.pass(30_000);
        assertThat(rig.ack(last)).isInstanceOf(SettleResult.Done.class);
        rig.on(() -> rig.store.become(new StoreState.Accepting()));
        rig.pass(1_000);
        assertThat(rig.stats(DEAD).sent()).isZero();
        assertThat(rig.stats().acked()).isEqualTo(1);
    }
}

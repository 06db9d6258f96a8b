package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.Backoff;
import dev.forebay.engine.Caller;
import dev.forebay.engine.DeadLetterRule;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.RetryRule;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.SettleResult;
import dev.forebay.engine.Settlement;
import dev.forebay.engine.Settlement.Attempt;
import dev.forebay.engine.Settlement.Release;
import dev.forebay.log.record.Header;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryTest {
    private static final String DEAD = "dead";
    private static final QueueSettings PLAIN = QueueSettings.defaults().withLeaseMillis(1_000);

    private static RetryRule fixed(long millis) {
        return RetryRule.of(new Backoff.Fixed(millis));
    }

    private static SettleResult fail(Rig rig, Delivery delivery, String reason) {
        return rig.settle(new Release(delivery.lease(), Release.BY_RULE, Attempt.COUNTED, reason));
    }

    private static void sendRuled(Rig rig, String body, String rule) {
        Header header = EngineHeaders.text(RetryRule.HEADER, rule);
        rig.send(Rig.QUEUE, Rig.message(null, body, header), Send.QUEUE_DELAY, null);
    }

    @ParameterizedTest
    @EnumSource
    void a_failed_message_waits_as_its_queue_says(Ordering ordering) {
        Rig rig = Rig.with(PLAIN.withOrdering(ordering).withRetry(fixed(5_000)));
        rig.sendKeyed("k", "m");
        fail(rig, rig.receiveOne(), "busy");
        rig.pass(4_999);
        assertThat(rig.receive(1)).isEmpty();
        rig.pass(1);
        assertThat(rig.receiveOne().attempt()).isEqualTo(2);
        // The lease runs out: the wait begins then.
        rig.pass(1_000);
        assertThat(rig.receive(1)).isEmpty();
        rig.pass(4_999);
        assertThat(rig.receive(1)).isEmpty();
        rig.pass(1);
        assertThat(rig.receiveOne().attempt()).isEqualTo(3);
    }

    @Test
    void a_consumer_may_say_otherwise() {
        Rig rig = Rig.with(PLAIN.withRetry(fixed(5_000)));
        rig.send("m");
        rig.release(rig.receiveOne(), 0);
        rig.release(rig.receiveOne(), 100);
        rig.pass(100);
        assertThat(rig.receiveOne().attempt()).isEqualTo(3);
    }

    @Test
    void exponential_waits_grow_up_to_a_cap_and_chance_takes_off_its_share() {
        Backoff.Exponential growing = new Backoff.Exponential(1_000, 2, 10_000, 50);
        Rig rig = Rig.with(PLAIN.withRetry(RetryRule.of(growing)));
        List<Long> firstWaits = new ArrayList<>();
        for (int message = 0; message < 20; message++) {
            rig.send("m" + message);
            long longest = 1_000;
            for (int attempt = 1; attempt <= 6; attempt++) {
                fail(rig, rig.receiveOne(), "busy");
                long waited = 0;
                while (rig.stats().delayed() == 1) {
                    rig.pass(10);
                    waited += 10;
                }
                assertThat(waited).isBetween(longest / 2, longest + 10);
                if (attempt == 1) {
                    firstWaits.add(waited);
                }
                longest = Math.min(longest * 2, 10_000);
            }
            rig.ack(rig.receiveOne());
        }
        assertThat(firstWaits.stream().distinct().count()).isGreaterThan(10);
    }

    @Test
    void a_drawn_wait_survives_a_crash() {
        Rig rig =
                Rig.with(
                        PLAIN.withRetry(
                                RetryRule.of(new Backoff.Exponential(60_000, 2, 60_000, 100))));
        for (int i = 0; i < 8; i++) {
            rig.send("m" + i);
        }
        List<Delivery> all = rig.receive(8);
        all.forEach(delivery -> fail(rig, delivery, "busy"));
        assertThat(rig.stats().delayed()).isEqualTo(8);
        rig.crash(0);
        List<Long> readyAfterEachSecond = new ArrayList<>();
        for (int second = 0; second < 60; second++) {
            rig.pass(1_000);
            readyAfterEachSecond.add(rig.stats().ready());
        }
        assertThat(readyAfterEachSecond).last().isEqualTo(8L);
        assertThat(readyAfterEachSecond.stream().distinct().count()).isGreaterThan(3);
    }

    @Test
    void a_message_carries_a_rule_of_its_own_over_a_restart() {
        Rig rig = Rig.with(PLAIN.withLeaseMillis(10_000).withRetry(fixed(5_000)));
        sendRuled(rig, "m", "fixed 300ms attempts 2");
        Delivery first = rig.receiveOne();
        assertThat(Rig.header(first, RetryRule.HEADER)).isEqualTo("fixed 300ms attempts 2");
        rig.crash(0);
        // From the journal, then from a snapshot.
        rig.restart();
        rig.pass(10_000);
        assertThat(rig.stats().delayed()).isEqualTo(1);
        rig.pass(300);
        Delivery second = rig.receiveOne();
        assertThat(second.attempt()).isEqualTo(2);
        fail(rig, second, "no");
        assertThat(rig.stats().dropped()).isEqualTo(1);
    }

    @Test
    void a_rule_that_says_nothing_is_refused() {
        Rig rig = Rig.with(PLAIN);
        for (String wrong : List.of("sometimes", "fixed 0s", "exponential 1s factor 0.5")) {
            Header header = EngineHeaders.text(RetryRule.HEADER, wrong);
            Answer<SendResult.Sent> answer =
                    rig.asked(reply ->
                            rig.engine.send(
                                    Caller.IN_PROCESS,
                                    Rig.QUEUE,
                                    new Send(Rig.message(null, "m", header), 0, null),
                                    reply));
            assertThat(answer.refusal()).isInstanceOf(Refusal.InvalidSetting.class);
        }
    }

    @Test
    void after_the_last_attempt_a_message_without_dead_letter_queue_is_dropped() {
        Rig rig = Rig.with(PLAIN.withRetry(RetryRule.defaults().withMaxAttempts(2)));
        rig.send("released");
        fail(rig, rig.receiveOne(), "no");
        fail(rig, rig.receiveOne(), "no");
        assertThat(rig.stats().dropped()).isEqualTo(1);
        rig.send("ran out");
        rig.receiveOne();
        rig.pass(1_000);
        rig.receiveOne();
        rig.pass(1_000);
        assertThat(rig.stats().dropped()).isEqualTo(2);
        assertThat(rig.receive(1)).isEmpty();
    }

    @Test
    void the_last_reasons_go_to_the_dead_letter_queue() {
        Rig rig = Rig.with(PLAIN.withDeadLetter(new DeadLetterRule(DEAD, 6)));
        rig.create(DEAD, QueueSettings.defaults());
        rig.send("m");
        fail(rig, rig.receiveOne(), "first");
        fail(rig, rig.receiveOne(), "second");
        rig.receiveOne();
        rig.pass(1_000);
        rig.crash(0);
        fail(rig, rig.receiveOne(), "fourth");
        rig.restart();
        fail(rig, rig.receiveOne(), "");
        fail(rig, rig.receiveOne(), "x".repeat(500));
        Delivery dead = rig.receiveFrom(DEAD, 1).get(0);
        assertThat(Rig.header(dead, "forebay-dead-letter-reason"))
                .isEqualTo("attempts exhausted: " + "x".repeat(200));
        assertThat(Rig.header(dead, "forebay-dead-letter-failures"))
                .isEqualTo("first\nsecond\nlease expired\nfourth");
        assertThat(Rig.header(dead, "forebay-dead-letter-attempts")).isEqualTo("6");
    }

    @ParameterizedTest
    @EnumSource
    void a_release_that_was_no_attempt_does_not_count(Ordering ordering) {
        Rig rig =
                Rig.with(PLAIN.withOrdering(ordering).withDeadLetter(new DeadLetterRule(DEAD, 1)));
        rig.create(DEAD, QueueSettings.defaults());
        rig.sendKeyed("k", "m");
        for (long delay : new long[] {0, 200, Release.BY_RULE}) {
            Delivery delivery = rig.receiveOne();
            assertThat(delivery.attempt()).isEqualTo(1);
            rig.settle(new Release(delivery.lease(), delay, Attempt.UNCOUNTED, ""));
            rig.crash(0);
            assertThat(rig.settle(new Settlement.Extend(delivery.lease(), 1_000)))
                    .isInstanceOf(SettleResult.LeaseEnded.class);
            rig.pass(200);
        }
        Delivery last = rig.receiveOne();
        rig.settle(new Release(last.lease(), 0, Attempt.COUNTED, ""));
        assertThat(rig.stats().deadLettered()).isEqualTo(1);
    }
}

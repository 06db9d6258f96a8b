package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.Caller;
import dev.forebay.engine.DeadLetterRule;
import dev.forebay.engine.Deduplication;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.Message;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Reply;
import dev.forebay.engine.Send;
import dev.forebay.engine.SettleResult;
import dev.forebay.testkit.log.MemoryLogOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CatalogTest {
    private static final QueueSettings PLAIN = QueueSettings.defaults();

    private final Rig rig = Rig.with(PLAIN);

    private Answer<QueueInfo> create(String name, QueueSettings settings) {
        return rig.asked(
                reply -> rig.engine.create(Caller.IN_PROCESS, name, settings, Map.of(), reply));
    }

    private QueueInfo delete(String name) {
        return rig.ask(reply -> rig.engine.delete(Caller.IN_PROCESS, name, reply));
    }

    @Test
    void queues_with_all_their_settings_survive_a_restart() {
        QueueSettings settings =
                PLAIN.withOrdering(Ordering.STRICT)
                        .withMaxDepth(10)
                        .withMaxBytes(1000)
                        .withDeadLetter(new DeadLetterRule("dead", 3))
                        .withDeduplication(new Deduplication(5000, Deduplication.Scope.KEY, 100))
                        .withLabels(Map.of("face", "sqs"));
        QueueInfo info = create("full", settings).value();
        rig.ask((Answer<QueueInfo> reply) ->
                rig.engine.tag(Caller.IN_PROCESS, "full", Map.of("team", "a"), reply));
        rig.crash(0);
        QueueInfo found = rig.engine.find("full").orElseThrow();
        assertThat(found.settings()).isEqualTo(settings);
        assertThat(found.id()).isEqualTo(info.id());
        assertThat(found.tags()).containsExactly(Map.entry("team", "a"));
        assertThat(rig.engine.all()).extracting(QueueInfo::name).containsExactly("full", Rig.QUEUE);
    }

    @Test
    void creating_a_queue_again_is_its_answer_or_names_the_difference() {
        QueueInfo first = rig.engine.find(Rig.QUEUE).orElseThrow();
        assertThat(create(Rig.QUEUE, PLAIN).value()).isEqualTo(first);
        assertThat(create(Rig.QUEUE, PLAIN.withLeaseMillis(1)).refusal())
                .isEqualTo(new Refusal.QueueExists(Rig.QUEUE, "leaseMillis"));
    }

    @Test
    void settings_out_of_range_are_named() {
        assertThat(create("bad", PLAIN.withLeaseMillis(-1)).refusal())
                .isEqualTo(new Refusal.InvalidSetting("leaseMillis", "-1", "0 to 43200000"));
        assertThat(create("", PLAIN).refusal()).isInstanceOf(Refusal.InvalidSetting.class);
        assertThat(create("me", PLAIN.withDeadLetter(new DeadLetterRule("me", 1))).refusal())
                .isInstanceOf(Refusal.InvalidSetting.class);
        Answer<QueueInfo> update =
                rig.asked(reply ->
                        rig.engine.update(
                                Caller.IN_PROCESS,
                                Rig.QUEUE,
                                PLAIN.withOrdering(Ordering.BY_KEY),
                                reply));
        assertThat(update.refusal()).isInstanceOf(Refusal.InvalidSetting.class);
    }

    @Test
    void a_deleted_queue_is_gone_with_its_messages_and_its_id_is_not_used_again() {
        rig.send("x");
        Answer<List<Delivery>> waiting = new Answer<>();
        rig.receiveOne();
        rig.waitFor(Rig.QUEUE, 20_000, waiting);
        QueueInfo old = delete(Rig.QUEUE);
        assertThat(waiting.refusal()).isEqualTo(new Refusal.NoSuchQueue(Rig.QUEUE));
        rig.crash(0);
        assertThat(rig.engine.find(Rig.QUEUE)).isEmpty();
        QueueInfo again = create(Rig.QUEUE, PLAIN).value();
        assertThat(again.id()).isGreaterThan(old.id());
        assertThat(rig.receive(1)).isEmpty();
        rig.pass(60_000);
        assertThat(rig.store.find(Streams.messages(old.id(), 0))).isEmpty();
    }

    @Test
    void what_is_sent_while_a_queue_is_deleted_does_no_harm_to_others() {
        for (int steps = 0; steps < 12; steps++) {
            create("short-lived", PLAIN).value();
            rig.later(() -> rig.engine.delete(Caller.IN_PROCESS, "short-lived", new Answer<>()));
            for (int i = 0; i < steps; i++) {
                rig.later(() ->
                        rig.engine.send(
                                Caller.IN_PROCESS,
                                "short-lived",
                                new Send(
                                        new Message(null, List.of(), Rig.bytes("late")),
                                        Send.QUEUE_DELAY,
                                        null),
                                new Answer<>()));
                rig.scheduler.stepNow();
            }
            rig.pass(1_000);
            assertThat(rig.engine.find("short-lived")).isEmpty();
        }
        rig.send("x");
        assertThat(rig.receive(1)).hasSize(1);
    }

    @Test
    void streams_that_a_crash_left_behind_are_removed_at_the_next_start() {
        rig.send("x");
        int id = rig.engine.find(Rig.QUEUE).orElseThrow().id();
        rig.later(() -> rig.engine.delete(Caller.IN_PROCESS, Rig.QUEUE, new Answer<>()));
        while (rig.store.pendingAppends() == 0) {
            assertThat(rig.scheduler.stepNow()).isTrue();
        }
        rig.crash(1);
        rig.scheduler.runReady();
        assertThat(rig.store.find(Streams.messages(id, 0))).isEmpty();
    }

    @Test
    void the_name_of_a_deleted_queue_can_be_held_back() {
        Rig held = new Rig(EngineLimits.defaults().withNameReuse(60_000));
        held.create("q", PLAIN);
        held.ask((Answer<QueueInfo> reply) -> held.engine.delete(Caller.IN_PROCESS, "q", reply));
        Answer<QueueInfo> soon =
                held.asked(reply ->
                        held.engine.create(Caller.IN_PROCESS, "q", PLAIN, Map.of(), reply));
        assertThat(soon.refusal()).isEqualTo(new Refusal.QueueDeletedRecently("q", 60_000));
        held.pass(60_000);
        held.create("q", PLAIN);
    }

    @Test
    void a_purge_settles_ready_leased_and_delayed_messages_as_often_as_wanted() {
        rig.send("ready");
        Delivery leased = rig.receiveOne();
        rig.send("ready");
        rig.send(Rig.QUEUE, Rig.message(null, "late"), 5_000, null);
        rig.ask((Answer<QueueInfo> reply) -> rig.engine.purge(Caller.IN_PROCESS, Rig.QUEUE, reply));
        assertThat(rig.stats().purged()).isEqualTo(3);
        assertThat(rig.ack(leased)).isInstanceOf(SettleResult.AlreadySettled.class);
        rig.send("sooner");
        rig.ask((Answer<QueueInfo> reply) -> rig.engine.purge(Caller.IN_PROCESS, Rig.QUEUE, reply));
        assertThat(rig.stats().purged()).isEqualTo(4);
        rig.send("after");
        rig.crash(0);
        rig.pass(60_000);
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("after");
        assertThat(rig.stats().bytes()).isEqualTo(5);
    }

    @Test
    void many_changes_leave_a_short_catalog() {
        for (int i = 0; i < 1_200; i++) {
            long lease = 1_000L + i;
            rig.ask((Answer<QueueInfo> reply) ->
                    rig.engine.update(
                            Caller.IN_PROCESS, Rig.QUEUE, PLAIN.withLeaseMillis(lease), reply));
        }
        rig.crash(0);
        assertThat(rig.engine.find(Rig.QUEUE).orElseThrow().settings().leaseMillis())
                .isEqualTo(2_199);
        assertThat(create("next", PLAIN).value().id()).isEqualTo(2);
    }

    @Test
    void changes_of_many_queues_share_a_few_appends() {
        int[] appends = {0};
        Rig counting =
                new Rig(
                        EngineLimits.defaults(),
                        MemoryLogOptions.defaults()
                                .withGaps(() -> {
                                    appends[0]++;
                                    return 0;
                                }));
        List<Answer<QueueInfo>> answers = new ArrayList<>();
        counting.on(() -> {
            for (int i = 0; i < 500; i++) {
                Answer<QueueInfo> made = new Answer<>();
                answers.add(made);
                counting.engine.create(Caller.IN_PROCESS, "q-" + i, PLAIN, Map.of(), made);
            }
        });
        assertThat(answers).extracting(made -> made.value().id()).doesNotHaveDuplicates();
        // The first, what came meanwhile, and the rest; each has a copy.
        assertThat(appends[0]).isEqualTo(6);
        appends[0] = 0;
        Answer<QueueInfo> last = new Answer<>();
        counting.on(() -> {
            for (int i = 0; i < 500; i++) {
                counting.engine.update(
                        Caller.IN_PROCESS, "q-" + i, PLAIN.withLeaseMillis(7), new Answer<>());
            }
            counting.engine.update(Caller.IN_PROCESS, "q-0", PLAIN.withLeaseMillis(8), last);
        });
        assertThat(appends[0]).isEqualTo(6);
        assertThat(last.value().settings().leaseMillis()).isEqualTo(8);
        counting.crash(0);
        assertThat(counting.engine.find("q-0").orElseThrow().settings().leaseMillis()).isEqualTo(8);
        assertThat(counting.engine.find("q-499").orElseThrow().settings().leaseMillis())
                .isEqualTo(7);
    }

    @Test
    void changes_of_one_queue_are_decided_one_after_the_other() {
        Answer<QueueInfo> deleted = new Answer<>();
        Answer<QueueInfo> late = new Answer<>();
        Answer<QueueInfo> again = new Answer<>();
        rig.on(() -> {
            rig.engine.create(Caller.IN_PROCESS, "first", PLAIN, Map.of(), new Answer<>());
            rig.engine.delete(Caller.IN_PROCESS, Rig.QUEUE, deleted);
            rig.engine.update(Caller.IN_PROCESS, Rig.QUEUE, PLAIN, late);
            rig.engine.create(Caller.IN_PROCESS, Rig.QUEUE, PLAIN, Map.of(), again);
        });
        assertThat(late.refusal()).isEqualTo(new Refusal.NoSuchQueue(Rig.QUEUE));
        assertThat(again.value().id()).isGreaterThan(deleted.value().id());
    }

    @Test
    void what_an_answer_leads_to_is_not_lost_when_the_catalog_is_rewritten() {
        for (int changes = 1_022; changes < 1_030; changes++) {
            Rig chained = Rig.with(PLAIN);
            int first = changes;
            chained.on(() -> changeThenCreate(chained, first));
            chained.crash(0);
            assertThat(chained.engine.find("late")).isPresent();
        }
    }

    /** Each change is asked for within the answer of the one before. */
    private static void changeThenCreate(Rig chained, int left) {
        if (left == 0) {
            chained.engine.create(Caller.IN_PROCESS, "late", PLAIN, Map.of(), new Answer<>());
            return;
        }
        chained.engine.update(
                Caller.IN_PROCESS,
                Rig.QUEUE,
                PLAIN.withLeaseMillis(1_000L + left),
                new Reply<>() {
                    @Override
                    public void ok(QueueInfo changed) {
                        changeThenCreate(chained, left - 1);
                    }

                    @Override
                    public void refused(Refusal why) {
                        throw new AssertionError(why.message());
                    }
                });
    }
}

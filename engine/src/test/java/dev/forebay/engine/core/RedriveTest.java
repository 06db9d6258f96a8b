package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.Caller;
import dev.forebay.engine.DeadLetterRule;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.Flow;
import dev.forebay.engine.HeldUp;
import dev.forebay.engine.HistoryEntry;
import dev.forebay.engine.MessageEdit;
import dev.forebay.engine.MessageHistory;
import dev.forebay.engine.MessageId;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.Position;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Receive;
import dev.forebay.engine.RedriveInfo;
import dev.forebay.engine.RedrivePreview;
import dev.forebay.engine.RedriveRequest;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Send;
import dev.forebay.engine.Settlement;
import dev.forebay.engine.Subscribe;
import dev.forebay.engine.SubscriptionInfo;
import dev.forebay.engine.edit.BodyReader;
import dev.forebay.engine.filter.FilterText;
import dev.forebay.engine.filter.MessageFilter;
import dev.forebay.log.Damage;
import dev.forebay.log.DamagePolicy;
import dev.forebay.log.StoreState;
import dev.forebay.log.StreamName;
import dev.forebay.log.record.Header;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RedriveTest {
    private static final String DEAD = "dead";
    private static final RedriveRequest ALL = RedriveRequest.all(DEAD);

    private final Rig rig = rig(Ordering.NONE);

    private static Rig rig(Ordering deadOrder) {
        return rig(deadOrder, EngineLimits.defaults());
    }

    private static Rig rig(Ordering deadOrder, EngineLimits limits) {
        Rig rig = new Rig(limits);
        rig.create(DEAD, QueueSettings.defaults().withOrdering(deadOrder));
        rig.create(Rig.QUEUE, QueueSettings.defaults().withDeadLetter(new DeadLetterRule(DEAD, 3)));
        rig.create("other", QueueSettings.defaults());
        return rig;
    }

    private static void bury(Rig rig, String body) {
        rig.send(Rig.QUEUE, Rig.message("k", body, new Header("a", Rig.bytes("1"))), 0, null);
        rig.reject(rig.receiveOne(), "no " + body);
    }

    private void bury(String... bodies) {
        for (String body : bodies) {
            bury(rig, body);
        }
    }

    private static RedriveInfo start(Rig rig, RedriveRequest request) {
        return rig.ask(reply -> rig.engine.redrives().start(Caller.IN_PROCESS, request, reply));
    }

    private RedriveInfo run(RedriveRequest request) {
        RedriveInfo begun = start(rig, request);
        rig.pass(100);
        return info(rig, begun);
    }

    private static RedriveInfo info(Rig rig, RedriveInfo begun) {
        return rig.engine.redrives().find(begun.id()).orElseThrow();
    }

    private static MessageFilter filter(String text) {
        return ((FilterText.Parsed.Filter) FilterText.parse(text)).filter();
    }

    @Test
    void all_messages_go_back_where_they_came_from_with_identity_and_history() {
        MessageId id = rig.send("poison").id();
        Delivery first = rig.receiveOne();
        rig.reject(first, "bad");
        RedriveInfo end = run(ALL);
        assertThat(end.state()).isEqualTo(RedriveInfo.State.COMPLETED);
        assertThat(end.total()).isEqualTo(1);
        assertThat(end.moved()).isEqualTo(1);
        assertThat(end.failed()).isZero();
        assertThat(end.endedAt()).isPositive();
        Delivery again = rig.receiveOne();
        assertThat(again.id()).isEqualTo(id);
        assertThat(again.sentAt()).isEqualTo(first.sentAt());
        assertThat(again.attempt()).isEqualTo(1);
        assertThat(again.deadLetterSource()).isNull();
        assertThat(Rig.body(again)).isEqualTo("poison");
        List<HistoryEntry> history = MessageHistory.of(again.message().headers()).entries();
        assertThat(history).hasSize(2);
        assertThat(history.get(0)).isInstanceOf(HistoryEntry.DeadLettered.class);
        assertThat(history.get(1))
                .isEqualTo(
                        new HistoryEntry.Redriven(
                                DEAD,
                                end.id(),
                                HistoryEntry.Content.UNTOUCHED,
                                history.get(1).at()));
        assertThat(rig.stats(DEAD).moved()).isEqualTo(1);
        assertThat(rig.stats(DEAD).ready()).isZero();
        rig.reject(again, "bad again");
        assertThat(rig.receiveFrom(DEAD, 1).get(0).id()).isEqualTo(id);
    }

    @Test
    void a_filter_and_ids_choose_and_the_rest_stays() {
        bury("a", "b", "c");
        assertThat(run(ALL.withFilter(filter("error ~ 'no b' and body = b"))).moved()).isEqualTo(1);
        assertThat(Rig.body(rig.receiveOne())).isEqualTo("b");
        MessageId second = rig.receiveFrom(DEAD, 10).get(1).id();
        rig.pass(30_000);
        assertThat(run(ALL.withIds(Set.of(second))).moved()).isEqualTo(1);
        assertThat(rig.stats(DEAD).ready()).isEqualTo(1);
    }

    @Test
    void a_template_edits_and_the_original_stays_with_the_message() {
        bury("a");
        MessageEdit edit =
                new MessageEdit(
                        Map.of("b", "2"), Set.of("a"), Optional.of("key"), Optional.of("mended"));
        RedriveInfo end = run(ALL.withEdit(edit).withTarget("other"));
        assertThat(end.moved()).isEqualTo(1);
        Delivery mended = rig.receiveFrom("other", 1).get(0);
        assertThat(Rig.body(mended)).isEqualTo("mended");
        assertThat(mended.message().key()).isEqualTo(Rig.bytes("key"));
        assertThat(Rig.header(mended, "b")).isEqualTo("2");
        assertThat(mended.message().headers()).extracting(Header::name).doesNotContain("a");
        assertThat(MessageHistory.of(mended.message().headers()).entries().get(1))
                .isInstanceOfSatisfying(
                        HistoryEntry.Redriven.class,
                        entry ->
                                assertThat(entry.content()).isEqualTo(HistoryEntry.Content.EDITED));
        assertThat(rig.stats("other").bytes()).isLessThan(400);
    }

    private static MessageEdit edit(Map<String, String> headers, String key, String body) {
        return new MessageEdit(headers, Set.of(), Optional.of(key), Optional.of(body));
    }

    /** Takes the body for lines of name and value. */
    private static final BodyReader LINES =
            (body, path, as) ->
                    Rig.text(body)
                            .lines()
                            .filter(line -> line.startsWith(path.get(0) + "="))
                            .map(line -> Rig.bytes(line.substring(path.get(0).length() + 1)))
                            .findFirst();

    @Test
    void templates_take_from_each_message_and_what_lacks_something_stays() {
        rig.engine.readBodiesBy(LINES);
        bury("order=7", "nothing", "order=8");
        MessageEdit edit =
                edit(Map.of("was", "${reason}/${attempts}"), "${headers.a}", "re ${body.order}");
        RedrivePreview preview =
                rig.ask(reply ->
                        rig.engine
                                .redrives()
                                .preview(Caller.IN_PROCESS, ALL.withEdit(edit), 10, reply));
        assertThat(preview.sample())
                .extracting(sample -> Rig.text(sample.message().body()))
                .containsExactly("re 7", "nothing", "re 8");
        assertThat(preview.sample().get(1).stays()).contains("body.order");

        RedriveInfo begun = start(rig, ALL.withEdit(edit).withRate(1));
        rig.pass(1);
        rig.crash(0);
        rig.engine.readBodiesBy(LINES);
        rig.pass(5_000);

        RedriveInfo end = info(rig, begun);
        assertThat(end.state()).isEqualTo(RedriveInfo.State.COMPLETED);
        assertThat(end.moved()).isEqualTo(2);
        assertThat(end.failed()).isEqualTo(1);
        assertThat(end.failure()).contains("body.order");
        List<Delivery> mended = rig.receive(10);
        assertThat(Rig.bodies(mended)).containsExactlyInAnyOrder("re 7", "re 8");
        assertThat(mended.get(0).message().key()).isEqualTo(Rig.bytes("1"));
        assertThat(Rig.header(mended.get(0), "was"))
                .startsWith("rejected: no order=")
                .endsWith("/1");
        assertThat(Rig.bodies(rig.receiveFrom(DEAD, 10))).containsExactly("nothing");
    }

    @Test
    void an_unknown_variable_is_refused_before_anything_moves() {
        bury("a");
        for (MessageEdit wrong :
                List.of(
                        edit(Map.of(), "k", "${bdy}"),
                        edit(Map.of(), "${", "b"),
                        edit(Map.of("h", "${headers.}"), "k", "b"),
                        edit(Map.of("", "x"), "k", "b"),
                        edit(Map.of("a\nb", "x"), "k", "b"),
                        edit(Map.of("a:b", "x"), "k", "b"),
                        edit(Map.of("forebay-id", "x"), "k", "b"))) {
            Answer<RedriveInfo> answer =
                    rig.asked(reply ->
                            rig.engine
                                    .redrives()
                                    .start(Caller.IN_PROCESS, ALL.withEdit(wrong), reply));
            assertThat(answer.refusal()).isInstanceOf(Refusal.InvalidSetting.class);
        }
        assertThat(rig.engine.redrives().all()).isEmpty();
        assertThat(rig.stats(DEAD).ready()).isEqualTo(1);
    }

    @Test
    void a_message_whose_key_would_be_too_long_stays() {
        bury("k".repeat(1_025), "", "short");
        rig.engine.readBodiesBy(LINES);
        RedriveInfo end = run(ALL.withEdit(edit(Map.of(), "${body}", "b")));
        assertThat(end.moved()).isEqualTo(1);
        assertThat(end.failed()).isEqualTo(2);
        assertThat(end.failure()).contains("1025 bytes");
    }

    @Test
    void a_template_that_makes_messages_large_is_carried_out_in_small_steps() {
        Rig small = rig(Ordering.NONE, EngineLimits.defaults().withGroups(4_096, 8_192));
        for (int i = 0; i < 20; i++) {
            bury(small, "m" + i);
        }
        MessageEdit edit =
                new MessageEdit(
                        Map.of(), Set.of(), Optional.empty(), Optional.of("x".repeat(1_500)));
        long before = small.store.stream(Streams.REDRIVES).endOffset();
        RedriveInfo begun = start(small, ALL.withEdit(edit));
        small.pass(1_000);
        assertThat(info(small, begun).moved()).isEqualTo(20);
        assertThat(small.stats(Rig.QUEUE).ready()).isEqualTo(20);
        long steps = small.store.stream(Streams.REDRIVES).endOffset() - before;
        assertThat(steps).as("two messages a step").isGreaterThanOrEqualTo(10);
    }

    @Test
    void messages_without_a_known_source_or_with_a_source_that_is_gone_stay() {
        rig.send(DEAD, Rig.message(null, "direct"), 0, null);
        RedriveInfo end = run(ALL);
        assertThat(end.state()).isEqualTo(RedriveInfo.State.COMPLETED);
        assertThat(end.failed()).isEqualTo(1);
        assertThat(end.failure()).contains("came from");
        assertThat(rig.stats(DEAD).ready()).isEqualTo(1);
        bury("a");
        rig.asked((Answer<QueueInfo> reply) ->
                rig.engine.delete(Caller.IN_PROCESS, Rig.QUEUE, reply));
        assertThat(run(ALL.withFilter(filter("body = a"))).failure()).contains(Rig.QUEUE);
        assertThat(rig.stats(DEAD).ready()).isEqualTo(2);
    }

    // --- what it waits for

    @Test
    void one_that_waits_for_room_says_so() {
        bury("a", "b", "c");
        QueueSettings settings =
                QueueSettings.defaults().withDeadLetter(new DeadLetterRule(DEAD, 3));
        rig.update(Rig.QUEUE, settings.withMaxDepth(2));
        RedriveInfo begun = start(rig, ALL);
        rig.pass(100);
        long since = rig.wall();
        rig.pass(5_000);
        RedriveInfo waits = info(rig, begun);
        assertThat(waits.state()).isEqualTo(RedriveInfo.State.RUNNING);
        HeldUp heldUp = waits.heldUp().orElseThrow();
        assertThat(heldUp.cause()).isEqualTo(HeldUp.Cause.QUEUE_FULL);
        assertThat(heldUp.queue()).isEqualTo(Rig.QUEUE);
        assertThat(heldUp.text()).contains("2 messages");
        assertThat(heldUp.since()).isLessThanOrEqualTo(since);
        rig.ask((Answer<RedriveInfo> reply) ->
                rig.engine.redrives().pause(Caller.IN_PROCESS, begun.id(), reply));
        assertThat(info(rig, begun).heldUp()).isEmpty();
        rig.ask((Answer<RedriveInfo> reply) ->
                rig.engine.redrives().resume(Caller.IN_PROCESS, begun.id(), reply));
        rig.update(Rig.QUEUE, settings.withMaxBytes(1));
        rig.pass(1_000);
        assertThat(info(rig, begun).heldUp().orElseThrow().text()).contains("1 bytes");
        rig.update(Rig.QUEUE, settings);
        rig.pass(2_000);
        assertThat(info(rig, begun).state()).isEqualTo(RedriveInfo.State.COMPLETED);
        assertThat(info(rig, begun).heldUp()).isEmpty();
    }

    @Test
    void one_into_a_queue_that_takes_nothing_waits_and_says_so() {
        bury("a");
        QueueSettings settings =
                QueueSettings.defaults().withDeadLetter(new DeadLetterRule(DEAD, 3));
        rig.update(Rig.QUEUE, settings.withFlow(Flow.SENDING_PAUSED));
        RedriveInfo begun = start(rig, ALL);
        rig.pass(2_000);
        assertThat(info(rig, begun).moved()).isZero();
        assertThat(info(rig, begun).heldUp().orElseThrow().cause())
                .isEqualTo(HeldUp.Cause.SENDING_PAUSED);
        rig.update(Rig.QUEUE, settings);
        rig.pass(2_000);
        assertThat(info(rig, begun).moved()).isEqualTo(1);
    }

    // --- named subscriptions

    private void subscribe(Subscribe wish) {
        rig.ask((Answer<SubscriptionInfo> reply) ->
                rig.engine.subscriptions().subscribe(Caller.IN_PROCESS, Rig.QUEUE, wish, reply));
    }

    private List<Delivery> read(String subscription) {
        return rig.ask(reply ->
                rig.engine
                        .subscriptions()
                        .receive(
                                Caller.IN_PROCESS,
                                Rig.QUEUE,
                                subscription,
                                new Receive(10, Receive.QUEUE_DEFAULT, 0, null),
                                reply));
    }

    @ParameterizedTest
    @EnumSource
    void what_a_subscription_gave_up_goes_back_to_it_alone(Ordering ordering) {
        rig.asked((Answer<QueueInfo> reply) ->
                rig.engine.delete(Caller.IN_PROCESS, Rig.QUEUE, reply));
        rig.create(
                Rig.QUEUE,
                QueueSettings.defaults()
                        .withOrdering(ordering)
                        .withDeadLetter(new DeadLetterRule(DEAD, 3)));
        subscribe(Subscribe.fromNow("audit"));
        subscribe(new Subscribe("a-only", new Position.Now(), filter("body like \"a*\""), 0));
        MessageId id = rig.sendKeyed("k", "a").id();
        rig.pass(100);
        rig.ack(rig.receiveOne());
        rig.ack(read("a-only").get(0));
        rig.reject(read("audit").get(0), "no audit");
        rig.sendKeyed("k", "b");

        RedriveInfo end = run(ALL);

        assertThat(end.moved()).isEqualTo(1);
        rig.pass(100);
        rig.crash(0);
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("b");
        assertThat(read("a-only")).isEmpty();
        List<Delivery> again = read("audit");
        while (again.size() < 2) {
            again.forEach(rig::ack);
            assertThat(again).isNotEmpty();
            again = new ArrayList<>(again);
            again.addAll(read("audit"));
        }
        assertThat(Rig.bodies(again)).containsExactlyInAnyOrder("a", "b");
        assertThat(again).extracting(Delivery::id).contains(id);
        assertThat(rig.stats().sent()).isEqualTo(2);
        assertThat(rig.engine.subscriptions().stats(Rig.QUEUE, "audit").orElseThrow().sent())
                .isEqualTo(3);
    }

    @Test
    void what_work_gave_up_does_not_come_to_named_subscriptions_again() {
        subscribe(Subscribe.fromNow("audit"));
        bury("a");
        read("audit").forEach(rig::ack);
        run(ALL);
        rig.restart();
        assertThat(read("audit")).isEmpty();
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("a");
    }

    @Test
    void one_with_a_filter_gets_back_what_it_gave_up_though_it_was_changed() {
        subscribe(new Subscribe("a-only", new Position.Now(), filter("body like \"a*\""), 0));
        rig.send("a");
        rig.pass(100);
        rig.ack(rig.receiveOne());
        rig.reject(read("a-only").get(0), "no");
        run(ALL.withEdit(new MessageEdit(Map.of(), Set.of(), Optional.empty(), Optional.of("x"))));
        rig.pass(100);
        assertThat(Rig.bodies(read("a-only"))).containsExactly("x");
        assertThat(rig.receive(10)).isEmpty();
    }

    @Test
    void what_a_subscription_gave_up_that_is_gone_stays_and_the_reason_is_told() {
        subscribe(Subscribe.fromNow("audit"));
        rig.send("a");
        rig.ack(rig.receiveOne());
        rig.reject(read("audit").get(0), "no");
        rig.ask((Answer<SubscriptionInfo> reply) ->
                rig.engine
                        .subscriptions()
                        .unsubscribe(Caller.IN_PROCESS, Rig.QUEUE, "audit", reply));
        RedriveInfo end = run(ALL);
        assertThat(end.failed()).isEqualTo(1);
        assertThat(end.failure()).contains("audit");
        assertThat(run(ALL.withTarget(Rig.QUEUE)).moved()).isEqualTo(1);
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("a");
    }

    @Test
    void leased_messages_and_those_sent_later_stay() {
        bury("a", "b");
        Delivery held = rig.receiveFrom(DEAD, 1).get(0);
        RedriveInfo begun = start(rig, ALL.withTarget("other").withRate(1));
        bury("late");
        rig.pass(5_000);
        assertThat(info(rig, begun).state()).isEqualTo(RedriveInfo.State.COMPLETED);
        assertThat(info(rig, begun).total()).isEqualTo(1);
        assertThat(Rig.bodies(rig.receiveFrom("other", 10))).containsExactly("b");
        assertThat(rig.settle(DEAD, new Settlement.Ack(held.lease()))).isNotNull();
        assertThat(Rig.bodies(rig.receiveFrom(DEAD, 10))).containsExactly("late");
    }

    @Test
    void it_keeps_its_rate_can_be_paused_resumed_and_cancelled_and_is_listed() {
        for (int i = 0; i < 50; i++) {
            bury("m" + i);
        }
        RedriveInfo begun = start(rig, ALL.withRate(5));
        rig.pass(4_000);
        long moved = info(rig, begun).moved();
        assertThat(moved).isBetween(19L, 21L);
        Answer<RedriveInfo> second =
                rig.asked(reply -> rig.engine.redrives().start(Caller.IN_PROCESS, ALL, reply));
        assertThat(second.refusal()).isInstanceOf(Refusal.RedriveInProgress.class);
        RedriveInfo paused =
                rig.ask(reply -> rig.engine.redrives().pause(Caller.IN_PROCESS, begun.id(), reply));
        assertThat(paused.state()).isEqualTo(RedriveInfo.State.PAUSED);
        rig.crash(0);
        rig.pass(10_000);
        assertThat(info(rig, begun).moved()).isEqualTo(paused.moved());
        rig.asked((Answer<RedriveInfo> reply) ->
                rig.engine.redrives().resume(Caller.IN_PROCESS, begun.id(), reply));
        rig.pass(2_000);
        assertThat(info(rig, begun).moved() - paused.moved()).isBetween(9L, 11L);
        RedriveInfo cancelled =
                rig.ask(reply ->
                        rig.engine.redrives().cancel(Caller.IN_PROCESS, begun.id(), reply));
        assertThat(cancelled.state()).isEqualTo(RedriveInfo.State.CANCELLED);
        rig.pass(5_000);
        assertThat(rig.stats(DEAD).moved()).isEqualTo(cancelled.moved());
        Answer<RedriveInfo> ended =
                rig.asked(reply ->
                        rig.engine.redrives().resume(Caller.IN_PROCESS, begun.id(), reply));
        assertThat(ended.refusal()).isInstanceOf(Refusal.RedriveEnded.class);
        rig.restart();
        assertThat(rig.engine.redrives().all()).containsExactly(cancelled);
        assertThat(start(rig, ALL).id()).isGreaterThan(begun.id());
    }

    @Test
    void a_preview_counts_and_samples_and_moves_nothing() {
        bury("a", "b", "c");
        rig.send(DEAD, Rig.message(null, "direct"), 0, null);
        RedrivePreview preview =
                rig.ask(reply ->
                        rig.engine
                                .redrives()
                                .preview(
                                        Caller.IN_PROCESS,
                                        ALL.withFilter(filter("not body = b")),
                                        2,
                                        reply));
        assertThat(preview.messages()).isEqualTo(3);
        assertThat(preview.sample())
                .extracting(sample -> Rig.text(sample.message().body()))
                .containsExactly("a", "c");
        assertThat(preview.sample().get(0).target()).isEqualTo(Rig.QUEUE);
        assertThat(rig.stats(DEAD).ready()).isEqualTo(4);
        assertThat(rig.engine.redrives().all()).isEmpty();
    }

    @Test
    void it_waits_for_room_in_its_target() {
        rig.create("small", QueueSettings.defaults().withMaxDepth(1));
        bury("a", "b");
        RedriveInfo begun = start(rig, ALL.withTarget("small"));
        rig.pass(3_000);
        assertThat(info(rig, begun).moved()).isEqualTo(1);
        Delivery a = rig.receiveFrom("small", 1).get(0);
        rig.settle("small", new Settlement.Ack(a.lease()));
        rig.pass(3_000);
        assertThat(info(rig, begun).state()).isEqualTo(RedriveInfo.State.COMPLETED);
        assertThat(Rig.bodies(rig.receiveFrom("small", 1))).containsExactly("b");
    }

    @Test
    void what_is_damaged_stays_and_is_counted_or_ends_it_where_nothing_may_be_stepped_over() {
        for (DamagePolicy policy : DamagePolicy.values()) {
            Rig damaged = rig(Ordering.NONE, EngineLimits.defaults().withOnDamage(policy));
            bury(damaged, "a");
            bury(damaged, "b");
            StreamName dead = Streams.messages(damaged.engine.find(DEAD).orElseThrow().id(), 0);
            damaged.store.damage(
                    dead, new Damage("f", 0, 1, dead.value(), 0, 1, Damage.Kind.CORRUPT, "rotten"));
            RedriveInfo begun = start(damaged, ALL);
            damaged.pass(1_000);
            RedriveInfo end = info(damaged, begun);
            assertThat(end.failure()).contains("rotten");
            assertThat(end.moved()).isZero();
            boolean goesOn = policy == DamagePolicy.SERVE_REST;
            assertThat(end.failed()).isEqualTo(goesOn ? 2 : 0);
            assertThat(end.state())
                    .isEqualTo(goesOn ? RedriveInfo.State.COMPLETED : RedriveInfo.State.FAILED);
            damaged.store.mend(dead);
            damaged.restart();
            start(damaged, ALL);
            damaged.pass(1_000);
            assertThat(damaged.stats(Rig.QUEUE).ready()).isEqualTo(2);
        }
    }

    @Test
    void it_waits_while_the_disk_is_nearly_full() {
        bury("a");
        RedriveInfo begun = start(rig, ALL.withRate(1));
        rig.on(() -> rig.store.become(new StoreState.UsingReserve(0.9)));
        rig.pass(5_000);
        assertThat(info(rig, begun).moved()).isZero();
        rig.on(() -> rig.store.become(new StoreState.Accepting()));
        rig.pass(5_000);
        assertThat(info(rig, begun).moved()).isEqualTo(1);
    }

    @Test
    void an_ordered_dead_letter_queue_gives_up_its_messages_and_goes_on() {
        for (Ordering order : List.of(Ordering.BY_KEY, Ordering.STRICT)) {
            Rig ordered = rig(order);
            for (int i = 0; i < 4; i++) {
                bury(ordered, "m" + i);
            }
            Delivery first = ordered.receiveFrom(DEAD, 1).get(0);
            ordered.settle(DEAD, new Settlement.Release(first.lease(), 60_000));
            assertThat(ordered.receiveFrom(DEAD, 10)).isEmpty();
            ordered.send(DEAD, Rig.message("k", "last"), 0, null);
            start(ordered, ALL.withFilter(filter("not body = last")));
            ordered.pass(100);
            assertThat(ordered.stats(DEAD).moved()).isEqualTo(4);
            assertThat(Rig.bodies(ordered.receiveFrom(DEAD, 10))).containsExactly("last");
            assertThat(Rig.bodies(ordered.receive(10))).containsExactly("m0", "m1", "m2", "m3");
        }
    }

    /** Dies at every point between the start and the end, with none, one or all of the appends. */
    @Test
    void each_message_moves_exactly_once_wherever_the_server_dies() {
        int steps = 0;
        while (dieAfter(steps, 0)) {
            dieAfter(steps, 1);
            dieAfter(steps, 2);
            steps++;
        }
        assertThat(steps).isGreaterThan(20);
    }

    /** False when the redrive was through before. */
    private static boolean dieAfter(int steps, int kept) {
        Rig dying = rig(Ordering.NONE);
        for (int i = 0; i < 5; i++) {
            bury(dying, "m" + i);
        }
        dying.later(() ->
                dying.engine.redrives().start(Caller.IN_PROCESS, ALL.withRate(20), new Answer<>()));
        for (int step = 0; step < steps; step++) {
            if (!dying.scheduler.stepNow()) {
                dying.scheduler.runFor(10);
            }
            if (dying.stats(DEAD).moved() == 5) {
                return false;
            }
        }
        dying.crash(kept);
        boolean began = !dying.engine.redrives().all().isEmpty();
        dying.pass(1_000);
        assertThat(dying.stats(DEAD).moved()).isEqualTo(began ? 5 : 0);
        assertThat(dying.stats().sent()).isEqualTo(began ? 10 : 5);
        List<String> bodies = new ArrayList<>(Rig.bodies(dying.receive(10)));
        bodies.addAll(Rig.bodies(dying.receiveFrom(DEAD, 10)));
        assertThat(bodies).hasSize(5);
        assertThat(new HashSet<>(bodies)).hasSize(5);
        if (began) {
            assertThat(dying.engine.redrives().all().get(0).moved()).isEqualTo(5);
        }
        return true;
    }

    @Test
    void thousands_move_and_a_send_beside_them_is_not_held_up() {
        for (int i = 0; i < 3_000; i++) {
            rig.send(DEAD, Rig.message(null, "m" + i), Send.QUEUE_DELAY, null);
        }
        RedriveInfo end = run(ALL.withTarget("other"));
        assertThat(end.moved()).isEqualTo(3_000);
        assertThat(rig.stats("other").ready()).isEqualTo(3_000);
        rig.restart();
        assertThat(rig.stats(DEAD).moved()).isEqualTo(3_000);
        assertThat(rig.receiveFrom(DEAD, 1)).isEmpty();
    }
}

package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.AuditReport;
import dev.forebay.engine.Browse;
import dev.forebay.engine.BrowsePage;
import dev.forebay.engine.BrowsedMessage;
import dev.forebay.engine.Caller;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.MessageId;
import dev.forebay.engine.Position;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Replay;
import dev.forebay.engine.ReplayInfo;
import dev.forebay.engine.Retention;
import dev.forebay.engine.Subscribe;
import dev.forebay.engine.SubscriptionInfo;
import dev.forebay.engine.Subscriptions;
import dev.forebay.engine.Timeline;
import dev.forebay.engine.filter.MessageFilter;
import dev.forebay.log.LogStream;
import dev.forebay.testkit.log.MemoryLogOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What few messages that are not settled keep on disk besides themselves. */
class CompactionTest {
    private static final int SEGMENT_BYTES = 16 << 10;
    private static final int EVERY = 100;
    private static final int MESSAGES = 1_000;
    private static final long LONG = 600_000;
    private static final long SEVERAL_LOOKS = 300_000;
    private static final QueueSettings SETTINGS =
            QueueSettings.defaults().withRetentionMillis(1_000).withLeaseMillis(LONG);

    private final Rig rig =
            new Rig(
                    EngineLimits.defaults().withSnapshots(100, 20_000),
                    MemoryLogOptions.defaults().withSegmentBytes(SEGMENT_BYTES));
    private final List<Delivery> stragglers = new ArrayList<>();
    private final List<MessageId> acked = new ArrayList<>();

    /** One in a hundred stays with its consumer, all others are settled. */
    private void fill() {
        rig.create(Rig.QUEUE, SETTINGS);
        flow();
    }

    private void flow() {
        for (int i = 0; i < MESSAGES; i++) {
            rig.send("m" + i);
            Delivery delivery = rig.receiveOne();
            if (i % EVERY == EVERY / 2) {
                stragglers.add(delivery);
            } else {
                rig.ack(delivery);
                acked.add(delivery.id());
            }
        }
    }

    private LogStream stream() {
        return stream(rig);
    }

    private static LogStream stream(Rig of) {
        return of.store.streams().stream()
                .filter(each -> each.name().value().startsWith("q/"))
                .findFirst()
                .orElseThrow();
    }

    private List<BrowsedMessage> browsed() {
        List<BrowsedMessage> all = new ArrayList<>();
        BrowsePage page = page(Browse.everything(100));
        all.addAll(page.messages());
        while (page.next().isPresent()) {
            page = page(Browse.everything(100).from(page.next().getAsLong()));
            all.addAll(page.messages());
        }
        return all;
    }

    private BrowsePage page(Browse browse) {
        var answer =
                rig.<BrowsePage>asked(reply ->
                        rig.engine.messages().browse(Caller.IN_PROCESS, Rig.QUEUE, browse, reply));
        rig.pass(1_000);
        return answer.value();
    }

    private Timeline timeline(MessageId id) {
        var answer =
                rig.<Timeline>asked(
                        reply -> rig.engine.messages().timeline(Caller.IN_PROCESS, id, reply));
        rig.pass(1_000);
        return answer.value();
    }

    private AuditReport audit() {
        var answer =
                rig.<List<AuditReport>>asked(
                        reply -> rig.engine.messages().audit(Caller.IN_PROCESS, Rig.QUEUE, reply));
        rig.pass(2_000);
        return answer.value().get(0);
    }

    private ReplayInfo replayAll() {
        Replay replay =
                new Replay(
                        new Position.Beginning(),
                        new Position.Now(),
                        new MessageFilter.All(),
                        0,
                        new Replay.Target.Subscription(Subscriptions.WORK));
        return rig.ask(
                reply -> rig.engine.replays().start(Caller.IN_PROCESS, Rig.QUEUE, replay, reply));
    }

    @Test
    void a_straggler_keeps_itself_and_not_the_segments_around_it() {
        fill();
        long before = stream().sizeBytes();
        assertThat(before).isGreaterThan(5L * SEGMENT_BYTES);
        rig.pass(SEVERAL_LOOKS);
        assertThat(stream().sizeBytes()).isLessThan(2L * SEGMENT_BYTES);
        checkStragglers();
        rig.crash(0);
        checkStragglers();
        stragglers.forEach(each -> rig.release(each, 0));
        List<String> again = Rig.bodies(rig.receive(10));
        assertThat(again)
                .containsExactlyInAnyOrderElementsOf(stragglers.stream().map(Rig::body).toList());
        assertThat(rig.receive(10)).isEmpty();
    }

    /** It has no snapshots yet, and no traffic that would bring them about. */
    @Test
    void a_server_on_which_nothing_goes_on_gives_back_what_it_can_too() {
        Rig quiet =
                new Rig(
                        EngineLimits.defaults(),
                        MemoryLogOptions.defaults().withSegmentBytes(SEGMENT_BYTES));
        quiet.create(Rig.QUEUE, SETTINGS);
        for (int i = 0; i < MESSAGES; i++) {
            quiet.send("m" + i);
            Delivery delivery = quiet.receiveOne();
            if (i % EVERY != EVERY / 2) {
                quiet.ack(delivery);
            }
        }
        assertThat(stream(quiet).sizeBytes()).isGreaterThan(5L * SEGMENT_BYTES);
        quiet.pass(SEVERAL_LOOKS);
        assertThat(stream(quiet).sizeBytes()).isLessThan(2L * SEGMENT_BYTES);
        assertThat(quiet.stats().leased()).isEqualTo(MESSAGES / EVERY);
    }

    private void checkStragglers() {
        List<BrowsedMessage> browsed = browsed();
        for (Delivery straggler : stragglers) {
            assertThat(browsed)
                    .anyMatch(each ->
                            each.id().equals(straggler.id())
                                    && Rig.text(each.message().body()).equals(Rig.body(straggler)));
            assertThat(timeline(straggler.id()).coverage()).isEqualTo(Timeline.Coverage.WHOLE);
        }
        assertThat(timeline(acked.getFirst()).coverage()).isEqualTo(Timeline.Coverage.PARTS_GONE);
        assertThat(rig.stats().sent()).isEqualTo(MESSAGES);
        assertThat(rig.stats().acked()).isEqualTo(MESSAGES - stragglers.size());
        assertThat(rig.stats().leased()).isEqualTo(stragglers.size());
        AuditReport report = audit();
        assertThat(report.objections()).isEmpty();
        assertThat(report.unsettled()).isEqualTo(stragglers.size());
    }

    @Test
    void when_stragglers_are_settled_what_was_kept_of_them_goes_too() {
        fill();
        rig.pass(SEVERAL_LOOKS);
        stragglers.subList(1, stragglers.size()).forEach(rig::ack);
        flow();
        rig.pass(SEVERAL_LOOKS);
        assertThat(stream().startOffset()).isEqualTo(EVERY / 2);
        rig.ack(stragglers.getFirst());
        rig.pass(SEVERAL_LOOKS);
        assertThat(stream().startOffset()).isGreaterThan(EVERY);
        assertThat(audit().objections()).isEmpty();
    }

    @Test
    void what_is_within_its_retention_stays() {
        rig.create(Rig.QUEUE, SETTINGS.withRetentionMillis(10 * LONG));
        flow();
        long before = stream().sizeBytes();
        rig.pass(SEVERAL_LOOKS);
        assertThat(stream().sizeBytes()).isEqualTo(before);
        assertThat(browsed()).hasSize(MESSAGES);
    }

    private void subscribe(String name) {
        rig.<SubscriptionInfo>ask(reply ->
                rig.engine
                        .subscriptions()
                        .subscribe(Caller.IN_PROCESS, Rig.QUEUE, Subscribe.fromNow(name), reply));
    }

    @Test
    void what_another_subscription_has_yet_to_deliver_stays() {
        rig.create(Rig.QUEUE, SETTINGS);
        subscribe("slow");
        flow();
        long before = stream().sizeBytes();
        rig.pass(SEVERAL_LOOKS);
        assertThat(stream().sizeBytes()).isEqualTo(before);
    }

    @Test
    void who_stayed_away_for_too_long_keeps_nothing() {
        rig.create(Rig.QUEUE, SETTINGS);
        subscribe("away");
        flow();
        QueueSettings impatient =
                rig.engine.find(Rig.QUEUE).orElseThrow().settings().toBuilder()
                        .retention(new Retention(1_000, Long.MAX_VALUE, SEVERAL_LOOKS / 2))
                        .build();
        rig.update(Rig.QUEUE, impatient);
        rig.pass(2 * SEVERAL_LOOKS - 10_000);
        assertThat(stream().sizeBytes()).isLessThan(2L * SEGMENT_BYTES);
        assertThat(audit().objections()).isEmpty();
    }

    @Test
    void a_replay_finds_what_is_left() {
        fill();
        rig.pass(SEVERAL_LOOKS);
        long left = browsed().size();
        assertThat(left).isLessThan(MESSAGES / 2);
        long waiting = rig.stats().leased() + rig.stats().delayed();
        assertThat(waiting).isPositive();
        replayAll();
        rig.pass(2_000);
        int given = 0;
        for (List<Delivery> some = rig.receive(10); !some.isEmpty(); some = rig.receive(10)) {
            some.forEach(rig::ack);
            given += some.size();
        }
        assertThat(given).as("what is not settled comes once").isEqualTo((int) (left - waiting));
        rig.pass(2_000);
        ReplayInfo over = rig.engine.replays().all(Rig.QUEUE).get(0);
        assertThat(over.phase()).isEqualTo(ReplayInfo.Phase.DONE);
        assertThat(audit().objections()).isEmpty();
    }

    @Test
    void a_replay_that_begins_at_the_same_time_gets_each_message_or_none_of_it() {
        fill();
        for (int i = 0; i < 40; i++) {
            rig.pass(1_700);
            replayAll();
            int held = rig.receive(7).size();
            assertThat(held).isBetween(0, 7);
        }
        rig.pass(SEVERAL_LOOKS);
        for (List<Delivery> some = rig.receive(10); !some.isEmpty(); some = rig.receive(10)) {
            some.forEach(rig::ack);
            rig.pass(20);
        }
        rig.pass(2 * LONG);
        for (List<Delivery> some = rig.receive(10); !some.isEmpty(); some = rig.receive(10)) {
            some.forEach(rig::ack);
            rig.pass(20);
        }
        rig.pass(2_000);
        assertThat(rig.engine.replays().all(Rig.QUEUE))
                .allMatch(info -> info.phase() == ReplayInfo.Phase.DONE);
        assertThat(audit().objections()).isEmpty();
    }
}

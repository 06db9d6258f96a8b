package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.AtomicChange;
import dev.forebay.engine.Caller;
import dev.forebay.engine.Deduplication;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.MessageId;
import dev.forebay.engine.Ordering;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.ScheduledMessage;
import dev.forebay.engine.ScheduledPage;
import dev.forebay.engine.Send;
import dev.forebay.engine.SendResult;
import dev.forebay.engine.Timeline;
import dev.forebay.engine.TimelineEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages that are due much later than they were sent. */
class LaterTest {
    private static final long MINUTE = 60_000;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long YEAR = 365 * DAY;

    private final Rig rig = Rig.with(QueueSettings.defaults().withExpiryMillis(Long.MAX_VALUE));

    private SendResult.Sent send(String body, long delay) {
        return rig.send(Rig.QUEUE, Rig.message(null, body), delay, null);
    }

    @Test
    void a_message_is_delivered_when_it_is_due_and_not_before() {
        send("in an hour", HOUR);
        rig.pass(HOUR - 1);
        assertThat(rig.receive(1)).isEmpty();
        rig.pass(2);
        assertThat(Rig.body(rig.receiveOne())).isEqualTo("in an hour");
        assertThat(rig.receive(1)).isEmpty();
    }

    @Test
    void it_counts_as_delayed_until_then_and_as_sent_from_the_start() {
        send("x", HOUR);
        QueueStats before = rig.stats();
        assertThat(before.delayed()).isEqualTo(1);
        assertThat(before.sent()).isEqualTo(1);
        assertThat(before.bytes()).isEqualTo(1);
        rig.pass(HOUR + 1);
        assertThat(rig.stats().delayed()).isZero();
        assertThat(rig.stats().ready()).isEqualTo(1);
        assertThat(rig.stats().sent()).isEqualTo(1);
    }

    @Test
    void it_keeps_the_id_it_was_sent_under_and_the_time_of_its_sending() {
        long sentAt = rig.wall();
        SendResult.Sent sent = send("x", 2 * DAY);
        rig.pass(2 * DAY + 1);
        Delivery delivery = rig.receiveOne();
        assertThat(delivery.id()).isEqualTo(sent.id());
        assertThat(delivery.sentAt()).isEqualTo(sentAt);
        assertThat(delivery.message().headers()).isEmpty();
        assertThat(sent.offset()).isEqualTo(SendResult.Sent.NO_OFFSET);
    }

    @Test
    void messages_come_in_the_order_in_which_they_are_due() {
        send("year", 3 * YEAR);
        send("day", 3 * DAY);
        send("hour", 3 * HOUR);
        send("minutes", 3 * MINUTE);
        send("hour again", 3 * HOUR);
        rig.pass(3 * YEAR + 1);
        assertThat(Rig.bodies(rig.receive(10)))
                .containsExactly("minutes", "hour", "hour again", "day", "year");
    }

    @Test
    void it_survives_a_crash_and_is_delivered_once() {
        send("x", HOUR);
        rig.crash(0);
        assertThat(rig.stats().delayed()).isEqualTo(1);
        rig.pass(HOUR + 1);
        rig.crash(0);
        rig.pass(1);
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("x");
        rig.crash(0);
        rig.pass(HOUR);
        assertThat(rig.stats().sent()).isEqualTo(1);
        assertThat(rig.stats().ready() + rig.stats().leased()).isEqualTo(1);
    }

    @Test
    void it_goes_by_the_wall_clock_also_while_no_server_runs() {
        send("x", DAY);
        rig.stop();
        rig.jumpWall(2 * DAY);
        rig.crash(0);
        rig.pass(100);
        assertThat(Rig.body(rig.receiveOne())).isEqualTo("x");
    }

    @Test
    void thousands_at_one_instant_are_delivered_in_the_order_of_their_sending() {
        Rig small = new Rig(EngineLimits.defaults().withLater(MINUTE, 100));
        small.create(Rig.QUEUE, QueueSettings.defaults());
        List<String> bodies = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            String body = "m" + i;
            bodies.add(body);
            small.send(Rig.QUEUE, Rig.message(null, body), HOUR, null);
        }
        small.pass(HOUR + 1000);
        assertThat(small.stats().ready()).isEqualTo(3000);
        List<String> received = new ArrayList<>();
        while (received.size() < 3000) {
            received.addAll(Rig.bodies(small.receive(10)));
        }
        assertThat(received).isEqualTo(bodies);
    }

    @Test
    void what_is_far_away_is_divided_as_it_comes_near_also_over_crashes() {
        Rig small = new Rig(EngineLimits.defaults().withLater(1000, 64));
        small.create(Rig.QUEUE, QueueSettings.defaults().withExpiryMillis(Long.MAX_VALUE));
        int messages = 2000;
        for (int i = 0; i < messages; i++) {
            long delay = 2000 + (long) i * 7919 % 600_000;
            small.send(Rig.QUEUE, Rig.message(null, Long.toString(delay)), delay, null);
        }
        List<Long> received = new ArrayList<>();
        while (small.stats().delayed() > 0) {
            small.pass(20_000);
            small.crash(0);
            assertThat(small.stats().sent()).isEqualTo(messages);
        }
        for (List<Delivery> some = small.receive(10); !some.isEmpty(); some = small.receive(10)) {
            some.forEach(each -> received.add(Long.parseLong(Rig.body(each))));
        }
        assertThat(received).hasSize(messages).doesNotHaveDuplicates();
    }

    @Test
    void a_purge_takes_what_is_scheduled_and_nothing_that_is_sent_later() {
        send("old", HOUR);
        rig.<QueueInfo>ask(reply -> rig.engine.purge(Caller.IN_PROCESS, Rig.QUEUE, reply));
        send("new", HOUR);
        assertThat(rig.stats().purged()).isEqualTo(1);
        rig.crash(0);
        rig.pass(HOUR + 1);
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("new");
        assertThat(rig.stats().sent()).isEqualTo(2);
    }

    @Test
    void a_deleted_queue_leaves_nothing_behind() {
        send("x", HOUR);
        rig.<QueueInfo>ask(reply -> rig.engine.delete(Caller.IN_PROCESS, Rig.QUEUE, reply));
        rig.pass(1);
        assertThat(rig.store.streams()).noneMatch(stream -> stream.name().value().startsWith("q/"));
        rig.crash(0);
        rig.pass(2 * HOUR);
    }

    @Test
    void the_stream_of_a_stretch_goes_when_its_messages_have_left_it() {
        for (int i = 0; i < 50; i++) {
            send("x", HOUR + i * MINUTE);
        }
        rig.pass(3 * HOUR);
        assertThat(rig.stats().ready()).isEqualTo(50);
        assertThat(rig.store.streams())
                .noneMatch(stream -> stream.name().value().contains("/later/"));
    }

    @Test
    void a_duplicate_is_answered_with_the_first_ones_id_also_after_a_crash() {
        rig.create(
                "once",
                QueueSettings.defaults()
                        .withDeduplication(
                                new Deduplication(5 * MINUTE, Deduplication.Scope.QUEUE, 100)));
        SendResult.Sent first = rig.send("once", Rig.message(null, "a"), HOUR, "id");
        SendResult.Sent second = rig.send("once", Rig.message(null, "b"), HOUR, "id");
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.duplicate()).isTrue();
        rig.crash(0);
        SendResult.Sent third = rig.send("once", Rig.message(null, "c"), 0, "id");
        assertThat(third.id()).isEqualTo(first.id());
        assertThat(rig.stats("once").sent()).isEqualTo(1);
        rig.pass(6 * MINUTE);
        assertThat(rig.send("once", Rig.message(null, "d"), HOUR, "id").duplicate()).isFalse();
    }

    @Test
    void it_counts_against_the_depth_limit() {
        rig.create("small", QueueSettings.defaults().withMaxDepth(1));
        rig.send("small", Rig.message(null, "a"), HOUR, null);
        Answer<SendResult.Sent> full =
                rig.asked(reply ->
                        rig.engine.send(
                                Caller.IN_PROCESS,
                                "small",
                                new Send(Rig.message(null, "b"), HOUR, null),
                                reply));
        assertThat(full.refusal()).isInstanceOf(Refusal.QueueFull.class);
    }

    @Test
    void more_than_ten_years_are_refused() {
        Answer<SendResult.Sent> refused =
                rig.asked(reply ->
                        rig.engine.send(
                                Caller.IN_PROCESS,
                                Rig.QUEUE,
                                new Send(
                                        Rig.message(null, "b"),
                                        Duration.ofDays(3654).toMillis(),
                                        null),
                                reply));
        assertThat(refused.refusal()).isInstanceOf(Refusal.InvalidSetting.class);
    }

    private ScheduledPage page(String after, int most) {
        return rig.ask(reply ->
                rig.engine.scheduled().list(Caller.IN_PROCESS, Rig.QUEUE, after, most, reply));
    }

    private Answer<ScheduledMessage> cancel(MessageId id) {
        return rig.asked(
                reply -> rig.engine.scheduled().cancel(Caller.IN_PROCESS, Rig.QUEUE, id, reply));
    }

    @Test
    void it_is_listed_page_by_page_until_it_is_due() {
        for (int i = 0; i < 25; i++) {
            send("m" + i, HOUR + i * DAY);
        }
        List<String> listed = new ArrayList<>();
        String after = ScheduledPage.FIRST;
        do {
            ScheduledPage page = page(after, 10);
            page.messages().forEach(each -> listed.add(Rig.text(each.message().body())));
            after = page.next();
        } while (!after.equals(ScheduledPage.FIRST));
        assertThat(listed).hasSize(25).doesNotHaveDuplicates().startsWith("m0");
        rig.pass(HOUR + 1);
        assertThat(page(ScheduledPage.FIRST, 100).messages()).hasSize(24);
    }

    @Test
    void it_is_found_and_can_be_taken_back_until_it_is_due() {
        SendResult.Sent kept = send("kept", 3 * DAY);
        SendResult.Sent taken = send("taken", 3 * DAY);
        ScheduledMessage found =
                rig.ask(reply ->
                        rig.engine
                                .scheduled()
                                .find(Caller.IN_PROCESS, Rig.QUEUE, taken.id(), reply));
        assertThat(found.dueAt()).isEqualTo(rig.wall() + 3 * DAY);
        assertThat(Rig.text(cancel(taken.id()).value().message().body())).isEqualTo("taken");
        assertThat(cancel(taken.id()).refusal()).isInstanceOf(Refusal.NoSuchScheduled.class);
        assertThat(rig.stats().purged()).isEqualTo(1);
        rig.crash(0);
        assertThat(cancel(taken.id()).refusal()).isInstanceOf(Refusal.NoSuchScheduled.class);
        rig.pass(3 * DAY + 1);
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("kept");
        assertThat(cancel(kept.id()).refusal()).isInstanceOf(Refusal.NoSuchScheduled.class);
        assertThat(rig.stats().sent()).isEqualTo(2);
    }

    @Test
    void any_of_many_is_found_by_its_id() {
        List<MessageId> ids = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            ids.add(send("m" + i, 300 * DAY).id());
        }
        for (int i = 0; i < 5000; i += 997) {
            assertThat(Rig.text(cancel(ids.get(i)).value().message().body())).isEqualTo("m" + i);
        }
        assertThat(rig.stats().delayed()).isEqualTo(5000 - 6);
    }

    @Test
    void an_id_that_was_never_given_is_not_found() {
        SendResult.Sent sent = send("x", HOUR);
        MessageId other = new MessageId(sent.id().high(), sent.id().low() + 5);
        assertThat(cancel(other).refusal()).isInstanceOf(Refusal.NoSuchScheduled.class);
        assertThat(cancel(new MessageId(1, 1)).refusal())
                .isInstanceOf(Refusal.NoSuchScheduled.class);
        assertThat(rig.stats().delayed()).isEqualTo(1);
    }

    @Test
    void a_message_of_an_ordered_queue_takes_its_place_when_it_is_due() {
        rig.create("line", QueueSettings.defaults().withOrdering(Ordering.BY_KEY));
        rig.send("line", Rig.message("k", "late"), HOUR, null);
        rig.send("line", Rig.message("k", "soon"), 0, null);
        rig.pass(HOUR + 1);
        assertThat(Rig.bodies(rig.receiveFrom("line", 10))).containsExactly("soon", "late");
    }

    @Test
    void it_can_be_part_of_an_atomic_change() {
        rig.create("other", QueueSettings.defaults());
        List<SendResult.Sent> sent =
                rig.ask(reply ->
                        rig.engine.change(
                                Caller.IN_PROCESS,
                                new AtomicChange(
                                        List.of(),
                                        List.of(
                                                to(Rig.QUEUE, "now", 0),
                                                to(Rig.QUEUE, "then", HOUR),
                                                to("other", "there", DAY))),
                                reply));
        assertThat(sent).hasSize(3);
        rig.crash(0);
        assertThat(Rig.bodies(rig.receive(10))).containsExactly("now");
        rig.pass(DAY + 1);
        assertThat(Rig.bodies(rig.receive(10))).contains("then");
        assertThat(Rig.bodies(rig.receiveFrom("other", 10))).containsExactly("there");
    }

    @Test
    void its_timeline_begins_with_its_sending_once_it_is_due() {
        long sentAt = rig.wall();
        SendResult.Sent sent = send("x", 3 * DAY);
        rig.pass(3 * DAY + 1);
        rig.ack(rig.receiveOne());
        Answer<Timeline> answer =
                rig.asked(reply ->
                        rig.engine.messages().timeline(Caller.IN_PROCESS, sent.id(), reply));
        rig.pass(1_000);
        assertThat(answer.value().events()).hasSizeGreaterThan(2);
        assertThat(answer.value().events().getFirst())
                .isInstanceOfSatisfying(
                        TimelineEvent.Accepted.class,
                        event -> assertThat(event.at()).isEqualTo(sentAt));
    }

    private static AtomicChange.SendTo to(String queue, String body, long delay) {
        return new AtomicChange.SendTo(queue, new Send(Rig.message(null, body), delay, null));
    }
}

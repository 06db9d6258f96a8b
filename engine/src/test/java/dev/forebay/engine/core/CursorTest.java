package dev.forebay.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.engine.AuditReport;
import dev.forebay.engine.Browse;
import dev.forebay.engine.BrowsePage;
import dev.forebay.engine.BrowsedMessage;
import dev.forebay.engine.Caller;
import dev.forebay.engine.Cursor;
import dev.forebay.engine.Delivery;
import dev.forebay.engine.MessageState;
import dev.forebay.engine.Position;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueKind;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.ReadMessage;
import dev.forebay.engine.Receive;
import dev.forebay.engine.Refusal;
import dev.forebay.engine.Send;
import dev.forebay.engine.Subscribe;
import dev.forebay.engine.SubscriptionInfo;
import dev.forebay.engine.Waiting;
import dev.forebay.engine.filter.MessageFilter;
import dev.forebay.testkit.log.MemoryLogOptions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CursorTest {
    private static final QueueSettings STREAM =
            QueueSettings.defaults()
                    .withKind(QueueKind.STREAM)
                    .withRetentionMillis(Long.MAX_VALUE)
                    .withRetentionBytes(Long.MAX_VALUE);
    private static final MemoryLogOptions SMALL =
            MemoryLogOptions.defaults().withSegmentBytes(1 << 10);
    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;
    private static final long PLENTY = Long.MAX_VALUE;

    private static Cursor open(Rig rig, Position from) {
        return rig.ask(reply -> rig.engine.cursors().open(Rig.QUEUE, from, reply));
    }

    private static Answer<List<ReadMessage>> read(Rig rig, Cursor cursor, int most) {
        return rig.asked(reply -> cursor.read(most, PLENTY, reply));
    }

    private static List<String> texts(List<ReadMessage> messages) {
        return messages.stream()
                .map(read -> StandardCharsets.UTF_8.decode(read.message().body()).toString())
                .toList();
    }

    private static void sendAll(Rig rig, int from, int to) {
        for (int i = from; i < to; i++) {
            rig.send("m" + i);
        }
    }

    private static List<String> named(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> "m" + i).toList();
    }

    @Test
    void each_cursor_reads_everything_in_order_and_takes_nothing_away() {
        Rig rig = Rig.with(STREAM);
        sendAll(rig, 0, 10);
        Cursor first = open(rig, new Position.Beginning());
        Cursor second = open(rig, new Position.Offset(7));
        assertThat(texts(read(rig, first, 4).value())).isEqualTo(named(0, 4));
        assertThat(texts(read(rig, second, 100).value())).isEqualTo(named(7, 10));
        assertThat(texts(read(rig, first, 100).value())).isEqualTo(named(4, 10));
        assertThat(first.position()).isEqualTo(10);
        assertThat(texts(read(rig, open(rig, new Position.Beginning()), 100).value()))
                .isEqualTo(named(0, 10));
    }

    @Test
    void a_read_at_the_end_waits_for_what_is_committed_and_no_longer() {
        Rig rig = Rig.with(STREAM);
        sendAll(rig, 0, 3);
        Cursor cursor = open(rig, new Position.Now());
        Answer<List<ReadMessage>> waiting = read(rig, cursor, 10);
        assertThat(waiting.isGiven()).isFalse();
        rig.send("m3");
        assertThat(texts(waiting.value())).isEqualTo(named(3, 4));
        assertThat(waiting.value().getFirst().offset()).isEqualTo(3);
    }

    @Test
    void a_position_is_brought_into_what_is_kept() {
        Rig rig = Rig.with(STREAM);
        sendAll(rig, 0, 3);
        rig.pass(1_000);
        long later = rig.wall();
        sendAll(rig, 3, 5);
        assertThat(open(rig, new Position.Offset(1_000)).position()).isEqualTo(5);
        Cursor cursor = open(rig, new Position.Time(later));
        assertThat(texts(read(rig, cursor, 10).value())).isEqualTo(named(3, 5));
        assertThat(open(rig, new Position.Time(later + 1_000)).position()).isEqualTo(5);
        assertThat(rig.engine.cursors().first(Rig.QUEUE)).hasValue(0);
        assertThat(rig.engine.cursors().end(Rig.QUEUE)).hasValue(5);
        assertThat(rig.engine.cursors().end("none")).isEmpty();
    }

    @Test
    void a_reply_ends_with_its_bytes_but_has_a_message_at_least() {
        Rig rig = Rig.with(STREAM);
        sendAll(rig, 0, 5);
        Cursor cursor = open(rig, new Position.Beginning());
        List<ReadMessage> one = rig.ask(reply -> cursor.read(10, 1, reply));
        List<ReadMessage> two = rig.ask(reply -> cursor.read(10, 3, reply));
        assertThat(texts(one)).isEqualTo(named(0, 1));
        assertThat(texts(two)).isEqualTo(named(1, 3));
    }

    @Test
    void a_cancelled_read_leaves_the_cursor_where_it_is() {
        Rig rig = Rig.with(STREAM);
        Cursor cursor = open(rig, new Position.Now());
        List<Waiting> waiting = new ArrayList<>();
        Answer<List<ReadMessage>> never =
                rig.asked(reply -> waiting.add(cursor.read(1, PLENTY, reply)));
        rig.on(() -> waiting.getFirst().cancel());
        rig.send("m0");
        assertThat(never.isGiven()).isFalse();
        assertThat(texts(read(rig, cursor, 1).value())).isEqualTo(named(0, 1));
        Answer<List<ReadMessage>> closed = read(rig, cursor, 1);
        rig.on(cursor::close);
        rig.send("m1");
        assertThat(closed.isGiven()).isFalse();
    }

    @Test
    void a_deleted_queue_and_a_stop_end_what_waits() {
        Rig rig = Rig.with(STREAM);
        Answer<List<ReadMessage>> deleted = read(rig, open(rig, new Position.Now()), 1);
        rig.<QueueInfo>ask(reply -> rig.engine.delete(Caller.IN_PROCESS, Rig.QUEUE, reply));
        assertThat(deleted.refusal()).isEqualTo(new Refusal.NoSuchQueue(Rig.QUEUE));
        rig.create("other", STREAM);
        Cursor other =
                rig.ask(reply -> rig.engine.cursors().open("other", new Position.Now(), reply));
        Answer<List<ReadMessage>> stopped = read(rig, other, 1);
        rig.stop();
        assertThat(stopped.value()).isEmpty();
    }

    @Test
    void messages_of_a_stream_wait_for_nobody_also_after_a_restart() {
        Rig rig = Rig.with(STREAM);
        sendAll(rig, 0, 3);
        Answer<List<Delivery>> received = rig.receive(Rig.QUEUE, new Receive(1, 1_000, 0, null));
        assertThat(received.refusal()).isEqualTo(new Refusal.ReadInPlace(Rig.QUEUE));
        Answer<QueueInfo> purged =
                rig.asked(reply -> rig.engine.purge(Caller.IN_PROCESS, Rig.QUEUE, reply));
        assertThat(purged.refusal()).isEqualTo(new Refusal.ReadInPlace(Rig.QUEUE));
        for (boolean crash : new boolean[] {false, true}) {
            if (crash) {
                rig.crash(0);
            } else {
                rig.restart();
            }
            assertThat(texts(read(rig, open(rig, new Position.Beginning()), 9).value()))
                    .isEqualTo(named(0, 3));
            QueueStats stats = rig.engine.stats(Rig.QUEUE).orElseThrow();
            assertThat(stats.ready() + stats.bytes()).isZero();
        }
    }

    @Test
    void only_retention_takes_messages_away_and_cursors_step_over_what_is_gone() {
        Rig rig = new Rig(EngineLimits.defaults(), SMALL);
        rig.create(Rig.QUEUE, STREAM.withRetentionMillis(DAY));
        rig.create("ever", STREAM);
        Cursor behind = open(rig, new Position.Beginning());
        read(rig, behind, 5);
        for (int i = 0; i < 100; i++) {
            rig.send("m" + i);
            rig.send("ever", Rig.message(null, "m" + i), Send.QUEUE_DELAY, null);
        }
        rig.pass(DAY + HOUR);
        sendAll(rig, 100, 103);
        rig.restart();
        rig.pass(HOUR);
        long first = rig.engine.cursors().first(Rig.QUEUE).orElseThrow();
        assertThat(first).isBetween(80L, 100L);
        Cursor late = open(rig, new Position.Offset(5));
        assertThat(late.position()).isEqualTo(first);
        assertThat(texts(read(rig, late, 100).value())).isEqualTo(named((int) first, 103));
        assertThat(rig.engine.cursors().first("ever")).hasValue(0);
        rig.pass(DAY);
        assertThat(rig.engine.cursors().first("ever")).hasValue(0);
    }

    @Test
    void a_named_subscription_of_a_stream_has_all_its_messages_to_settle() {
        Rig rig = Rig.with(STREAM);
        rig.<SubscriptionInfo>ask(reply ->
                rig.engine
                        .subscriptions()
                        .subscribe(
                                Caller.IN_PROCESS,
                                Rig.QUEUE,
                                new Subscribe(
                                        "billing", new Position.Now(), new MessageFilter.All(), 0),
                                reply));
        sendAll(rig, 0, 3);
        List<Delivery> got =
                rig.ask(reply ->
                        rig.engine
                                .subscriptions()
                                .receive(
                                        Caller.IN_PROCESS,
                                        Rig.QUEUE,
                                        "billing",
                                        new Receive(9, 1_000, 0, null),
                                        reply));
        assertThat(Rig.bodies(got)).isEqualTo(named(0, 3));
    }

    @Test
    void a_cursor_of_an_ordinary_queue_reads_what_is_settled_too() {
        Rig rig = Rig.with(QueueSettings.defaults());
        sendAll(rig, 0, 4);
        rig.ack(rig.receiveOne());
        assertThat(texts(read(rig, open(rig, new Position.Beginning()), 9).value()))
                .isEqualTo(named(0, 4));
        assertThat(Rig.bodies(rig.receive(9))).isEqualTo(named(1, 4));
    }

    @Test
    void a_stream_is_browsed_and_its_audit_holds() {
        Rig rig = Rig.with(STREAM);
        sendAll(rig, 0, 3);
        Answer<BrowsePage> browsed =
                rig.asked(reply ->
                        rig.engine
                                .messages()
                                .browse(Caller.IN_PROCESS, Rig.QUEUE, Browse.everything(9), reply));
        Answer<List<AuditReport>> audited =
                rig.asked(
                        reply -> rig.engine.messages().audit(Caller.IN_PROCESS, Rig.QUEUE, reply));
        rig.pass(1_000);
        assertThat(browsed.value().messages())
                .extracting(BrowsedMessage::state)
                .containsExactly(MessageState.ACKED, MessageState.ACKED, MessageState.ACKED);
        assertThat(audited.value()).allMatch(AuditReport::holds);
        sendAll(rig, 3, 9);
        assertThat(rig.stats().pace().sentPerSecond()).isPositive();
    }

    @Test
    void a_thousand_waiting_cursors_hold_no_memory_and_all_hear_of_a_message() {
        Rig rig = Rig.with(STREAM);
        List<Answer<List<ReadMessage>>> answers = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            answers.add(read(rig, open(rig, new Position.Now()), 10));
        }
        rig.send("m0");
        assertThat(answers).allSatisfy(answer -> assertThat(answer.value()).hasSize(1));
        assertThat(rig.engine.core.reads.used()).isLessThan(1 << 20);
    }

    @Test
    void what_has_no_meaning_in_a_stream_is_refused() {
        Rig rig = Rig.with(STREAM);
        assertThat(
                        rig.<QueueInfo>asked(reply ->
                                        rig.engine.create(
                                                Caller.IN_PROCESS,
                                                "deep",
                                                STREAM.withMaxDepth(3),
                                                Map.of(),
                                                reply))
                                .refusal()
                                .message())
                .contains("maxDepth");
        assertThat(
                        rig.<QueueInfo>asked(reply ->
                                        rig.engine.update(
                                                Caller.IN_PROCESS,
                                                Rig.QUEUE,
                                                QueueSettings.defaults(),
                                                reply))
                                .refusal()
                                .message())
                .contains("kind");
    }
}

package dev.forebay.httpapi.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forebay.httpapi.alerts.QueueSight.Readers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When alerts begin and end, by a clock that the tests move. */
class AlertBookTest {
    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long WALL = 1_800_000_000_000L;
    private static final long GIB = 1L << 30;
    private static final QueueSight WELL =
            new QueueSight(
                    "q",
                    0,
                    0,
                    0,
                    0,
                    OptionalLong.of(MINUTE),
                    0,
                    Readers.SOME,
                    OptionalLong.of(100),
                    OptionalLong.of(1_000_000));

    private final List<String> told = new ArrayList<>();
    private AlertBook book = book();
    private long now;

    private AlertBook book() {
        return new AlertBook((turn, alert) ->
                told.add(turn + " " + alert.kind().word() + " " + alert.severity().word()));
    }

    private void round(QueueSight... sights) {
        Set<String> queues = new HashSet<>();
        book.begin(now, WALL + now);
        for (QueueSight sight : sights) {
            queues.add(sight.queue());
            book.see(sight);
        }
        book.end(queues);
    }

    /** The same sight once a second. */
    private void rounds(long millis, QueueSight sight) {
        for (long end = now + millis; now < end; now += SECOND) {
            round(sight);
        }
    }

    private static QueueSight aged(long age) {
        return with(1, 1, age, 0, Readers.SOME);
    }

    private static QueueSight waiting(long messages) {
        return with(messages, messages, 0, 0, Readers.SOME);
    }

    private static QueueSight with(
            long ready, long waiting, long age, long newDeadLetters, Readers readers) {
        return new QueueSight(
                WELL.queue(),
                ready,
                waiting,
                0,
                age,
                WELL.ageObjectiveMillis(),
                newDeadLetters,
                readers,
                WELL.maxDepth(),
                WELL.maxBytes());
    }

    @Test
    void a_missed_age_objective_is_told_once_and_its_end_when_it_has_been_well_for_a_while() {
        round(aged(MINUTE));
        assertThat(told).isEmpty();
        rounds(10 * SECOND, aged(MINUTE + SECOND));
        assertThat(told).containsExactly("BEGAN age-objective warning");
        Alert alert = book.lasting().findFirst().orElseThrow();
        assertThat(alert.summary())
                .isEqualTo(
                        "The oldest message of q waits for longer than the age objective, 1 min.");
        assertThat(alert.kind().action()).contains("forebay top");
        assertThat(alert.beganAt()).isEqualTo(WALL);
        // A little below the objective is not well yet, and a short while neither.
        rounds(HOUR, aged(MINUTE - SECOND));
        rounds(29 * SECOND, WELL);
        rounds(SECOND, aged(MINUTE - SECOND));
        rounds(29 * SECOND, WELL);
        assertThat(told).hasSize(1);
        rounds(2 * SECOND, WELL);
        assertThat(told)
                .containsExactly("BEGAN age-objective warning", "ENDED age-objective warning");
        assertThat(book.lasting()).isEmpty();
        assertThat(book.all().findFirst().orElseThrow().endedAt()).isEqualTo(WALL + now - SECOND);
    }

    @Test
    void nobody_receives_is_told_when_it_lasts_for_a_minute() {
        QueueSight unread = with(3, 3, 0, 0, Readers.NONE);
        rounds(MINUTE, unread);
        round(with(3, 3, 0, 0, Readers.SOME));
        rounds(MINUTE, unread);
        assertThat(told).isEmpty();
        rounds(SECOND, unread);
        assertThat(told).containsExactly("BEGAN no-consumers warning");
        assertThat(book.lasting().findFirst().orElseThrow().summary())
                .isEqualTo("3 messages wait in q and nobody receives.");
    }

    @Test
    void nobody_needs_to_receive_from_what_is_paused_or_empty() {
        rounds(5 * MINUTE, with(3, 3, 0, 0, Readers.NOT_NEEDED));
        rounds(5 * MINUTE, with(0, 3, 0, 0, Readers.NONE));
        assertThat(told).isEmpty();
    }

    @Test
    void a_queue_is_nearly_full_then_full_and_well_again_only_with_some_room() {
        round(waiting(89));
        assertThat(told).isEmpty();
        round(waiting(90));
        round(waiting(100));
        round(waiting(95));
        assertThat(told)
                .containsExactly(
                        "BEGAN nearly-full warning",
                        "CHANGED nearly-full critical",
                        "CHANGED nearly-full warning");
        rounds(MINUTE, waiting(85));
        assertThat(book.lasting()).hasSize(1);
        rounds(MINUTE, waiting(80));
        assertThat(told).endsWith("ENDED nearly-full warning");
    }

    @Test
    void dead_letters_are_told_at_once_and_end_when_none_came_for_ten_minutes() {
        round(with(1, 1, 0, 1, Readers.SOME));
        for (int i = 0; i < 3; i++) {
            rounds(9 * MINUTE, WELL);
            rounds(SECOND, with(1, 1, 0, 4, Readers.SOME));
        }
        assertThat(told).containsExactly("BEGAN dead-letters warning");
        rounds(10 * MINUTE + 2 * SECOND, WELL);
        assertThat(told).endsWith("ENDED dead-letters warning");
    }

    @Test
    void a_quiet_queue_is_well_and_the_alert_of_one_that_is_gone_ends_at_once() {
        round(aged(HOUR));
        book.begin(now += SECOND, WALL + now);
        book.end(Set.of("q"));
        assertThat(book.lasting()).hasSize(1);
        book.begin(now += SECOND, WALL + now);
        book.end(Set.of());
        assertThat(told).endsWith("ENDED age-objective warning");
    }

    @Test
    void what_is_silenced_is_told_when_the_silence_ends_if_it_lasts() {
        round(aged(HOUR));
        Alert first = book.lasting().findFirst().orElseThrow();
        assertThat(book.silence(first, WALL + HOUR)).isTrue();
        assertThat(book.lasting().findFirst().orElseThrow().isSilent(WALL)).isTrue();
        // Its end is told: who heard of its begin waits for it.
        rounds(MINUTE, WELL);
        assertThat(told).hasSize(2).endsWith("ENDED age-objective warning");
        round(aged(HOUR));
        now = HOUR - SECOND;
        round(aged(HOUR));
        assertThat(told).hasSize(2);
        now = HOUR;
        round(aged(HOUR));
        assertThat(told).hasSize(3).endsWith("BEGAN age-objective warning");
        assertThat(book.lasting().findFirst().orElseThrow().silentUntil()).isZero();
    }

    @Test
    void what_began_and_ended_in_silence_is_never_told() {
        round(aged(HOUR));
        book.silence(book.lasting().findFirst().orElseThrow(), WALL + HOUR);
        rounds(MINUTE, WELL);
        told.clear();
        rounds(MINUTE, aged(HOUR));
        rounds(MINUTE, WELL);
        assertThat(told).isEmpty();
        assertThat(book.all()).hasSize(2);
    }

    @Test
    void a_restart_knows_alerts_and_silences_and_tells_none_twice() {
        round(aged(HOUR));
        round(with(3, 3, HOUR, 2, Readers.SOME));
        book.silence(book.find(2).orElseThrow(), WALL + HOUR);
        ByteBuffer saved = AlertCodec.save(book);
        told.clear();
        book = book();
        AlertCodec.restore(book, saved.duplicate());
        assertThat(book.all().map(Alert::number)).containsExactlyInAnyOrder(1L, 2L);
        now = MINUTE;
        round(aged(HOUR));
        assertThat(told).isEmpty();
        assertThat(book.find(2).orElseThrow().silentUntil()).isEqualTo(WALL + HOUR);
        rounds(11 * MINUTE, WELL);
        assertThat(told)
                .containsExactlyInAnyOrder(
                        "ENDED age-objective warning", "ENDED dead-letters warning");
        round(waiting(90));
        assertThat(book.lasting().findFirst().orElseThrow().number()).isEqualTo(3);

        AlertBook other = book();
        assertThatThrownBy(() -> AlertCodec.restore(other, saved.slice(0, saved.limit() - 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AlertCodec.restore(other, ByteBuffer.allocate(4)))
                .hasMessageContaining("format 0");
        assertThat(other.all()).isEmpty();
    }

    @Test
    void what_lasts_is_bounded_and_the_rest_is_counted() {
        Set<String> names = new HashSet<>();
        book.begin(now, WALL);
        for (int i = 0; i < 1_200; i++) {
            String name = "q" + i;
            names.add(name);
            book.see(
                    new QueueSight(
                            name,
                            1,
                            1,
                            0,
                            HOUR,
                            OptionalLong.of(1),
                            0,
                            Readers.SOME,
                            OptionalLong.empty(),
                            OptionalLong.empty()));
        }
        book.end(names);
        assertThat(book.lasting()).hasSize(1_000);
        assertThat(book.leftOut()).isEqualTo(200);
        book.begin(now, WALL);
        book.end(Set.of());
        assertThat(book.all()).hasSize(200);
    }

    private void disk(StorageSight sight) {
        book.begin(now, WALL + now);
        book.see(sight);
        book.end(Set.of());
    }

    private static StorageSight room(long bytes) {
        return new StorageSight(1_000 * GIB, bytes, false, "", "");
    }

    @Test
    void a_disk_that_will_be_full_within_four_hours_is_told() {
        for (int minute = 0; minute < 60; minute++, now += MINUTE) {
            disk(room(500 * GIB - minute * GIB));
        }
        assertThat(told).isEmpty();
        for (int minute = 0; minute < 30; minute++, now += MINUTE) {
            disk(room(440 * GIB - 4L * minute * GIB));
        }
        assertThat(told).containsExactly("BEGAN disk-filling warning");
        assertThat(book.lasting().findFirst().orElseThrow().summary())
                .startsWith("The disk will be full in 3 h");
        for (int minute = 0; minute < 40; minute++, now += MINUTE) {
            disk(room(320 * GIB));
        }
        assertThat(told).endsWith("ENDED disk-filling warning");
    }

    @Test
    void little_room_a_full_disk_failed_storage_and_damage_are_told() {
        disk(room(GIB));
        disk(new StorageSight(1_000 * GIB, 0, true, "", ""));
        disk(new StorageSight(1_000 * GIB, GIB, false, "Storage failed (EIO).", ""));
        disk(new StorageSight(1_000 * GIB, GIB, false, "", "1 damaged range is known."));
        assertThat(told)
                .containsExactly(
                        "BEGAN disk-filling warning",
                        "CHANGED disk-filling critical",
                        "CHANGED disk-filling warning",
                        "BEGAN storage critical");
    }

    @Test
    void sentences_have_figures_that_people_read() {
        assertThat(InWords.span(999)).isEqualTo("999 ms");
        assertThat(InWords.span(45 * SECOND)).isEqualTo("45 s");
        assertThat(InWords.span(2 * HOUR + 5 * MINUTE)).isEqualTo("2 h 5 min");
        assertThat(InWords.span(50 * HOUR)).isEqualTo("2 d 2 h");
        assertThat(InWords.bytes(1_023)).isEqualTo("1023 bytes");
        assertThat(InWords.bytes(1_536)).isEqualTo("1.5 KiB");
        assertThat(InWords.bytes(3 * GIB)).isEqualTo("3.0 GiB");
        assertThat(InWords.waiting(1)).isEqualTo("1 message waits");
        assertThat(InWords.waiting(12_000)).isEqualTo("12,000 messages wait");
    }
}

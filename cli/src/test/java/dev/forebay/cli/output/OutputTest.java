package dev.forebay.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Figures, tables and progress as people see them. */
final class OutputTest {
    private final StringWriter written = new StringWriter();
    private final PrintWriter out = new PrintWriter(written, true);

    @ParameterizedTest
    @CsvSource({
        "0, 0ms",
        "1500, 1s 500ms",
        "59999, 59s",
        "200000, 3m 20s",
        "3600000, 1h",
        "90061000, 1d 1h"
    })
    void times_have_two_units_at_most(long millis, String text) {
        assertThat(Units.millis(millis)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1023, 1023 B", "1536, 1.5 KiB", "1073741824, 1.0 GiB"})
    void sizes_have_units(long bytes, String text) {
        assertThat(Units.bytes(bytes)).isEqualTo(text);
    }

    @Test
    void figures_are_flush_right_and_wide_letters_take_two_columns() {
        Sheet sheet = Sheet.of("things", "/n", Column.text("N", "/n"), Column.count("C", "/c"));
        try (Table table = new Table(out, out, Ink.NONE, sheet, Format.TABLE)) {
            table.row(JsonMapper.builder().build().readTree("{\"n\": \"日本\", \"c\": 5}"));
            table.row(JsonMapper.builder().build().readTree("{\"n\": \"a\", \"c\": 12345}"));
            table.row(JsonMapper.builder().build().readTree("{\"n\": \"b\"}"));
        }
        assertThat(written.toString().lines())
                .containsExactly("N          C", "日本       5", "a     12,345", "b          –");
    }

    @Test
    void what_would_move_the_cursor_or_turn_the_text_is_shown_as_a_sign() {
        assertThat(Shown.line("a\u001b[2J\nb\u009b1m\u202ec")).isEqualTo("a␛[2J⏎b\ufffd1m\ufffdc");
    }

    @Test
    void progress_begins_after_a_second_with_rate_and_time_left_and_goes_at_the_end() {
        AtomicLong now = new AtomicLong();
        try (Progress progress = new Progress(out, "messages sent", 100, now::get, () -> true)) {
            progress.at(10);
            assertThat(written.toString()).isEmpty();
            now.set(TimeUnit.SECONDS.toNanos(2));
            progress.at(20);
            assertThat(written.toString()).endsWith("20 of 100 messages sent, 10.0/s, 8s left");
        }
        assertThat(written.toString()).endsWith("\r\u001b[K");
    }

    @Test
    void progress_is_told_by_its_share_and_makes_room_for_a_line() {
        AtomicLong now = new AtomicLong();
        try (Progress progress = new Progress(out, "messages sent", 0, now::get, () -> true)) {
            now.set(TimeUnit.SECONDS.toNanos(2));
            progress.at(20, 0.25);
            assertThat(written.toString()).endsWith("20 messages sent, 10.0/s, 6s left");
            progress.clear();
            assertThat(written.toString()).endsWith("\r\u001b[K");
        }
    }

    @Test
    void a_body_that_is_kept_from_who_looks_is_shown_as_masked() {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        Column body = Column.body("BODY", "/body");
        assertThat(body.cell(message, Format.TABLE)).isEmpty();
        message.put("masked", true);
        assertThat(body.cell(message, Format.TABLE)).isEqualTo("(masked)");
        assertThat(body.cell(message.put("body", 1.5), Format.TABLE)).isEqualTo("1.5");
    }

    @Test
    void nobody_is_told_where_nobody_watches() {
        AtomicLong now = new AtomicLong();
        try (Progress progress = new Progress(out, "messages", 0, now::get, () -> false)) {
            now.set(TimeUnit.SECONDS.toNanos(5));
            progress.at(20);
        }
        assertThat(written.toString()).isEmpty();
    }
}

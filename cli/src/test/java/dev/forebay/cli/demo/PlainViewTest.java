package dev.forebay.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PlainViewTest {
    private final StringWriter text = new StringWriter();
    private final PlainView view = new PlainView(new PrintWriter(text));

    @Test
    void acts_and_events_are_a_line_each() {
        view.act(0, Act.SURGE);
        view.event(65.4, "consumer 1 died");
        assertThat(text.toString().lines())
                .satisfiesExactly(
                        act -> assertThat(act).startsWith(" 0:00  Act 1 of 6: The surge. "),
                        event -> assertThat(event).isEqualTo(" 1:05  consumer 1 died"));
    }

    @Test
    void moments_are_a_line_a_second() {
        for (double seconds = 3; seconds < 5; seconds += 0.25) {
            view.moment(Moments.at(seconds));
        }
        assertThat(text.toString().lines())
                .hasSize(2)
                .first()
                .isEqualTo(
                        " 0:03  pool 5,000  oldest 9.6 s  in 500/s  out 100/s  drain not at this pace"
                                + "  answers p50 0.4 ms p99 1.4 ms  failed 0  dead 0");
    }

    @Test
    void what_holds_delivery_back_is_told() {
        view.moment(
                Moments.at(3, Optional.of(new HeldBack("the last attempts failed: 503", 1.84))));
        assertThat(text.toString().strip())
                .endsWith("dead 0  held back for 1.8 s: the last attempts failed: 503");
    }
}

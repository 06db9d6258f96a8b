package dev.forebay.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.cli.output.Ink;
import dev.forebay.cli.output.Strokes;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LiveViewTest {
    private record Size(int columns, int rows) implements Screen {}

    private final StringWriter text = new StringWriter();

    private LiveView view(Size size, Ink ink) {
        Picture picture =
                new Picture("http://127.0.0.1:9324", Strokes.of(StandardCharsets.US_ASCII), 10_000);
        return new LiveView(new PrintWriter(text), size, ink, picture);
    }

    private List<String> visibleLines() {
        return text.toString().replaceAll("\u001b\\[[?0-9;]*[A-Za-z]", "").lines().toList();
    }

    @Test
    void a_frame_shows_the_act_the_pool_and_the_people() {
        LiveView view = view(new Size(80, 24), Ink.NONE);
        view.act(0, Act.CRASH);
        view.event(12, "consumer 1 died with 10 orders in hand");
        view.moment(Moments.at(13));
        assertThat(String.join("\n", visibleLines()))
                .isEqualTo(
                        """
                        Forebay demo  http://127.0.0.1:9324  0:13

                        Act 2 of 6: A consumer dies
                        It goes silent with orders in hand. Their leases run out, another gets them.

                        pool       5,000       ######################......................
                        in         500/s       #
                        out        100/s       #
                        oldest     9.6 s       drained not at this pace      leased 10
                        delivery   goes on     nothing holds it back

                        producer   6,000       sent, 0 failed; answered in p50 0.4 ms, p99 1.4 ms
                        consumers  1,000       settled; #1 dead #2 100/s
                                   0           dead-lettered, 10 delivered again

                        0:12  consumer 1 died with 10 orders in hand\
                        """
                                .indent(1)
                                .stripTrailing()
                                .replace("\n \n", "\n\n"));
    }

    @Test
    void a_frame_shows_why_and_until_when_delivery_is_held_back() {
        LiveView view = view(new Size(80, 24), Ink.NONE);
        view.moment(
                Moments.at(3, Optional.of(new HeldBack("the last attempts failed: 503", 1.84))));
        assertThat(visibleLines())
                .contains(" delivery   in 1.8 s    held back: the last attempts failed: 503");
    }

    @ParameterizedTest
    @EnumSource
    void an_act_is_explained_within_eighty_columns(Act act) {
        assertThat(act.heading()).hasSizeLessThan(79);
        assertThat(act.explanation()).hasSizeLessThan(79);
    }

    @Test
    void the_next_frame_is_drawn_over_the_last() {
        LiveView view = view(new Size(80, 24), Ink.COLOUR);
        view.moment(Moments.at(1));
        assertThat(text.toString()).doesNotContain("A\r");
        view.moment(Moments.at(2));
        assertThat(text.toString()).contains("\u001b[15A\r");
    }

    @Test
    void nothing_is_wider_or_higher_than_the_screen() {
        view(new Size(40, 10), Ink.COLOUR).moment(Moments.at(1));
        assertThat(visibleLines())
                .hasSize(9)
                .allSatisfy(line -> assertThat(line).hasSizeLessThan(40));
    }

    @Test
    void without_colour_only_the_cursor_is_moved() {
        view(new Size(80, 24), Ink.NONE).moment(Moments.at(1));
        assertThat(text.toString()).doesNotContainPattern("\u001b\\[[0-9;]*m");
    }

    @Test
    void only_the_newest_events_are_shown() {
        LiveView view = view(new Size(80, 40), Ink.NONE);
        for (int i = 0; i < 20; i++) {
            view.event(i, "event " + i);
        }
        view.moment(Moments.at(20));
        assertThat(visibleLines().getLast()).endsWith("event 19");
        assertThat(text.toString()).doesNotContain("event 13");
    }

    @Test
    void the_cursor_is_given_back() {
        LiveView view = view(new Size(80, 24), Ink.COLOUR);
        view.end();
        assertThat(text.toString()).startsWith("\u001b[?25l").contains("\u001b[?25h");
    }
}

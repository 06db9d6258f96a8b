package dev.forebay.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class StrokesTest {
    private final Strokes blocks = Strokes.of(StandardCharsets.UTF_8);

    @Test
    void a_bar_is_filled_to_its_share() {
        assertThat(blocks.bar(0.5, 4)).isEqualTo("██░░");
        assertThat(blocks.bar(2, 4)).isEqualTo("████");
    }

    @Test
    void a_charset_without_blocks_gets_letters() {
        assertThat(Strokes.of(StandardCharsets.ISO_8859_1).bar(0.5, 4)).isEqualTo("##..");
    }

    @Test
    void a_curve_shows_its_last_values_against_the_greatest() {
        Curve curve = new Curve(3);
        curve.add(80);
        curve.add(0);
        curve.add(40);
        curve.add(80);
        assertThat(curve.draw(blocks)).isEqualTo(" ▄█");
    }
}

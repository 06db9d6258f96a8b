package dev.forebay.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.server.settings.Registry;
import org.junit.jupiter.api.Test;

class UsageTest {
    @Test
    void every_line_fits_a_terminal() {
        assertThat(Usage.of("").lines()).allSatisfy(line -> assertThat(line).hasSizeLessThan(81));
    }

    @Test
    void start_tells_every_flag_with_its_value_and_default() {
        assertThat(Usage.of("start"))
                .contains(
                        "--data PATH ", "--http-port N ", "[9324]", "--bind TEXT ", "--insecure ");
        assertThat(Registry.ALL)
                .allSatisfy(setting ->
                        assertThat(Usage.of("start"))
                                .contains("\n  " + setting.shortFlag().orElse(setting.flag())));
    }

    @Test
    void verify_tells_what_its_exit_codes_mean() {
        assertThat(Usage.of("verify"))
                .contains("forebay verify DIR", "\n  0   sound", "\n  3   damaged")
                .doesNotContain("--http-port");
    }
}

package dev.forebay.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.log.DamagePolicy;
import dev.forebay.log.embedded.LogSettings;
import dev.forebay.server.settings.Registry;
import dev.forebay.server.settings.Settings;
import org.junit.jupiter.api.Test;

class LogSizesTest {
    @Test
    void the_defaults_of_both_agree() {
        assertThat(LogSizes.of(Settings.defaults())).isEqualTo(LogSettings.defaults());
    }

    @Test
    void settings_reach_the_log() {
        Settings settings =
                Settings.defaults()
                        .with(Registry.STORAGE_COMMIT_FILE, (8L << 20) + 1)
                        .with(Registry.STORAGE_SEGMENT, 1L << 20)
                        .with(Registry.STORAGE_ON_DAMAGE, DamagePolicy.SERVE_REST);

        LogSettings sizes = LogSizes.of(settings);

        assertThat(sizes.commitFileBytes()).isEqualTo((8 << 20) + 4096);
        assertThat(sizes.segmentBytes()).isEqualTo(1 << 20);
        assertThat(sizes.damagePolicy()).isEqualTo(DamagePolicy.SERVE_REST);
    }
}

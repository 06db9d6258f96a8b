package dev.forebay.server.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RegistryTest {
    private static final Path PAGE = Path.of("../docs/settings.md");

    @Test
    void every_setting_is_in_the_list() {
        long declared =
                Arrays.stream(Registry.class.getDeclaredFields())
                        .filter(field -> Modifier.isPublic(field.getModifiers()))
                        .filter(field -> field.getType() == Setting.class)
                        .count();

        assertThat(Registry.ALL).hasSize((int) declared).doesNotHaveDuplicates();
    }

    @Test
    void flags_variables_and_keys_are_distinct() {
        assertThat(Registry.ALL).extracting(Setting::key).doesNotHaveDuplicates();
        assertThat(Registry.ALL).extracting(Setting::flag).doesNotHaveDuplicates();
        assertThat(Registry.ALL).extracting(Setting::variable).doesNotHaveDuplicates();
    }

    /** With -Dforebay.write-docs the page is written anew instead. */
    @Test
    void the_reference_page_says_what_the_registry_says() throws IOException {
        if (System.getProperty("forebay.write-docs") != null) {
            Files.createDirectories(PAGE.getParent());
            Files.writeString(PAGE, SettingsPage.markdown(), StandardCharsets.UTF_8);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(SettingsPage.markdown());
    }
}

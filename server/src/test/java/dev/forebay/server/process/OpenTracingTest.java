package dev.forebay.server.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forebay.server.settings.InvalidSettings;
import dev.forebay.server.settings.Settings;
import dev.forebay.server.settings.SettingsReader;
import dev.forebay.server.settings.TextFiles;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenTracingTest {
    private static final TextFiles NO_FILES =
            file -> {
                throw new NoSuchFileException(file.toString());
            };

    private static Settings settings(String... flags) throws InvalidSettings {
        return SettingsReader.read(List.of(flags), Map.of(), NO_FILES);
    }

    private static Settings withHeaders() throws InvalidSettings {
        return settings("--otel-endpoint", "http://127.0.0.1:9", "--otel-headers-file", "h");
    }

    @Test
    void it_is_off_unless_somebody_says_where_spans_go() throws Exception {
        assertThat(OpenTracing.of(settings(), NO_FILES)).isEmpty();
    }

    @Test
    void a_file_of_headers_that_is_not_there_ends_the_start() {
        assertThatThrownBy(() -> OpenTracing.of(withHeaders(), NO_FILES))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("otel.headers-file");
    }

    @Test
    void a_line_that_is_no_header_is_named_but_not_repeated() {
        assertThatThrownBy(() -> OpenTracing.of(withHeaders(), _ -> "A: b\n\nsecret"))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("line 3")
                .hasMessageNotContaining("secret");
    }
}

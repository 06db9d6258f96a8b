package dev.forebay.cli.completion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.forebay.server.settings.Registry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ServerFlagsTest {
    private static final Path FILE =
            Path.of("src/main/resources/dev/forebay/cli/completion/start-flags.txt");

    /** With -Dforebay.write-docs the list is written anew instead. */
    @Test
    void they_are_those_of_the_servers_settings() throws Exception {
        List<String> flags =
                Stream.concat(
                                Stream.of("--config", "--help"),
                                Registry.ALL.stream()
                                        .flatMap(setting ->
                                                Stream.concat(
                                                        Stream.of(setting.flag()),
                                                        setting.shortFlag().stream())))
                        .sorted()
                        .distinct()
                        .toList();
        if (System.getProperty("forebay.write-docs") != null) {
            Files.write(FILE, flags);
        }
        assertThat(ServerFlags.all()).isEqualTo(flags);
    }
}

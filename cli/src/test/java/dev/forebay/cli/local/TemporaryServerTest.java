package dev.forebay.cli.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
final class TemporaryServerTest {
    private final ThreadFactory threads = Thread.ofVirtual().factory();
    @TempDir private Path home = Path.of("");

    private String launcher(String script) throws IOException {
        Path launcher = home.resolve("launcher");
        Files.writeString(launcher, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
        return launcher.toString();
    }

    @Test
    void it_runs_on_a_free_port_in_a_folder_that_goes_when_it_ends() throws Exception {
        Path seen = home.resolve("seen");
        String launcher =
                launcher(
                        """
                        echo "$@" >'%s'
                        mkdir -p "$3/deep" && echo x >"$3/deep/file"
                        echo 'Forebay is starting'
                        echo '  SQS   http://127.0.0.1:4711   ready'
                        exec sleep 60
                        """
                                .formatted(seen));
        Path folder;
        try (TemporaryServer server = TemporaryServer.start(launcher, threads)) {
            assertThat(server.address()).hasToString("http://127.0.0.1:4711");
            String[] arguments = Files.readString(seen).strip().split(" ");
            assertThat(arguments)
                    .startsWith("start", "--data")
                    .containsSequence("--bind", "127.0.0.1", "--http-port", "0");
            folder = Objects.requireNonNull(Path.of(arguments[2]).getParent());
            assertThat(folder.resolve("data/deep/file")).exists();
        }
        assertThat(folder).doesNotExist();
    }

    @Test
    void a_server_that_does_not_start_is_a_failure() throws Exception {
        String launcher = launcher("exit 3");
        assertThatThrownBy(() -> TemporaryServer.start(launcher, threads))
                .isInstanceOfSatisfying(
                        CommandFailed.class,
                        failed -> assertThat(failed.code()).isEqualTo(ExitCode.FAILED))
                .hasMessageContaining("did not start");
    }
}

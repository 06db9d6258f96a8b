package dev.forebay.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A command as a process of its own, at a pseudo-terminal of util-linux' script. */
final class AtTerminal implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final Process process;
    private final Path screen;

    private AtTerminal(Process process, Path screen) {
        this.process = process;
        this.screen = screen;
    }

    /**
     * Starts it.
     *
     * @param screen a file for what it shows
     * @param variable of its environment, such as {@code TERM=xterm}
     */
    static AtTerminal start(Path screen, String command, String variable) throws IOException {
        return run(screen, "env " + variable + " " + line(command));
    }

    /**
     * Starts bash, which has forebay and its completion.
     *
     * @param home for its files, and the command's contexts
     */
    static AtTerminal shell(Path screen, Path home) throws IOException {
        Path rc =
                Files.writeString(
                        home.resolve("rc"),
                        """
                        PS1='> '
                        export XDG_CONFIG_HOME='%s'
                        forebay() { %s "$@"; }
                        eval "$(forebay completion bash)"
                        """
                                .formatted(home, line("")));
        return run(screen, "bash --noprofile --rcfile '" + rc + "' -i");
    }

    /** What a shell runs a command by. */
    static String line(String command) {
        return "'%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp '%s' %s %s"
                .formatted(
                        JAVA, System.getProperty("java.class.path"), Main.class.getName(), command);
    }

    private static AtTerminal run(Path screen, String line) throws IOException {
        Process process =
                new ProcessBuilder(
                                "script",
                                "--quiet",
                                "--flush",
                                "--return",
                                "--command",
                                line,
                                "/dev/null")
                        .redirectErrorStream(true)
                        .redirectOutput(screen.toFile())
                        .start();
        return new AtTerminal(process, screen);
    }

    /** Types once a text is on the screen. */
    void type(String seen, String keys) throws IOException {
        Awaitility.await().atMost(LONGEST).until(() -> screen().contains(seen));
        process.getOutputStream().write(keys.getBytes(UTF_8));
        process.getOutputStream().flush();
    }

    /** All that was shown so far. */
    String screen() throws IOException {
        return new String(Files.readAllBytes(screen), UTF_8);
    }

    /** The code it ends with. */
    int end() throws InterruptedException, IOException {
        if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
            throw new IOException("it does not end; it showed:\n" + screen());
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        var _ = process.destroyForcibly();
    }
}

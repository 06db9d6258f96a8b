package dev.forebay.cli.local;

import dev.forebay.cli.CommandFailed;
import dev.forebay.cli.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server of one's own: a process on a free port, with a folder that goes when it ends. */
public final class TemporaryServer implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("\\s*SQS\\s+(http://[^\\s/]+:\\d+).*");
    private static final long STOP_SECONDS = 15;

    /** Settings of the user's own server are not meant for this one; the JVM's options are. */
    private static final String SETTINGS = "FOREBAY_";

    private static final String JVM_OPTIONS = "FOREBAY_JAVA_OPTS";

    private final Process process;
    private final TemporaryFolder folder;
    private final URI address;

    private TemporaryServer(Process process, TemporaryFolder folder, URI address) {
        this.process = process;
        this.folder = folder;
        this.address = address;
    }

    /**
     * Starts it and waits until it says where it listens. What it says on stderr is let through.
     *
     * @param launcher path of the launcher
     */
    public static TemporaryServer start(String launcher, ThreadFactory threads)
            throws IOException, CommandFailed {
        TemporaryFolder folder = TemporaryFolder.make();
        Process process = command(launcher, folder).start();
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        Optional<URI> address = address(lines);
        if (address.isEmpty()) {
            stop(process);
            folder.close();
            throw new CommandFailed(
                    ExitCode.FAILED,
                    "the server of our own did not start; if nothing above says why, try ./forebay start.");
        }
        threads.newThread(() -> drain(lines)).start();
        return new TemporaryServer(process, folder, address.get());
    }

    /** Where it listens. */
    public URI address() {
        return address;
    }

    private static ProcessBuilder command(String launcher, TemporaryFolder folder) {
        ProcessBuilder command =
                new ProcessBuilder(
                        // Ctrl-C reaches every process of a terminal; this one is stopped by us,
                        // when the account is done.
                        List.of(
                                "sh",
                                "-c",
                                "trap '' INT; exec \"$@\"",
                                "sh",
                                launcher,
                                "start",
                                "--data",
                                folder.path().resolve("data").toString(),
                                "--bind",
                                "127.0.0.1",
                                "--http-port",
                                "0",
                                "--amqp-port",
                                "0",
                                // The view needs the terminal for itself.
                                "--log-level",
                                "warn"));
        command.environment()
                .keySet()
                .removeIf(name -> name.startsWith(SETTINGS) && !name.equals(JVM_OPTIONS));
        return command.redirectError(ProcessBuilder.Redirect.INHERIT);
    }

    /** From the block that says the server is ready; empty when the process ends before. */
    static Optional<URI> address(BufferedReader lines) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher found = ADDRESS.matcher(line);
            if (found.matches()) {
                return Optional.of(URI.create(found.group(1)));
            }
        }
        return Optional.empty();
    }

    /** Its log must not fill the pipe. */
    private static void drain(BufferedReader lines) {
        try (lines) {
            var _ = lines.transferTo(Writer.nullWriter());
        } catch (IOException ended) {
            return; // the process is gone, and the pipe with it
        }
    }

    /** Stops it as a service manager would and removes its folder. */
    @Override
    public void close() throws IOException {
        stop(process);
        folder.close();
    }

    private static void stop(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                var _ = process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException hurried) {
            var _ = process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

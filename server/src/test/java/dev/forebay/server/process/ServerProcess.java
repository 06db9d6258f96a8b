package dev.forebay.server.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The real server as a process of its own. */
public final class ServerProcess implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("\\s+SQS\\s+(https?://\\S+)");
    private static final long LONGEST_SECONDS = 60;

    /**
     * A process that has ended.
     *
     * @param code its exit code
     */
    record Ended(int code, String out, String err) {}

    private final Process process;
    private final Path err;
    private final List<String> lines;
    private final URI endpoint;

    private ServerProcess(Process process, Path err, List<String> lines, URI endpoint) {
        this.process = process;
        this.err = err;
        this.lines = lines;
        this.endpoint = endpoint;
    }

    /** Starts on a free port and waits until it says that it is ready. */
    public static ServerProcess start(Path data, String... flags) throws IOException {
        return startWithin(List.of(), data, flags);
    }

    /** The same, the command line preceded by that of another program which becomes it. */
    static ServerProcess startWithin(List<String> wrapper, Path data, String... flags)
            throws IOException {
        List<String> arguments =
                new ArrayList<>(
                        List.of(
                                "start",
                                "--data",
                                data.toString(),
                                "--http-port",
                                "0",
                                "--amqp-port",
                                "0",
                                "--amqp-tls-port",
                                "0"));
        arguments.addAll(List.of(flags));
        Path err = Files.createTempFile("forebay-err", ".log");
        Process process = launch(wrapper, arguments, Map.of(), err);
        List<String> lines = new ArrayList<>();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String endpoint = "";
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            lines.add(line);
            Matcher address = ADDRESS.matcher(line);
            if (address.lookingAt()) {
                endpoint = address.group(1);
            }
            if (line.contains("stop ")) {
                return new ServerProcess(process, err, lines, URI.create(endpoint));
            }
        }
        String why = Files.readString(err);
        Files.delete(err);
        throw new IOException("did not start: " + lines + why);
    }

    /** Runs the program to its end. */
    static Ended run(String... arguments) throws IOException {
        return run(Map.of(), arguments);
    }

    static Ended run(Map<String, String> environment, String... arguments) throws IOException {
        Path err = Files.createTempFile("forebay-err", ".log");
        try {
            Process process = launch(List.of(), List.of(arguments), environment, err);
            String out =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(await(process), out, Files.readString(err));
        } finally {
            Files.delete(err);
        }
    }

    private static Process launch(
            List<String> wrapper, List<String> arguments, Map<String, String> environment, Path err)
            throws IOException {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.forebay.server.Main"));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("FOREBAY_"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    public URI endpoint() {
        return endpoint;
    }

    long pid() {
        return process.pid();
    }

    /** What it printed until it was ready. */
    public List<String> lines() {
        return lines;
    }

    String err() throws IOException {
        return Files.readString(err);
    }

    /** kill -9. */
    public void kill() {
        process.destroyForcibly();
        var _ = await(process);
    }

    /** SIGTERM; returns the exit code. */
    int terminate() {
        process.destroy();
        return await(process);
    }

    @Override
    public void close() throws IOException {
        if (process.isAlive()) {
            kill();
        }
        Files.deleteIfExists(err);
    }

    private static int await(Process process) {
        try {
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("did not end within " + LONGEST_SECONDS + " s");
            }
            return process.exitValue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }
}

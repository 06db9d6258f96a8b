package dev.forebay.bench.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server under measurement: a process of its own that listens on a port of 127.0.0.1. */
public final class ServerProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long PROBE_MILLIS = 2;
    private static final int KIB = 1024;

    /** Of the serial collector's two generations. */
    private static final Pattern USED_HEAP =
            Pattern.compile("(?:DefNew|Tenured)\\s+total \\d+K, used (\\d+)K");

    private static final String READY =
            "GET /health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n";
    private static final String OK = "HTTP/1.1 200";

    private final Process process;
    private final int port;
    private final long startNanos;

    private ServerProcess(Process process, int port, long startNanos) {
        this.process = process;
        this.port = port;
        this.startNanos = startNanos;
    }

    /** Starts the command and returns once the port answers. Its output goes to the log file. */
    public static ServerProcess start(List<String> command, int port, Path log) throws IOException {
        return start(command, Map.of(), port, log);
    }

    /**
     * The same.
     *
     * @param environment variables that it gets beside those of this program
     */
    public static ServerProcess start(
            List<String> command, Map<String, String> environment, int port, Path log)
            throws IOException {
        long start = System.nanoTime();
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        var server = new ServerProcess(process, port, start);
        while (!server.listens()) {
            if (!process.isAlive() || System.nanoTime() - start > PATIENCE.toNanos()) {
                process.destroyForcibly();
                throw new IOException("not started: " + command + ", see " + log);
            }
            pause();
        }
        return server;
    }

    /** The same as this program runs on: its JDK and class path. */
    public static List<String> java(List<String> options, Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    public static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean listens() {
        try (var socket = new Socket()) {
            socket.connect(address());
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PROBE_MILLIS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while a server starts", e);
        }
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /**
     * Waits for {@code /health/ready} to answer 200: how long that took since the process began.
     */
    public Duration untilReady() throws IOException {
        while (!ready()) {
            if (!process.isAlive() || System.nanoTime() - startNanos > PATIENCE.toNanos()) {
                throw new IOException("not ready: " + url());
            }
            pause();
        }
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    private boolean ready() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(READY.getBytes(StandardCharsets.US_ASCII));
            byte[] status = socket.getInputStream().readNBytes(OK.length());
            return new String(status, StandardCharsets.US_ASCII).equals(OK);
        } catch (IOException e) {
            return false;
        }
    }

    /** Processor time used so far. */
    public Duration cpu() {
        return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Memory that is in RAM now, in bytes, as Linux counts it. */
    public long residentBytes() {
        try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIB)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is left in a Java server's heap after a full collection, in bytes. */
    public long usedHeapBytes() throws IOException {
        jcmd("GC.run");
        Matcher used = USED_HEAP.matcher(jcmd("GC.heap_info"));
        long kib = 0;
        while (used.find()) {
            kib += Long.parseLong(used.group(1));
        }
        return kib * KIB;
    }

    private String jcmd(String command) throws IOException {
        Process jcmd =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                                String.valueOf(process.pid()),
                                command)
                        .redirectErrorStream(true)
                        .start();
        return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** kill -9 */
    public void kill() throws InterruptedException {
        close();
        process.waitFor();
    }

    /** SIGTERM, then waits. */
    public int stop() throws InterruptedException {
        process.destroy();
        return process.waitFor();
    }

    @Override
    public void close() {
        // Some are started by a script that stays.
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}

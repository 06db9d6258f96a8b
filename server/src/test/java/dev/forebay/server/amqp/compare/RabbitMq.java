package dev.forebay.server.amqp.compare;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** Debian's RabbitMQ as a process of its own, with its own folder, ports and node name. */
final class RabbitMq implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");
    private static final String READY = "completed with";
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final int port;
    private final int names;

    private RabbitMq(Path folder) throws IOException {
        port = freePort();
        names = freePort();
        ProcessBuilder builder = new ProcessBuilder(PROGRAM.toString());
        Path log = folder.resolve("start.log");
        builder.environment()
                .putAll(
                        Map.of(
                                "HOME", folder.toString(),
                                "RABBITMQ_NODENAME", "forebay-" + port + "@localhost",
                                "RABBITMQ_NODE_IP_ADDRESS", "127.0.0.1",
                                "RABBITMQ_NODE_PORT", Integer.toString(port),
                                "RABBITMQ_DIST_PORT", Integer.toString(freePort()),
                                "RABBITMQ_MNESIA_BASE", folder.resolve("data").toString(),
                                "RABBITMQ_LOG_BASE", folder.resolve("log").toString(),
                                "RABBITMQ_ENABLED_PLUGINS_FILE", none(folder).toString(),
                                "RABBITMQ_PID_FILE", folder.resolve("pid").toString(),
                                "ERL_EPMD_PORT", Integer.toString(names)));
        process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(100))
                    .until(() -> !process.isAlive() || Files.readString(log).contains(READY));
        } finally {
            if (!Files.readString(log).contains(READY)) {
                close();
            }
        }
        if (!process.isAlive()) {
            throw new IOException("RabbitMQ did not start:\n" + Files.readString(log));
        }
    }

    /** Starts it where it is installed. */
    static Optional<RabbitMq> start(Path folder) throws IOException {
        return Files.isExecutable(PROGRAM) ? Optional.of(new RabbitMq(folder)) : Optional.empty();
    }

    private static Path none(Path folder) throws IOException {
        return Files.writeString(folder.resolve("plugins"), "[].");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        try (Stream<ProcessHandle> children = process.descendants()) {
            children.forEach(ProcessHandle::destroy);
        }
        process.destroy();
        ProcessBuilder forget =
                new ProcessBuilder("epmd", "-port", Integer.toString(names), "-kill");
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            forget.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}

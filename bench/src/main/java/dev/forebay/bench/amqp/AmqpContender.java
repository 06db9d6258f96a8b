package dev.forebay.bench.amqp;

import dev.forebay.bench.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A server that speaks AMQP and is measured. */
enum AmqpContender {
    SINK("sink that only confirms and delivers") {
        @Override
        ServerProcess start(Path scratch, int port) throws IOException {
            return ServerProcess.start(
                    ServerProcess.java(List.of("-Xmx512m"), SinkServer.class, String.valueOf(port)),
                    port,
                    log(scratch));
        }
    },
    FOREBAY("Forebay") {
        @Override
        ServerProcess start(Path scratch, int port) throws IOException {
            return ServerProcess.start(
                    List.of(
                            Path.of("forebay").toAbsolutePath().toString(),
                            "start",
                            "--data",
                            scratch.resolve("forebay").toString(),
                            "--http-port",
                            "0",
                            "--amqp-port",
                            String.valueOf(port)),
                    port,
                    log(scratch));
        }
    },
    RABBITMQ("RabbitMQ") {
        @Override
        ServerProcess start(Path scratch, int port) throws IOException {
            Path home = Files.createDirectories(scratch.resolve("rabbitmq"));
            Files.writeString(home.resolve("plugins"), "[].");
            Map<String, String> environment =
                    Map.of(
                            "HOME", home.toString(),
                            "RABBITMQ_NODENAME", "bench" + port + "@localhost",
                            "RABBITMQ_MNESIA_BASE", home.resolve("mnesia").toString(),
                            "RABBITMQ_LOG_BASE", home.toString(),
                            "RABBITMQ_PID_FILE", home.resolve("pid").toString(),
                            "RABBITMQ_ENABLED_PLUGINS_FILE", home.resolve("plugins").toString(),
                            "RABBITMQ_DIST_PORT", String.valueOf(ServerProcess.freePort()),
                            "RABBITMQ_NODE_PORT", String.valueOf(port));
            return ServerProcess.start(
                    List.of(PROGRAM.toString()), environment, port, log(scratch));
        }
    };

    /** Where Debian has it. */
    static final Path PROGRAM = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");

    private final String title;

    AmqpContender(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    boolean isInstalled() {
        return this != RABBITMQ || Files.isExecutable(PROGRAM);
    }

    abstract ServerProcess start(Path scratch, int port) throws IOException;

    ServerProcess start(Path scratch) throws IOException {
        return start(scratch, ServerProcess.freePort());
    }

    Path log(Path scratch) {
        return scratch.resolve(name() + ".log");
    }
}

package dev.forebay.bench.sqs;

import dev.forebay.bench.bare.BareServer;
import dev.forebay.bench.process.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A server that is measured. */
enum Contender {
    BARE("bare server") {
        @Override
        List<String> command(Bench bench, int port) {
            return ServerProcess.java(
                    List.of("-Xmx512m"),
                    BareServer.class,
                    String.valueOf(port),
                    bench.scratch().resolve("bare").toString());
        }
    },
    FOREBAY("Forebay") {
        @Override
        List<String> command(Bench bench, int port) {
            return List.of(
                    bench.root().resolve("forebay").toString(),
                    "start",
                    "--data",
                    bench.scratch().resolve("forebay").toString(),
                    "--http-port",
                    String.valueOf(port),
                    "--amqp-port",
                    "0");
        }
    },
    ELASTICMQ("ElasticMQ 1.7.1, in memory") {
        @Override
        List<String> command(Bench bench, int port) {
            return ServerProcess.java(List.of("-Xmx4g"), ElasticMq.class, String.valueOf(port));
        }
    };

    private final String title;

    Contender(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    abstract List<String> command(Bench bench, int port);

    ServerProcess start(Bench bench) throws IOException {
        int port = ServerProcess.freePort();
        Path log = bench.scratch().resolve(name() + ".log");
        return ServerProcess.start(command(bench, port), port, log);
    }
}

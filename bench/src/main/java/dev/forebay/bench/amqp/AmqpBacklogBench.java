package dev.forebay.bench.amqp;

import dev.forebay.bench.process.ServerProcess;
import java.io.IOException;
import java.util.Locale;

/**
 * {@code AmqpBacklogBench [MILLIONS]}: perf-test publishes million after million (10) into one
 * queue that nobody reads; how fast that goes and what is in the heap after each.
 */
public final class AmqpBacklogBench {
    private static final long MILLION = 1_000_000;
    private static final double MICROS = 1000;
    private static final long MIB = 1 << 20;

    private AmqpBacklogBench() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        int millions = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
        try (Scratch scratch = Scratch.create();
                ServerProcess server = AmqpContender.FOREBAY.start(scratch.folder())) {
            System.out.println(
                    "| million messages waiting | sent/s | confirmed p99 ms | heap MiB after a full collection |");
            System.out.println("|---|---|---|---|");
            for (int million = 1; million <= millions; million++) {
                PerfTestRun run = PerfTestRun.ofProducer(server, "backlog", MILLION);
                System.out.printf(
                        Locale.ROOT,
                        "| %d | %,d | %.1f | %d |%n",
                        million,
                        run.sent(),
                        run.confirm().p99() / MICROS,
                        server.usedHeapBytes() / MIB);
            }
        }
    }
}

package dev.forebay.bench.backlog;

import dev.forebay.engine.Caller;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Heap after collection with a backlog of one million and of 100 million messages of 100 bytes:
 * untouched in one queue, every second one settled in each of a thousand queues; and with a million
 * leases. To be run with {@code -Xmx256m}. Argument: the large backlog, 100,000,000 when left out.
 */
public final class BacklogBench {
    private static final long SMALL = 1_000_000;
    private static final long LARGE = 100_000_000;
    private static final int QUEUES = 1_000;
    private static final int LEASES = 1_000_000;

    private final Path parent;
    private final long large;

    private BacklogBench(Path parent, long large) {
        this.parent = parent;
        this.large = large;
    }

    public static void main(String[] arguments) throws IOException {
        Path parent = Files.createDirectories(Path.of("bench/target").toAbsolutePath());
        System.out.println("| messages | state | heap MiB | difference MiB |");
        System.out.println("|---|---|---|---|");
        long large = arguments.length > 0 ? Long.parseLong(arguments[0]) : LARGE;
        new BacklogBench(parent, large).run();
    }

    private void run() throws IOException {
        untouched();
        settled();
        leased();
        failed();
    }

    private void untouched() throws IOException {
        try (EngineInFolder engine = EngineInFolder.open(parent)) {
            create(engine, "backlog");
            Producer.send(engine.queues(), "backlog", SMALL);
            double before = print(SMALL, "untouched, one queue", Double.NaN);
            Producer.send(engine.queues(), "backlog", large - SMALL);
            print(large, "untouched, one queue", before);
        }
    }

    private void settled() throws IOException {
        try (EngineInFolder engine = EngineInFolder.open(parent)) {
            for (int i = 0; i < QUEUES; i++) {
                create(engine, "backlog-" + i);
            }
            String state = "every second one settled, " + QUEUES + " queues";
            fillAndSettle(engine, SMALL / QUEUES);
            double before = print(SMALL, state, Double.NaN);
            purge(engine);
            fillAndSettle(engine, large / QUEUES);
            print(large, state, before);
        }
    }

    private static void purge(EngineInFolder engine) {
        for (int i = 0; i < QUEUES; i++) {
            String queue = "backlog-" + i;
            QueueInfo _ =
                    engine.await(reply -> engine.queues().purge(Caller.IN_PROCESS, queue, reply));
        }
    }

    private static void fillAndSettle(EngineInFolder engine, long each) {
        for (int i = 0; i < QUEUES; i++) {
            String queue = "backlog-" + i;
            Producer.send(engine.queues(), queue, each);
            new Leases(engine, queue).settleEverySecond(each);
        }
    }

    private void leased() throws IOException {
        try (EngineInFolder engine = EngineInFolder.open(parent)) {
            create(engine, "leased");
            Producer.send(engine.queues(), "leased", LEASES);
            double before = print(LEASES, "untouched, one queue", Double.NaN);
            new Leases(engine, "leased").hold(LEASES);
            print(LEASES, "all of them leased", before);
        }
    }

    private void failed() throws IOException {
        try (EngineInFolder engine = EngineInFolder.open(parent)) {
            create(engine, "failed");
            Leases leases = new Leases(engine, "failed");
            Producer.send(engine.queues(), "failed", SMALL);
            leases.fail(SMALL);
            double before = print(SMALL, "all of them failed", Double.NaN);
            Producer.send(engine.queues(), "failed", large / 10 - SMALL);
            leases.fail(large / 10);
            print(large / 10, "all of them failed", before);
            long began = System.nanoTime();
            leases.settleAll(large / 10);
            double seconds = (System.nanoTime() - began) / 1e9;
            System.out.printf(
                    Locale.ROOT, "%nLeased again and acked: %,.0f/s%n", large / 10.0 / seconds);
        }
    }

    private static void create(EngineInFolder engine, String name) {
        QueueInfo _ =
                engine.await(reply ->
                        engine.queues()
                                .create(
                                        Caller.IN_PROCESS,
                                        name,
                                        QueueSettings.defaults().withMaxLeases(LEASES),
                                        Map.of(),
                                        reply));
    }

    private static double print(long messages, String state, double before) {
        double heap = Heap.usedMebibytes();
        System.out.printf(
                Locale.ROOT,
                "| %,d | %s | %.1f | %s |%n",
                messages,
                state,
                heap,
                Double.isNaN(before) ? "" : String.format(Locale.ROOT, "%+.1f", heap - before));
        return heap;
    }
}

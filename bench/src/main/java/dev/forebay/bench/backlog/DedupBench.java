package dev.forebay.bench.backlog;

import dev.forebay.engine.Caller;
import dev.forebay.engine.Deduplication;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.Send;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;

/**
 * Heap after collection with a million deduplication ids in one window, and with ten times as many;
 * rates of new ids, and of ids that are on disk. To be run with {@code -Xmx256m}. Argument: the
 * larger number in millions, 10 when left out.
 */
public final class DedupBench {
    private static final String QUEUE = "once";
    private static final long MILLION = 1_000_000;
    private static final long REPEATED = 100_000;

    /** Repeated ids are so far apart. */
    private static final long STRIDE = 7_919;

    private DedupBench() {}

    public static void main(String[] arguments) throws IOException {
        Path parent = Files.createDirectories(Path.of("bench/target").toAbsolutePath());
        long ids = (arguments.length > 0 ? Long.parseLong(arguments[0]) : 10) * MILLION;
        try (EngineInFolder engine = EngineInFolder.open(parent)) {
            run(engine, ids);
        }
    }

    private static void run(EngineInFolder engine, long ids) {
        var rule =
                new Deduplication(
                        Duration.ofHours(6).toMillis(), Deduplication.Scope.QUEUE, 60_000_000);
        QueueInfo _ =
                engine.await(reply ->
                        engine.queues()
                                .create(
                                        Caller.IN_PROCESS,
                                        QUEUE,
                                        QueueSettings.defaults().withDeduplication(rule),
                                        Map.of(),
                                        reply));
        System.out.println("| ids in the window | what | sends/s | heap MiB |");
        System.out.println("|---|---|---|---|");
        send(engine, MILLION, MILLION, "new ids", 0, 1);
        send(engine, ids, ids - MILLION, "new ids", MILLION, 1);
        send(engine, ids, REPEATED, "ids of before, from all over", 0, STRIDE);
        long sent = engine.queues().stats(QUEUE).orElseThrow().sent();
        if (sent != ids) {
            throw new IllegalStateException(sent + " messages for " + ids + " ids");
        }
    }

    private static void send(
            EngineInFolder engine, long ids, long count, String what, long first, long step) {
        long began = System.nanoTime();
        Producer.send(
                engine.queues(),
                QUEUE,
                count,
                index ->
                        new Send(
                                Producer.message(),
                                Send.QUEUE_DELAY,
                                "id-" + (first + index * step) % ids));
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "| %,d | %s | %,.0f | %.1f |%n",
                ids,
                what,
                count / seconds,
                Heap.usedMebibytes());
    }
}

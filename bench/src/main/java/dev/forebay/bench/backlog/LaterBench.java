package dev.forebay.bench.backlog;

import dev.forebay.engine.Caller;
import dev.forebay.engine.MessageId;
import dev.forebay.engine.QueueInfo;
import dev.forebay.engine.QueueSettings;
import dev.forebay.engine.QueueStats;
import dev.forebay.engine.ScheduledMessage;
import dev.forebay.engine.ScheduledMessages;
import dev.forebay.engine.ScheduledPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/**
 * Messages of 100 bytes that are due somewhere within the next ten years: how fast they are taken,
 * against undelayed ones; the heap with all of them; how long starts take; and how late a million
 * are that are due within ten seconds. To be run with {@code -Xmx256m}. Argument: how many millions
 * wait, ten when left out.
 */
public final class LaterBench {
    private static final long MILLION = 1_000_000;
    private static final long TEN_YEARS = Duration.ofDays(3650).toMillis();
    private static final long LEAST = Duration.ofMinutes(10).toMillis();
    private static final long SOON = Duration.ofSeconds(75).toMillis();
    private static final long SOON_SPREAD = Duration.ofSeconds(10).toMillis();
    private static final long LOOK_MILLIS = 20;

    private static final int SMALL = 100_000;
    private static final int PAGES = 200;
    private static final int PAGE = 100;

    private final SplittableRandom random = new SplittableRandom(7);
    private final long count;

    private LaterBench(long count) {
        this.count = count;
    }

    public static void main(String[] arguments) throws Exception {
        Path parent = Files.createDirectories(Path.of("bench/target").toAbsolutePath());
        long millions = arguments.length > 0 ? Long.parseLong(arguments[0]) : 10;
        System.out.println("| what | figure |");
        System.out.println("|---|---|");
        new LaterBench(millions * MILLION).run(parent);
    }

    private void run(Path parent) throws IOException, InterruptedException {
        EngineInFolder engine = EngineInFolder.open(parent);
        try {
            create(engine, "now");
            create(engine, "later");
            create(engine, "soon");
            Producer.send(engine.queues(), "now", MILLION);
            print("heap before, MiB", Heap.usedMebibytes());
            long began = System.nanoTime();
            Producer.send(engine.queues(), "now", MILLION);
            print("undelayed messages sent a second", MILLION * 1e9 / (System.nanoTime() - began));
            LongSupplier years = () -> random.nextLong(LEAST, TEN_YEARS);
            rate("the first 100,000 due within ten years sent a second", engine, SMALL, years);
            looks("of 100,000", engine);
            rate("the others sent a second", engine, count - SMALL, years);
            looks("of " + count, engine);
            print("heap with " + count + " of them, MiB", Heap.usedMebibytes());
            engine = again(engine, EngineInFolder.End.STOP, "start after a stop, ms");
            engine =
                    again(
                            engine,
                            EngineInFolder.End.CUT_OFF,
                            "start after the log was cut off, ms");
            print("messages delayed after that", (double) stats(engine, "later").delayed());
            print("heap then, MiB", Heap.usedMebibytes());
            soon(engine);
        } finally {
            engine.close();
        }
    }

    private static EngineInFolder again(EngineInFolder engine, EngineInFolder.End end, String what)
            throws IOException {
        long began = System.nanoTime();
        EngineInFolder next = engine.again(end);
        QueueStats _ = stats(next, "later");
        print(what, (double) Duration.ofNanos(System.nanoTime() - began).toMillis());
        return next;
    }

    private static void rate(
            String what, EngineInFolder engine, long messages, LongSupplier delays) {
        long began = System.nanoTime();
        Producer.send(engine.queues(), "later", messages, delays);
        print(what, messages * 1e9 / (System.nanoTime() - began));
    }

    /** What it takes to list a page, to find one of its messages and to take it back. */
    private static void looks(String whose, EngineInFolder engine) {
        ScheduledMessages scheduled = engine.queues().scheduled();
        String next = ScheduledPage.FIRST;
        long listing = 0;
        long finding = 0;
        long cancelling = 0;
        for (int page = 0; page < PAGES; page++) {
            String after = next;
            long began = System.nanoTime();
            ScheduledPage read =
                    engine.await(reply ->
                            scheduled.list(Caller.IN_PROCESS, "later", after, PAGE, reply));
            long listed = System.nanoTime();
            MessageId id = read.messages().getFirst().id();
            ScheduledMessage _ =
                    engine.await(reply -> scheduled.find(Caller.IN_PROCESS, "later", id, reply));
            long found = System.nanoTime();
            ScheduledMessage _ =
                    engine.await(reply -> scheduled.cancel(Caller.IN_PROCESS, "later", id, reply));
            listing += listed - began;
            finding += found - listed;
            cancelling += System.nanoTime() - found;
            next = read.next();
        }
        print("a page of 100 " + whose + ", us", listing / 1e3 / PAGES);
        print("finding one " + whose + ", us", finding / 1e3 / PAGES);
        print("taking one " + whose + " back, us", cancelling / 1e3 / PAGES);
    }

    /** A million that are due within ten seconds: how long after the last is due all are ready. */
    private void soon(EngineInFolder engine) throws InterruptedException {
        long began = System.nanoTime();
        Producer.send(
                engine.queues(),
                "soon",
                MILLION,
                () -> SOON - passed(began) + random.nextLong(SOON_SPREAD));
        while (stats(engine, "soon").ready() < MILLION) {
            Thread.sleep(LOOK_MILLIS);
        }
        print(
                "a million due within 10 s: the last late by, ms",
                (double) (passed(began) - SOON - SOON_SPREAD));
        print("heap then, MiB", Heap.usedMebibytes());
    }

    private static long passed(long began) {
        return Duration.ofNanos(System.nanoTime() - began).toMillis();
    }

    private static QueueStats stats(EngineInFolder engine, String queue) {
        return engine.await(reply -> reply.ok(engine.queues().stats(queue).orElseThrow()));
    }

    private static void create(EngineInFolder engine, String name) {
        QueueInfo _ =
                engine.await(reply ->
                        engine.queues()
                                .create(
                                        Caller.IN_PROCESS,
                                        name,
                                        QueueSettings.defaults(),
                                        Map.of(),
                                        reply));
    }

    private static void print(String what, double figure) {
        System.out.printf(Locale.ROOT, "| %s | %,.0f |%n", what, figure);
    }
}

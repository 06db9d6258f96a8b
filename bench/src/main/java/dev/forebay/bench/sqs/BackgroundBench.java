package dev.forebay.bench.sqs;

import dev.forebay.bench.process.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * What live traffic of 2,000 a second notices of looking through ten million messages in the
 * background: a replay of all of them into another queue, a preview, and browsing. They take turns
 * with times in which nothing else goes on, because the disks of virtual machines are faster in one
 * minute than in the next.
 */
public final class BackgroundBench {
    private static final long MESSAGES = 10_000_000;
    private static final int RATE = 2_000;
    private static final int CONNECTIONS = 64;
    private static final int ROUNDS = 9;
    private static final Duration STRIDE = Duration.ofSeconds(10);
    private static final double PERCENT = 100;

    private final Bench bench;
    private final ServerProcess server;
    private final Archive archive;

    private BackgroundBench(Bench bench, ServerProcess server) {
        this.bench = bench;
        this.server = server;
        this.archive = new Archive(server.url());
    }

    /** Arguments: seconds of warming (30) and of each turn (15). */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (Bench bench = Bench.of(arguments);
                ServerProcess server = Contender.FOREBAY.start(bench)) {
            new BackgroundBench(bench, server).run();
        }
    }

    private void run() throws IOException, InterruptedException {
        fill();
        long replay = archive.replay();
        archive.pause(replay);
        List<Turns> all =
                List.of(
                        new Turns("nothing", new Nothing()),
                        new Turns("replay into another queue", new Replaying(archive, replay)),
                        new Turns("preview of a replay", new Repeating(archive::preview)),
                        new Turns("browsing with a filter", new Repeating(archive::browse)));
        try (var open = new OpenLoop(server, CONNECTIONS)) {
            open.send(RATE, bench.warm());
            // The first round warms what is done in the background.
            for (int round = 0; round <= ROUNDS; round++) {
                for (Turns turns : all) {
                    turns.next(open, round > 0);
                }
            }
        }
        print(all);
    }

    private void fill() throws IOException, InterruptedException {
        Sqs.at(server).createQueues(1);
        archive.create();
        while (archive.sent() < MESSAGES) {
            bench.wrk().sendBatches(server, CONNECTIONS, STRIDE, Archive.NAME);
        }
        archive.purge();
    }

    private static void print(List<Turns> all) {
        System.out.println(
                "| in the background | messages/s of it | p50 ms | p99 ms, median of turns | least to most | of alone | server CPU % |");
        System.out.println("|---|---|---|---|---|---|---|");
        Duration alone = all.getFirst().middle(Load::p99);
        for (Turns turns : all) {
            Duration p99 = turns.middle(Load::p99);
            System.out.printf(
                    Locale.ROOT,
                    "| %s | %,.0f | %s | %s | %s to %s | %.0f %% | %.0f |%n",
                    turns.what,
                    turns.perSecond(),
                    Load.millis(turns.middle(Load::p50)),
                    Load.millis(p99),
                    Load.millis(turns.sorted(Load::p99).getFirst()),
                    Load.millis(turns.sorted(Load::p99).getLast()),
                    PERCENT * p99.toNanos() / alone.toNanos(),
                    turns.processor());
        }
    }

    /** One thing in the background, and what the live traffic saw in its turns. */
    private final class Turns {
        private final String what;
        private final Background background;
        private final List<Load> loads = new ArrayList<>();
        private Duration cpu = Duration.ZERO;
        private long looked;

        Turns(String what, Background background) {
            this.what = what;
            this.background = background;
        }

        void next(OpenLoop open, boolean counts) throws IOException, InterruptedException {
            background.begin();
            Duration before = server.cpu();
            Load load = open.send(RATE, bench.measure());
            Duration used = server.cpu().minus(before);
            long through = background.end();
            if (counts) {
                loads.add(load);
                cpu = cpu.plus(used);
                looked += through;
            }
        }

        List<Duration> sorted(Function<Load, Duration> figure) {
            return loads.stream().map(figure).sorted().toList();
        }

        Duration middle(Function<Load, Duration> figure) {
            return sorted(figure).get(loads.size() / 2);
        }

        private double seconds() {
            return loads.stream().mapToLong(load -> load.lasted().toNanos()).sum() / 1e9;
        }

        double perSecond() {
            return looked / seconds();
        }

        double processor() {
            return cpu.toNanos() / 1e7 / seconds();
        }
    }
}
